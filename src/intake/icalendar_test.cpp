#include "intake/icalendar.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>

#include "base/embedded.h"
#include "intake/calendar_for_tests.h"
#include "intake/text.h"

using namespace courtesy;
using namespace courtesy::intake;
using namespace courtesy::intake::for_tests;

TEST_CASE("an event in a named zone keeps its wall clock and gets its instant") {
  const Import import = read(calendar(event("a", "DTSTART;TZID=America/New_York:20260512T090000")));
  REQUIRE(import.appointments.size() == 1);
  const Booked& booked = import.appointments.front();
  CHECK(booked.uid == "a");
  CHECK(booked.recurrence.empty());
  CHECK(courtesy::to_string(booked.start.local) == "2026-05-12T09:00");
  CHECK(booked.start.zone == "America/New_York");
  CHECK(courtesy::to_string(booked.start.instant) == "2026-05-12T13:00:00Z");
  CHECK(booked.start.authority == Authority::local);
  CHECK(booked.start.flag == TimeFlag::exact);
  CHECK(booked.line == 4);
  CHECK(import.events == 1);
  CHECK(import.components == 1);
}

TEST_CASE("names and words of the format are the same in small letters") {
  const auto import = read_icalendar(
      "begin:vcalendar\nbegin:vevent\nuid:a\nsummary:Ana Gil\ndtstart;tzid=Europe/Madrid:20260512t093000\n"
      "rrule:freq=weekly;count=2;byday=tu\nend:vevent\nbegin:vevent\nuid:b\ndtstart:20260513t073000z\n"
      "status:cancelled\nend:vevent\nend:vcalendar\n",
      reading());
  REQUIRE_MESSAGE(import.ok(), import.error().message);
  CHECK(import->reports.empty());
  CHECK(import->appointments.size() == 2);
  CHECK(import->excluded.size() == 1);
}

TEST_CASE("a time in UTC keeps its instant and is told by the account's clock") {
  const Import import = read(calendar(event("a", "DTSTART:20260512T130000Z")));
  REQUIRE(import.appointments.size() == 1);
  CHECK(import.appointments[0].start.authority == Authority::instant);
  CHECK(import.appointments[0].start.zone == "Europe/Madrid");
  CHECK(courtesy::to_string(import.appointments[0].start.local) == "2026-05-12T15:00");
  CHECK(import.appointments[0].start.key() == "2026-05-12T13:00:00Z");
}

TEST_CASE("a time without a zone is by the account's clock") {
  CHECK(starts(read(calendar(event("a", "DTSTART:20260512T090000")))) == "2026-05-12T07:00:00Z");
}

TEST_CASE("a Windows zone name is looked up, also behind quotes") {
  CHECK(starts(read(calendar(event("a", "DTSTART;TZID=\"Eastern Standard Time\":20260512T090000")))) ==
        "2026-05-12T13:00:00Z");
  CHECK(starts(read(calendar(event("a", "DTSTART;TZID=/mozilla.org/20050126_1/America/New_York:20260512T090000")))) ==
        "2026-05-12T13:00:00Z");
}

TEST_CASE("Windows zone names are looked up in the table of the build") {
  Reading how = reading();
  how.windows_zone = {};
  if (!embedded_file("data/windows_zones.txt")) {
    MESSAGE("skipped: the table of Windows zones is not in this build (./dev data)");
    return;
  }
  CHECK(starts(read(calendar(event("a", "DTSTART;TZID=Romance Standard Time:20260512T090000")), how)) ==
        "2026-05-12T07:00:00Z");
  CHECK(windows_zone_from_table("# x\tY\nA B\tEurope/Madrid\r\n", "a b") == "Europe/Madrid");
  CHECK_FALSE(windows_zone_from_table("A B\tEurope/Madrid", "A").has_value());
}

TEST_CASE("a zone that nothing explains is a report with the event's line, and the others go on") {
  const Import import = read(calendar(event("a", "DTSTART;TZID=Bureau Time:20260512T090000") +
                                      event("b", "DTSTART;TZID=Europe/Madrid:20260512T090000")));
  CHECK(import.events == 2);
  REQUIRE(import.reports.size() == 1);
  CHECK(import.reports[0].line == 4);
  CHECK(import.reports[0].uid == "a");
  CHECK(contains(import.reports[0].reason, "line 6"));
  CHECK(contains(import.reports[0].reason, "Bureau Time"));
  CHECK(starts(import) == "2026-05-12T07:00:00Z");
}

