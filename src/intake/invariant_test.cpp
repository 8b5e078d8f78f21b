// Whatever is read: no crash, the same answer twice, and events = appointments + excluded + reports.
#include <doctest/doctest.h>

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "base/random.h"
#include "intake/calendar_for_tests.h"
#include "intake/csv.h"
#include "intake/json.h"
#include "intake/text.h"

using namespace courtesy;
using namespace courtesy::intake;
using namespace courtesy::intake::for_tests;

namespace {

std::size_t below(Random& random, std::size_t bound) { return static_cast<std::size_t>(random.next() % bound); }

template <typename List>
std::string one_of(Random& random, const List& list) {
  return std::string(list[below(random, std::size(list))]);
}

std::string two(std::size_t number) { return (number < 10 ? "0" : "") + std::to_string(number); }

/// Around the changes of clocks as often as elsewhere.
std::string random_time(Random& random) {
  static const std::vector<std::string> days{"20260328", "20260329", "20260330", "20261024", "20261025",
                                             "20260308", "20261101", "20251231", "20260101", "20270101"};
  const std::string day =
      below(random, 2) == 0 ? one_of(random, days) : "2026" + two(1 + below(random, 12)) + two(1 + below(random, 28));
  return day + "T" + two(below(random, 24)) + two(below(random, 2) * 30) + "00";
}

std::string random_when(Random& random, const std::string& name) {
  switch (below(random, 8)) {
    case 0: return name + ":" + random_time(random) + "Z";
    case 1: return name + ":" + random_time(random);
    case 2: return name + ";VALUE=DATE:" + random_time(random).substr(0, 8);
    case 3: return name + ";TZID=Office:" + random_time(random);
    case 4: return name + ";TZID=America/New_York:" + random_time(random);
    case 5: return name + ";TZID=Nowhere:" + random_time(random);
    default: return name + ";TZID=Europe/Madrid:" + random_time(random);
  }
}

std::string random_rule(Random& random) {
  static const std::vector<std::string> rules{"FREQ=DAILY;COUNT=5",
                                              "FREQ=WEEKLY;BYDAY=MO,WE;COUNT=7",
                                              "FREQ=MONTHLY;BYDAY=-1SU",
                                              "FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU",
                                              "FREQ=HOURLY;COUNT=30",
                                              "FREQ=DAILY;UNTIL=20260401T010000Z",
                                              "FREQ=DAILY;BYHOUR=2,3;BYMINUTE=30;COUNT=9",
                                              "FREQ=WEEKLY;UNTIL=20261101",
                                              "FREQ=MINUTELY",
                                              "FREQ=DAILY;COUNT=-1"};
  return "RRULE:" + one_of(random, rules);
}

std::string random_event(Random& random) {
  static const std::vector<std::string> uids{"a", "b", "c", "d", "e", "f"};
  std::string lines = random_when(random, "DTSTART") + "\nSEQUENCE:" + std::to_string(below(random, 3));
  if (below(random, 3) == 0) {
    lines += "\n" + random_when(random, below(random, 3) == 0 ? "RECURRENCE-ID;RANGE=THISANDFUTURE" : "RECURRENCE-ID");
  } else if (below(random, 2) == 0) {
    lines += "\n" + random_rule(random);
  }
  for (std::size_t i = below(random, 3); i > 0; --i) lines += "\n" + random_when(random, "EXDATE");
  for (std::size_t i = below(random, 3); i > 0 && !contains(lines, "RECURRENCE-ID"); --i) {
    lines += "\n" + random_when(random, "RDATE");
  }
  if (below(random, 5) == 0) lines += "\nSTATUS:CANCELLED";
  return event(one_of(random, uids), lines);
}

std::string random_calendar(Random& random) {
  std::string body = defined_zone("Office", "+0200", "+0300");
  for (std::size_t i = below(random, 8); i > 0; --i) body += random_event(random);
  std::string text = calendar(body);
  if (below(random, 6) == 0) text += calendar("METHOD:CANCEL\n" + random_event(random));
  return text;
}

void check_whole(const Import& import) {
  CHECK(import.events == import.appointments.size() + import.excluded.size() + import.reports.size());
  std::set<std::pair<std::string, std::string>> seen;
  for (const Booked& booked : import.appointments) {
    CAPTURE(booked.uid + " " + booked.recurrence);
    CHECK(seen.insert({booked.uid, booked.recurrence}).second);
    CHECK(booked.line > 0);
    CHECK((!booked.number || booked.unreachable.empty()));
    CHECK(booked.start.instant >= reading().settings.from);
    CHECK(booked.start.instant < reading().settings.to);
    const Resolved resolved = Zone::find(booked.start.zone).value().resolve(booked.start.local);
    if (booked.start.authority == Authority::local) CHECK(resolved.instant == booked.start.instant);
  }
  // An occurrence is booked or left out, never both.
  for (const Excluded& excluded : import.excluded) {
    CAPTURE(excluded.uid + " " + excluded.recurrence);
    CHECK(seen.insert({excluded.uid, excluded.recurrence}).second);
  }
  for (const Report& report : import.reports) {
    CHECK(report.line > 0);
    CHECK_FALSE(report.reason.empty());
  }
  CHECK(is_text(to_json(import)));
}

/// A few bytes changed, cut out, or doubled.
std::string damaged(std::string text, Random& random) {
  for (std::size_t i = 1 + below(random, 6); i > 0 && !text.empty(); --i) {
    const std::size_t at = below(random, text.size());
    switch (below(random, 4)) {
      case 0: text[at] = static_cast<char>(below(random, 256)); break;
      case 1: text.erase(at, 1 + below(random, 30)); break;
      case 2: text.insert(at, text.substr(below(random, text.size()), below(random, 60))); break;
      default: text.insert(at, 1, "\n\r:;,\"\0="[below(random, 8)]); break;
    }
  }
  return text;
}

}  // namespace

