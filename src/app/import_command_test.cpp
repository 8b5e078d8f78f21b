#include "app/import_command.h"

#include <doctest/doctest.h>

#include "app/command_house_for_tests.h"
#include "app/import_file.h"
#include "intake/json.h"

using namespace courtesy;
using namespace courtesy::app;
using namespace courtesy::app::for_tests;

namespace {

const std::string ana = event("a", ";TZID=America/New_York:20260514T140000", "Ana Silva (212) 555-0123");
const std::string ben = event("b", ":20260515T150000Z", "Ben Okafor +1 212 555 0124");
const std::string floating = event("f", ":20260516T090000", "Cem Tanaka +1 212 555 0125");

}  // namespace

TEST_CASE("a file is only shown: JSON and nothing else, and no zone is needed where all times have one") {
  CommandHouse house;
  const std::string path = house.file("a.ics", calendar(ana + ben));
  const auto ran = house.run({"import", path, "--json"});
  CHECK(ran.code == 0);
  CHECK(ran.err.empty());
  const auto expected = read_import_file({.path = path,
                                          .zone = {},
                                          .country = "",
                                          .from = house.clock.now(),
                                          .to = house.clock.now() + hours{9'600},
                                          .csv = {}});
  REQUIRE(expected.ok());
  CHECK(ran.out == intake::to_json(*expected) + "\n");
  CHECK(contains(ran.out, R"("events":2)"));
  CHECK(contains(ran.out, "2026-05-14T18:00:00Z"));
}

TEST_CASE("a time without a zone is a report until a zone is stated; UTC is never guessed") {
  CommandHouse house;
  const std::string path = house.file("a.ics", calendar(floating));
  const auto without = house.run({"import", path});
  CHECK(without.code == 3);
  CHECK(contains(without.out, "1 event from 2026-05-12 to 2027-06-16: 0 appointments, 0 excluded, 1 cannot be read"));
  CHECK(contains(without.out, "line 5: its DTSTART has no time zone"));
  const auto with = house.run({"import", path, "--json", "--zone", "Europe/Madrid"});
  CHECK(contains(with.out, "2026-05-16T07:00:00Z"));
}

TEST_CASE("a number without a country says how to mend it, and a stated country reads it") {
  CommandHouse house;
  const std::string path = house.file("a.ics", calendar(ana));
  const auto without = house.run({"import", path});
  CHECK(contains(without.out, "cannot be reached by phone"));
  CHECK(contains(without.out, "--country US"));
  CHECK(contains(house.run({"import", path, "--country", "us", "--json"}).out, R"("number":"+12125550123")"));
  const auto by_zone = house.run({"import", path, "--zone", "America/New_York", "--json"});
  CHECK(contains(by_zone.out, R"("number":"+12125550123")"));
  CHECK(contains(by_zone.err, "read as those of US"));
}

TEST_CASE("what cannot be read is one clear line that names the file") {
  CommandHouse house;
  const auto refused = [&](const std::string& path, std::string_view why) {
    const auto ran = house.run({"import", path});
    CHECK_MESSAGE(ran.code == 1, path);
    CHECK_MESSAGE(contains(ran.err, path), ran.err);
    CHECK_MESSAGE(contains(ran.err, why), ran.err);
  };
  refused(house.file("hello.ics", "hello"), "not an iCalendar file");
  refused(house.file("hello.txt", "hello"), ".csv");
  refused(house.file("big.ics", std::string(50u << 20, 'x')), "20 MB");
  refused(house.file("nul.ics", std::string(1000, '\0')), "line 1");
  refused(house.file("a.csv", "name,phone,date,time\nAna,+12125550123,2026-05-14,09:00\n"), "order of dates");
  std::filesystem::create_directory(house.file("folder.ics"));
  refused(house.file("folder.ics"), "folder");
}

TEST_CASE("a calendar that is cut off, or in UTF-16, is read as far as it goes") {
  CommandHouse house;
  const std::string whole = calendar(ana + ben);
  const auto cut = house.run({"import", house.file("cut.ics", whole.substr(0, whole.size() - 40))});
  CHECK(cut.code == 3);
  CHECK(contains(cut.out, "2 events from 2026-05-12 to 2027-06-16: 1 appointment, 0 excluded, 1 cannot be read"));
  CHECK(contains(cut.out, "cut off"));
  std::string wide = "\xFF\xFE";
  for (const char c : whole) (wide += c) += '\0';
  CHECK(contains(house.run({"import", house.file("wide.ics", wide)}).out, ": 2 appointments"));
}

TEST_CASE("a table is read as its columns and forms are stated") {
  CommandHouse house;
  const std::string path = house.file("a.csv", "who;cell;when\nAna;212 555 0123;05/14/2026 2:00 pm\n");
  const auto ran = house.run({"import", path, "--json", "--date-order", "month-day-year", "--time-form", "12h",
                              "--column", "name=who", "--column", "number=cell", "--column", "start=when", "--zone",
                              "America/New_York", "--country", "US"});
  CHECK_MESSAGE(ran.code == 0, ran.err);
  CHECK(contains(ran.out, "2026-05-14T18:00:00Z"));
  CHECK(contains(ran.out, "+12125550123"));
}

TEST_CASE("into a database: a dry run writes nothing, the run after it everything, the next one nothing new") {
  CommandHouse house;
  const std::string database = house.clinic();
  const std::string path = house.file("a.ics", calendar(ana + ben + floating));
  const std::vector<std::string> words{"import", path, "--database", database, "--consent", "Dr Maple, 2026-05-01"};
  auto dry = words;
  dry.push_back("--dry-run");
  for (int i = 0; i < 2; ++i) {
    const auto ran = house.run(dry);
    CHECK_MESSAGE(ran.code == 0, ran.err);
    CHECK_MESSAGE(contains(ran.out, "nothing is written. It would be: 3 added"), ran.out);
  }
  CHECK(contains(house.run(words).out, "Written: 3 added, 0 changed, 0 cancelled, 0 unchanged; 3 reminders planned"));
  CHECK(contains(house.run(words).out, "Written: 0 added, 0 changed, 0 cancelled, 3 unchanged; 0 reminders planned"));
  house.file("a.ics", calendar(ana));
  CHECK(contains(house.run(words).out, "0 added, 0 changed, 2 cancelled, 1 unchanged"));
}

TEST_CASE("a file that is cut off cancels nothing, and says so") {
  CommandHouse house;
  const std::string database = house.clinic();
  const std::string whole = calendar(ana + ben);
  const std::vector<std::string> words{"import", house.file("a.ics", whole), "--database", database};
  CHECK(contains(house.run(words).out, "2 added"));
  house.file("a.ics", whole.substr(0, whole.size() - 40));
  const auto ran = house.run(words);
  CHECK(contains(ran.out, "0 cancelled"));
  CHECK(ran.code == 3);
  CHECK(contains(ran.out,
                 "1 appointment is not in the file any more and stays booked, since a part of it could not be read"));
}

TEST_CASE("a calendar that is whole and has nothing to come cancels nothing, and says that it is that") {
  CommandHouse house;
  const std::string database = house.clinic();
  const std::vector<std::string> words{"import", house.file("a.ics", calendar(ana + ben)), "--database", database};
  REQUIRE(contains(house.run(words).out, "2 added"));
  house.file("a.ics", calendar(""));
  const auto ran = house.run(words);
  CHECK(ran.code == 0);
  CHECK(contains(ran.out, "0 cancelled"));
  CHECK(contains(ran.out, "2 appointments are not in the file any more and stay booked, since the file has nothing"));
  CHECK_FALSE(contains(ran.out, "could not be read"));
}

TEST_CASE("a file of the past says that its days are what is left out") {
  CommandHouse house;
  const auto ran = house.run({"import", house.file("old.ics", calendar(event("o", ":20250515T150000Z", "Ben")))});
  CHECK(ran.code == 0);
  CHECK(contains(ran.out, "0 events from 2026-05-12 to 2027-06-16: 0 appointments, 0 excluded, 0 cannot be read"));
  CHECK(contains(ran.out, "One entry in the file has nothing in that time (--from, --to) and is left out."));
}

TEST_CASE("without a consent it says that nobody is contacted") {
  CommandHouse house;
  const std::string path = house.file("a.ics", calendar(ana));
  CHECK(contains(house.run({"import", path, "--database", house.clinic()}).out, "nobody is contacted"));
  CHECK_FALSE(contains(house.run({"import", path, "--consent", "Dr Maple, 2026-05-01"}).out, "nobody is contacted"));
}