TEST_CASE("names that mean a place to people and a fixed offset to the database are not guessed") {
  for (const auto* name : {"EST", "MST", "localtime", "right/Europe/Madrid", "europe", "../UTC"}) {
    const Import import = read(calendar(event("a", std::string("DTSTART;TZID=") + name + ":20260512T090000")));
    CHECK(import.appointments.empty());
    CHECK(import.reports.size() == 1);
  }
}

TEST_CASE("a zone that only the file defines gives instants, in summer and in winter") {
  const std::string zone = defined_zone("Office", "+0200", "+0300");
  const Import import = read(calendar(zone + event("a", "DTSTART;TZID=Office:20260512T090000") +
                                      event("b", "DTSTART;TZID=Office:20261212T090000")));
  CHECK(starts(import) == "2026-05-12T06:00:00Z 2026-12-12T07:00:00Z");
  CHECK(import.appointments[0].start.authority == Authority::instant);
  CHECK(import.appointments[0].start.zone == "Europe/Madrid");
  CHECK(courtesy::to_string(import.appointments[0].start.local) == "2026-05-12T08:00");
}

TEST_CASE("a zone that the file defines with the account's clock is the account's zone") {
  const Import import =
      read(calendar(defined_zone("Office", "+0100", "+0200") + event("a", "DTSTART;TZID=Office:20260512T090000")));
  CHECK(starts(import) == "2026-05-12T07:00:00Z");
  CHECK(import.appointments[0].start.authority == Authority::local);
}

TEST_CASE("a zone whose clock is the account's in summer only is not the account's zone, whenever it is asked for") {
  const std::string zone =
      "BEGIN:VTIMEZONE\nTZID:Fixed\nBEGIN:STANDARD\nDTSTART:19700101T000000\nTZOFFSETFROM:+0200\n"
      "TZOFFSETTO:+0200\nEND:STANDARD\nEND:VTIMEZONE\n";
  Reading june = reading();
  june.settings.from = parse_instant("2026-06-01T00:00:00Z").value();
  june.settings.to = parse_instant("2026-07-01T00:00:00Z").value();
  const Import import = read(calendar(zone + event("a", "DTSTART;TZID=Fixed:20260612T090000")), june);
  CHECK(starts(import) == "2026-06-12T07:00:00Z");
  CHECK(import.appointments[0].start.authority == Authority::instant);
}

TEST_CASE("a place that the definition names is taken if its clock is the defined one") {
  const auto start = [](const std::string& winter, const std::string& summer) {
    std::string zone = defined_zone("Office", winter, summer);
    zone.insert(zone.find("BEGIN:STANDARD"), "X-LIC-LOCATION:Europe/Paris\n");
    return read(calendar(zone + event("a", "DTSTART;TZID=Office:20260612T090000"))).appointments.at(0).start;
  };
  CHECK(start("+0100", "+0200").zone == "Europe/Paris");
  CHECK(start("+0100", "+0300").zone == "Europe/Madrid");
  CHECK(courtesy::to_string(start("+0100", "+0300").instant) == "2026-06-12T06:00:00Z");
}

TEST_CASE("an entry of which nothing lies in the time asked for is no event, and counted apart") {
  const Import import = read(calendar(
      event("past", "DTSTART:20200512T090000Z") + event("over", "DTSTART:20200512T090000Z\nRRULE:FREQ=DAILY;COUNT=3") +
      event("far", "DTSTART:20400512T090000Z") + event("weekly", "DTSTART:20200512T090000Z\nRRULE:FREQ=WEEKLY")));
  CHECK(import.outside == 3);
  CHECK(import.events == import.appointments.size());
  CHECK_FALSE(import.appointments.empty());
}