TEST_CASE("events are appointments, exclusions and reports, each occurrence once, in any calendar") {
  for (std::uint64_t seed = 1; seed <= 1500; ++seed) {
    CAPTURE(seed);
    SeededRandom random(seed);
    const std::string text = random_calendar(random);
    CAPTURE(text);
    const Import import = read(text);
    check_whole(import);
    CHECK(to_json(import) == to_json(read(text)));
  }
}

TEST_CASE("the time asked for may be cut in two without losing or doubling an occurrence") {
  for (std::uint64_t seed = 1; seed <= 400; ++seed) {
    CAPTURE(seed);
    SeededRandom random(seed);
    const std::string text = random_calendar(random);
    CAPTURE(text);
    Reading first = reading();
    Reading second = reading();
    first.settings.to = second.settings.from =
        first.settings.from + hours{24 * 80 + static_cast<int>(below(random, 24 * 20))};
    std::vector<std::string> whole;
    std::vector<std::string> halves;
    for (const Booked& booked : read(text).appointments) whole.push_back(booked.uid + booked.recurrence);
    for (const Reading& half : {first, second}) {
      for (const Booked& booked : read(text, half).appointments) halves.push_back(booked.uid + booked.recurrence);
    }
    std::sort(whole.begin(), whole.end());
    std::sort(halves.begin(), halves.end());
    CHECK(whole == halves);
  }
}

TEST_CASE("damaged calendars are read as far as they go, or refused") {
  for (std::uint64_t seed = 1; seed <= 2000; ++seed) {
    CAPTURE(seed);
    SeededRandom random(seed);
    const auto import = read_icalendar(damaged(random_calendar(random), random), reading());
    if (!import.ok()) continue;
    CHECK(import->events == import->appointments.size() + import->excluded.size() + import->reports.size());
    CHECK(is_text(to_json(*import)));
  }
}

TEST_CASE("random bytes are refused or reported, as calendars and as tables") {
  const CsvForm form{.date_order = DateOrder::day_month_year, .time_form = TimeForm::h24};
  const std::string table =
      "name,phone,date,time\n\"Ana\",+34600123456,12/05/2026,09:00\nB,600123456,13/05/2026,09:00\n";
  for (std::uint64_t seed = 1; seed <= 1000; ++seed) {
    CAPTURE(seed);
    SeededRandom random(seed);
    std::string bytes;
    for (std::size_t i = below(random, 400); i > 0; --i) bytes += static_cast<char>(below(random, 256));
    CHECK_FALSE(read_icalendar(bytes, reading()).ok());
    CHECK_FALSE(read_csv(bytes, form, reading()).ok());
    const auto wrapped = read_icalendar("BEGIN:VCALENDAR\n" + bytes, reading());
    if (wrapped.ok()) CHECK(is_text(to_json(*wrapped)));
    const auto import = read_csv(damaged(table, random), form, reading());
    if (!import.ok()) continue;
    CHECK(import->events == import->appointments.size() + import->excluded.size() + import->reports.size());
    CHECK(is_text(to_json(*import)));
  }
}