TEST_CASE("the largest time that can be asked for is bounded, and overflows nothing") {
  Reading all = reading();
  all.settings.from = Instant::min();
  all.settings.to = Instant::max();
  CHECK(read(calendar(event("a", "DTSTART;TZID=Europe/Madrid:20260612T090000\nRRULE:FREQ=YEARLY;COUNT=5")), all)
            .appointments.size() == 5);
  CHECK(read(calendar(event("a", "DTSTART:20260612T090000\nRRULE:FREQ=DAILY")), all).reports.size() == 1);
}

TEST_CASE("a broken definition of a zone is no definition") {
  std::string zone = defined_zone("Office", "+0100", "0200");
  const Import import = read(calendar(zone + event("a", "DTSTART;TZID=Office:20260512T090000")));
  REQUIRE(import.reports.size() == 1);
  CHECK(contains(import.reports[0].reason, "without a sign"));
}

TEST_CASE("a weekly series keeps its wall clock through a change of the clocks") {
  const Import import =
      read(calendar(event("a", "DTSTART;TZID=Europe/Madrid:20261020T090000\nRRULE:FREQ=WEEKLY;COUNT=3")));
  CHECK(starts(import) == "2026-10-20T07:00:00Z 2026-10-27T08:00:00Z 2026-11-03T08:00:00Z");
  CHECK(import.appointments[1].recurrence == "2026-10-27T09:00");
}

TEST_CASE("UNTIL in UTC is compared in UTC, a local one by the wall clock, a date with the whole day") {
  const auto with_until = [](const std::string& until) {
    return read(calendar(event("a", "DTSTART;TZID=America/New_York:20260601T220000\nRRULE:FREQ=DAILY;UNTIL=" + until)))
        .appointments.size();
  };
  CHECK(with_until("20260603T015959Z") == 1);
  CHECK(with_until("20260603T020000Z") == 2);
  CHECK(with_until("20260603T220000") == 3);
  CHECK(with_until("20260603T215959") == 2);
  CHECK(with_until("20260603") == 3);
}

TEST_CASE("a rule that ends before its start is reported") {
  const Import import =
      read(calendar(event("a", "DTSTART;TZID=Europe/Madrid:20260601T090000\nRRULE:FREQ=DAILY;UNTIL=20260530T090000Z")));
  CHECK(import.appointments.empty());
  CHECK(import.reports.size() == 1);
}

TEST_CASE("an occurrence that a rule puts into a gap is one report and does not count for COUNT") {
  const Import import =
      read(calendar(event("a", "DTSTART;TZID=Europe/Madrid:20260328T023000\nRRULE:FREQ=DAILY;COUNT=3")));
  CHECK(starts(import) == "2026-03-28T01:30:00Z 2026-03-30T00:30:00Z 2026-03-31T00:30:00Z");
  REQUIRE(import.reports.size() == 1);
  CHECK(contains(import.reports[0].reason, "2026-03-29T02:30"));
  CHECK(import.events == 4);
}

TEST_CASE("a DTSTART, RDATE or changed occurrence in a gap is an appointment that says so") {
  const Import start = read(calendar(event("a", "DTSTART;TZID=Europe/Madrid:20260329T023000")));
  REQUIRE(start.appointments.size() == 1);
  CHECK(start.appointments[0].start.flag == TimeFlag::gap);
  CHECK(starts(start) == "2026-03-29T01:30:00Z");

  const Import extra = read(
      calendar(event("a", "DTSTART;TZID=Europe/Madrid:20260320T023000\nRDATE;TZID=Europe/Madrid:20260329T023000")));
  REQUIRE(extra.appointments.size() == 2);
  CHECK(extra.appointments[1].start.flag == TimeFlag::gap);

  const Import changed = read(calendar(
      event("a", "DTSTART;TZID=Europe/Madrid:20260328T023000\nRRULE:FREQ=DAILY;COUNT=2") +
      event("a", "RECURRENCE-ID;TZID=Europe/Madrid:20260329T023000\nDTSTART;TZID=Europe/Madrid:20260329T024500")));
  CHECK(changed.reports.empty());
  REQUIRE(changed.appointments.size() == 3);
  CHECK(changed.appointments[1].start.flag == TimeFlag::gap);
}

TEST_CASE("a repeated time is the first, and says so") {
  const Import import = read(calendar(event("a", "DTSTART;TZID=Europe/Madrid:20261025T023000")));
  CHECK(starts(import) == "2026-10-25T00:30:00Z");
  CHECK(import.appointments[0].start.flag == TimeFlag::overlap);
}

TEST_CASE("EXDATE leaves out one occurrence, by its own clock, by another, or by its day") {
  for (const auto* exdate : {"EXDATE;TZID=Europe/Madrid:20260602T090000", "EXDATE:20260602T070000Z",
                             "EXDATE;TZID=America/New_York:20260602T030000", "EXDATE;VALUE=DATE:20260602",
                             "EXDATE:20260602T090000", "EXDATE:20260701T000000Z,20260602T070000Z"}) {
    CAPTURE(exdate);
    const Import import = read(calendar(
        event("a", std::string("DTSTART;TZID=Europe/Madrid:20260601T090000\nRRULE:FREQ=DAILY;COUNT=3\n") + exdate)));
    CHECK(starts(import) == "2026-06-01T07:00:00Z 2026-06-03T07:00:00Z");
    REQUIRE(import.excluded.size() == 1);
    CHECK(import.excluded[0].why == Exclusion::exdate);
    CHECK(import.excluded[0].recurrence == "2026-06-02T09:00");
    CHECK(import.events == 3);
  }
}

TEST_CASE("an EXDATE whose zone is unknown makes the whole event a report") {
  const Import import = read(calendar(event(
      "a",
      "DTSTART;TZID=Europe/Madrid:20260601T090000\nRRULE:FREQ=DAILY;COUNT=3\nEXDATE;TZID=Nowhere:20260602T090000")));
  CHECK(import.appointments.empty());
  CHECK(import.reports.size() == 1);
}

TEST_CASE("RDATE adds occurrences, as times, in other zones, and as periods") {
  const Import import =
      read(calendar(event("a",
                          "DTSTART;TZID=Europe/Madrid:20260601T090000\nRDATE;TZID=America/New_York:20260602T090000\n"
                          "RDATE;VALUE=PERIOD:20260603T090000Z/PT1H,20260604T090000Z/20260604T100000Z\n"
                          "RDATE;TZID=Europe/Madrid:20260601T090000")));
  CHECK(starts(import) == "2026-06-01T07:00:00Z 2026-06-02T13:00:00Z 2026-06-03T09:00:00Z 2026-06-04T09:00:00Z");
  CHECK(import.appointments[1].start.zone == "America/New_York");
}

TEST_CASE("a changed occurrence takes the place of the original, however its RECURRENCE-ID is written") {
  for (const auto* id : {"RECURRENCE-ID;TZID=Europe/Madrid:20260602T090000", "RECURRENCE-ID:20260602T070000Z",
                         "RECURRENCE-ID:20260602T090000", "RECURRENCE-ID;VALUE=DATE:20260602",
                         "RECURRENCE-ID;TZID=Asia/Tokyo:20260602T160000"}) {
    CAPTURE(id);
    const Import import =
        read(calendar(event("a", "DTSTART;TZID=Europe/Madrid:20260601T090000\nRRULE:FREQ=DAILY;COUNT=3") +
                      event("a", std::string(id) + "\nDTSTART;TZID=Europe/Madrid:20260602T170000")));
    CHECK(starts(import) == "2026-06-01T07:00:00Z 2026-06-02T15:00:00Z 2026-06-03T07:00:00Z");
    CHECK(import.appointments[1].recurrence == "2026-06-02T09:00");
  }
}

TEST_CASE("an occurrence moved out of the time asked for is gone, one moved into it is there") {
  const Import import = read(calendar(
      event("a", "DTSTART;TZID=Europe/Madrid:20251230T090000\nRRULE:FREQ=DAILY;COUNT=4") +
      event("a", "RECURRENCE-ID;TZID=Europe/Madrid:20251230T090000\nDTSTART;TZID=Europe/Madrid:20260110T090000") +
      event("a", "RECURRENCE-ID;TZID=Europe/Madrid:20260101T090000\nDTSTART;TZID=Europe/Madrid:20280101T090000")));
  CHECK(starts(import) == "2026-01-02T08:00:00Z 2026-01-10T08:00:00Z");
  CHECK(import.events == 2);
}

TEST_CASE("a cancelled occurrence, a cancelled event and METHOD:CANCEL are excluded") {
  const std::string series = event("a", "DTSTART;TZID=Europe/Madrid:20260601T090000\nRRULE:FREQ=DAILY;COUNT=3");
  const Import one = read(calendar(series + event("a",
                                                  "RECURRENCE-ID;TZID=Europe/Madrid:20260602T090000\n"
                                                  "DTSTART;TZID=Europe/Madrid:20260602T090000\nSTATUS:CANCELLED")));
  CHECK(one.appointments.size() == 2);
  REQUIRE(one.excluded.size() == 1);
  CHECK(one.excluded[0].why == Exclusion::cancelled);
  CHECK(one.excluded[0].recurrence == "2026-06-02T09:00");

  const Import whole = read(calendar(event("a", "DTSTART:20260601T090000\nSTATUS:CANCELLED")));
  CHECK(whole.appointments.empty());
  CHECK(whole.excluded.size() == 1);

  const Import method = read(calendar(series) + calendar("METHOD:CANCEL\n" + event("a", "SEQUENCE:1")));
  CHECK(method.appointments.empty());
  CHECK(method.excluded.size() == 3);
  CHECK(method.events == 3);

  const Import unseen = read(calendar("METHOD:CANCEL\n" + event("a", "SEQUENCE:1")));
  CHECK(unseen.excluded.size() == 1);
}

TEST_CASE(
    "a change of this and all later occurrences moves them by the wall clock, and single changes stand above it") {
  const Import import = read(calendar(
      event("a", "DTSTART;TZID=Europe/Madrid:20261023T090000\nRRULE:FREQ=DAILY;COUNT=5\nSUMMARY:before") +
      event("a",
            "RECURRENCE-ID;TZID=Europe/Madrid;RANGE=THISANDFUTURE:20261024T090000\n"
            "DTSTART;TZID=Europe/Madrid:20261024T103000\nSUMMARY:after") +
      event("a", "RECURRENCE-ID;TZID=Europe/Madrid:20261026T090000\nDTSTART;TZID=Europe/Madrid:20261026T180000")));
  CHECK(starts(import) ==
        "2026-10-23T07:00:00Z 2026-10-24T08:30:00Z 2026-10-25T09:30:00Z 2026-10-26T17:00:00Z 2026-10-27T09:30:00Z");
  CHECK(import.appointments[0].summary == "before");
  CHECK(import.appointments[4].summary == "after");
  CHECK(import.appointments[4].recurrence == "2026-10-27T09:00");
}

TEST_CASE("cancelling this and all later occurrences excludes them all") {
  const Import import =
      read(calendar(event("a", "DTSTART;TZID=Europe/Madrid:20260601T090000\nRRULE:FREQ=DAILY;COUNT=5") +
                    event("a",
                          "RECURRENCE-ID;TZID=Europe/Madrid;RANGE=THISANDFUTURE:20260603T090000\n"
                          "DTSTART;TZID=Europe/Madrid:20260603T090000\nSTATUS:CANCELLED")));
  CHECK(import.appointments.size() == 2);
  CHECK(import.excluded.size() == 3);
}

TEST_CASE("a change of an occurrence without its series is an appointment of its own") {
  const Import import = read(calendar(
      event("a", "RECURRENCE-ID;TZID=Europe/Madrid:20260602T090000\nDTSTART;TZID=Europe/Madrid:20260602T170000")));
  CHECK(starts(import) == "2026-06-02T15:00:00Z");
  CHECK(import.appointments[0].recurrence == "2026-06-02T09:00");
}

TEST_CASE("a change that can't be read takes its occurrence with it; one of unknown occurrence takes the series") {
  const std::string series = event("a", "DTSTART;TZID=Europe/Madrid:20260601T090000\nRRULE:FREQ=DAILY;COUNT=3");
  const Import known = read(calendar(
      series + event("a", "RECURRENCE-ID;TZID=Europe/Madrid:20260602T090000\nDTSTART;TZID=Nowhere:20260602T170000")));
  CHECK(starts(known) == "2026-06-01T07:00:00Z 2026-06-03T07:00:00Z");
  CHECK(known.reports.size() == 1);
  const Import unknown = read(calendar(
      series + event("a", "RECURRENCE-ID;TZID=Nowhere:20260602T090000\nDTSTART;TZID=Europe/Madrid:20260602T170000")));
  CHECK(unknown.appointments.empty());
  CHECK(unknown.reports.size() == 2);
}

TEST_CASE("of two versions the higher SEQUENCE counts, then the later in the file; there are no double appointments") {
  const Import higher = read(calendar(event("a", "SEQUENCE:2\nDTSTART:20260601T090000Z") +
                                      event("a", "SEQUENCE:1\nDTSTART:20260601T100000Z")));
  CHECK(starts(higher) == "2026-06-01T09:00:00Z");
  CHECK(higher.events == 1);
  CHECK(higher.superseded.size() == 1);
  const Import later = read(calendar(event("a", "DTSTART:20260601T090000Z") + event("a", "DTSTART:20260601T100000Z")));
  CHECK(starts(later) == "2026-06-01T10:00:00Z");
  const std::string id = "RECURRENCE-ID:20260602T090000Z\n";
  const Import changes = read(calendar(event("a", "DTSTART:20260601T090000Z\nRRULE:FREQ=DAILY;COUNT=2") +
                                       event("a", id + "SEQUENCE:3\nDTSTART:20260602T110000Z") +
                                       event("a", id + "SEQUENCE:2\nDTSTART:20260602T120000Z")));
  CHECK(starts(changes) == "2026-06-01T09:00:00Z 2026-06-02T11:00:00Z");
}

TEST_CASE("an event without a time of day is reported for each day that it takes place") {
  const Import import = read(calendar(event("a",
                                            "DTSTART;VALUE=DATE:20260601\nRRULE:FREQ=DAILY;COUNT=3\n"
                                            "EXDATE;VALUE=DATE:20260602")));
  CHECK(import.appointments.empty());
  CHECK(import.reports.size() == 2);
  CHECK(import.excluded.size() == 1);
  CHECK(import.events == 3);
  CHECK(contains(import.reports[0].reason, "all day"));
}

TEST_CASE("rules that RFC 5545 does not allow, and those by seconds and minutes, are reported") {
  for (const auto* rule : {"FREQ=SECONDLY", "FREQ=MINUTELY;COUNT=3", "FREQ=DAILY;INTERVAL=0", "FREQ=DAILY;COUNT=0",
                           "FREQ=WEEKLY;BYDAY=1MO", "FREQ=DAILY;COUNT=2;UNTIL=20260701", "COUNT=2", "FREQ=FORTNIGHTLY",
                           "FREQ=MONTHLY;BYMONTHDAY=32", "FREQ=DAILY;BYSETPOS=1", "FREQ=DAILY;FREQ=DAILY", "", "=",
                           "FREQ=DAILY;RSCALE=HEBREW"}) {
    CAPTURE(rule);
    const Import import = read(calendar(event("a", std::string("DTSTART:20260601T090000Z\nRRULE:") + rule)));
    CHECK(import.appointments.empty());
    CHECK(import.reports.size() == 1);
  }
}

TEST_CASE("a series is bounded, and so is the work for it") {
  CHECK(read(calendar(event("a", "DTSTART:20260101T000000Z\nRRULE:FREQ=HOURLY;COUNT=2000"))).appointments.size() ==
        2000);
  const Import many = read(calendar(event("a", "DTSTART:20260101T000000Z\nRRULE:FREQ=HOURLY;COUNT=2001")));
  CHECK(many.appointments.empty());
  CHECK(many.reports.size() == 1);
  const Import never =
      read(calendar(event("a", "DTSTART:00010101T000000Z\nRRULE:FREQ=HOURLY;BYMONTH=2;BYMONTHDAY=30;COUNT=5")));
  CHECK(never.appointments.empty());
  CHECK(never.reports.size() == 1);
}

TEST_CASE("a series that began long ago is counted from its beginning") {
  CHECK(starts(read(calendar(event("a", "DTSTART:20160101T090000Z\nRRULE:FREQ=YEARLY;COUNT=11")))) ==
        "2026-01-01T09:00:00Z");
  CHECK(read(calendar(event("a", "DTSTART:20160101T090000Z\nRRULE:FREQ=YEARLY;COUNT=10"))).events == 0);
  CHECK(read(calendar(event("a", "DTSTART:19700101T090000Z\nRRULE:FREQ=WEEKLY;BYDAY=MO"))).appointments.size() == 52);
}

TEST_CASE("a broken component is one report with its line, and the rest goes on") {
  const std::string good = event("good", "DTSTART:20260601T090000Z");
  for (const std::string& broken : {event("bad", "DTSTART:20260631T090000Z"), event("bad", "SUMMARY:no start"),
                                    event("bad", "DTSTART:20260601T090000Z\nthis is no property"),
                                    event("bad", "DTSTART:20260601T090000Z\nSUMMARY:\xFF\xFE"),
                                    event("bad", std::string("DTSTART:20260601T090000Z\nSUMMARY:a\0b", 37)),
                                    event("bad", "DTSTART:20260601T090000Z\nDTSTART:20260601T100000Z"),
                                    event("bad", "DTSTART:20260601T090000Z\nSEQUENCE:one"),
                                    event("bad", "DTSTART:20260601T090000Z\nEXRULE:FREQ=DAILY"),
                                    std::string("BEGIN:VEVENT\nUID:bad\nDTSTART:20260601T090000Z\n")}) {
    CAPTURE(broken);
    const Import import = read(calendar(good + broken + event("good2", "DTSTART:20260602T090000Z")));
    CHECK(starts(import) == "2026-06-01T09:00:00Z 2026-06-02T09:00:00Z");
    REQUIRE(import.reports.size() == 1);
    CHECK(import.reports[0].line == 4 + std::count(good.begin(), good.end(), '\n'));
    CHECK(import.reports[0].uid == "bad");
    CHECK(import.events == 3);
  }
  const Import nameless = read(calendar("BEGIN:VEVENT\nDTSTART:20260601T090000Z\nEND:VEVENT\n" + good));
  CHECK(nameless.appointments.size() == 1);
  CHECK(contains(nameless.reports.at(0).reason, "UID"));
}

TEST_CASE("a file that is cut off says where, and keeps the events before") {
  CHECK_FALSE(read(calendar(event("a", "DTSTART:20260601T090000Z"))).damaged);
  const std::string whole = calendar(event("a", "DTSTART:20260601T090000Z") + event("b", "DTSTART:20260602T090000Z"));
  const Import inside = read(whole.substr(0, whole.find("20260602")));
  CHECK(starts(inside) == "2026-06-01T09:00:00Z");
  REQUIRE(inside.reports.size() == 1);
  CHECK(inside.reports[0].uid == "b");
  CHECK(inside.reports[0].line == 10);
  CHECK(contains(inside.reports[0].reason, "line 8"));
  CHECK(inside.damaged);
  const Import between = read(whole.substr(0, whole.find("END:VCALENDAR")));
  CHECK(between.appointments.size() == 2);
  CHECK(between.reports.size() == 1);
  CHECK(between.events == 3);
}

TEST_CASE("what is no calendar, or more than the bounds, is an error that says so") {
  for (const auto& bytes : {std::string(), std::string("hello"), std::string(1000, '\0'), std::string("BEGIN:VEVENT\n"),
                            std::string("\xFF\xFE"
                                        "B")}) {
    CHECK_FALSE(read_icalendar(bytes, reading()).ok());
  }
  const auto large = read_icalendar(std::string(50u << 20, 'x'), reading());
  REQUIRE_FALSE(large.ok());
  CHECK(contains(large.error().message, "50.0 MB; at most 20 MB"));
  Reading narrow = reading();
  narrow.bounds.components = 2;
  CHECK(read_icalendar(calendar(event("a", "") + event("b", "")), narrow).ok());
  CHECK_FALSE(read_icalendar(calendar(event("a", "") + event("b", "") + event("c", "")), narrow).ok());
}

TEST_CASE("UTF-16 with a byte order mark, a UTF-8 mark, folded lines and bare line feeds are read alike") {
  const std::string text = calendar(event("a", "DTSTART:20260601T090000Z\nSUMMARY:Andr\xC3\xA9 \xF0\x9F\x98\x80"));
  const Booked plain = read(text).appointments.at(0);
  CHECK(plain.name == "Andr\xC3\xA9 \xF0\x9F\x98\x80");
  CHECK(read(utf16(text, false)).appointments.at(0).name == plain.name);
  CHECK(read(utf16(text, true)).appointments.at(0).name == plain.name);
  CHECK(read("\xEF\xBB\xBF" + text).appointments.at(0).name == plain.name);
  std::string folded;  // even inside of characters, as RFC 5545 allows
  for (const char c : text) folded += c == '\n' || c == '\r' ? std::string(1, c) : std::string(1, c) + "\r\n ";
  const Import import = read("BEGIN:VCALENDAR\r\n" + folded.substr(folded.find("V\r\n E\r\n R\r\n S")));
  CHECK(import.appointments.at(0).name == plain.name);
  CHECK_FALSE(read_icalendar(utf16(text, false).substr(0, 101), reading()).ok());
}

TEST_CASE("tasks, alarms and answers are no appointments") {
  const Import import =
      read(calendar("BEGIN:VTODO\nUID:t\nDTSTART:20260601T090000Z\nEND:VTODO\n" +
                    event("a", "DTSTART:20260601T090000Z\nBEGIN:VALARM\nTRIGGER:-PT15M\nDTSTART:garbage\nEND:VALARM")));
  CHECK(import.appointments.size() == 1);
  CHECK(import.events == 1);
  const Import answer = read(calendar("METHOD:REPLY\n" + event("a", "DTSTART:20260601T090000Z")));
  CHECK(answer.appointments.empty());
  CHECK(answer.reports.size() == 1);
}

TEST_CASE("a missing END is a report, not an event that swallows the next") {
  const Import import =
      read(calendar("BEGIN:VEVENT\nUID:a\nDTSTART:20260601T090000Z\nBEGIN:VALARM\nTRIGGER:-PT15M\nEXDATE:"
                    "20260601T090000Z\nEND:VEVENT\n" +
                    event("b", "DTSTART:20260602T090000Z")));
  CHECK(starts(import) == "2026-06-02T09:00:00Z");
  CHECK(import.reports.size() == 1);
}

TEST_CASE("a reason is text, whatever name a component has") {
  const Import import = read(calendar("BEGIN:VEVENT\nUID:a\nBEGIN:\xFF\nEND:VEVENT\n"));
  REQUIRE(import.reports.size() == 1);
  CHECK(is_text(import.reports[0].reason));
}

TEST_CASE("components deep inside one another neither crash nor hide the next event") {
  std::string deep;
  for (int i = 0; i < 100'000; ++i) deep += "BEGIN:X\n";
  const Import open = read(calendar("BEGIN:VEVENT\nUID:a\nDTSTART:20260601T090000Z\n" + deep));
  CHECK(open.appointments.empty());
  CHECK(open.events == 1);
  const Import next =
      read(calendar("BEGIN:VEVENT\nUID:a\nDTSTART:20260601T090000Z\n" + deep + event("b", "DTSTART:20260602T090000Z")));
  CHECK(starts(next) == "2026-06-02T09:00:00Z");
}

TEST_CASE("a time without a zone is reported when no zone was stated for such times; all others are read") {
  auto unstated = reading();
  unstated.settings.zone = Zone::utc();
  unstated.settings.zone_stated = false;
  const auto import =
      read(calendar(event("floating", "DTSTART:20260512T090000") +
                    event("zoned", "DTSTART;TZID=Europe/Madrid:20260512T090000\nEXDATE:20260513T090000") +
                    event("utc", "DTSTART:20260512T090000Z")),
           unstated);
  CHECK(starts(import) == "2026-05-12T07:00:00Z 2026-05-12T09:00:00Z");
  REQUIRE(import.reports.size() == 1);
  CHECK(import.reports[0].uid == "floating");
  CHECK(contains(import.reports[0].reason, "has no time zone"));
}
