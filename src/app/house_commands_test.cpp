// Accounts, rules, the stop and the ledger's sentences, from the command line.
#include <doctest/doctest.h>

#include <boost/json.hpp>

#include "app/command_house_for_tests.h"
#include "app/house_files.h"
#include "app/stop_flag.h"

using namespace courtesy;
using namespace courtesy::app;
using namespace courtesy::app::for_tests;

TEST_CASE("an account and its rules are made and listed; numbers are kept in E.164 form") {
  CommandHouse house;
  const std::string database = house.clinic();
  const auto accounts = house.run({"account", "list", "--database", database});
  CHECK(contains(accounts.out, "1  Maple Dental  America/New_York  US  calls from +12125550199"));
  CHECK(contains(house.run({"rule", "list", "--database", database}).out,
                 "1  A call, the day before, at 17:00 of the appointment's clock, 2h late at most, answering machines: "
                 "ask_first_hint"));
}

TEST_CASE("a rule is removed by its number, once, and on record; one that there is not is an error") {
  CommandHouse house;
  const std::string database = house.clinic();
  CHECK(house.run({"rule", "remove", "7", "--database", database}).code != 0);
  CHECK(house.run({"rule", "remove", "1", "--database", database}).code == 0);
  CHECK(contains(house.run({"rule", "list", "--database", database}).out, "There are no rules"));
  CHECK(house.run({"rule", "remove", "1", "--database", database}).code != 0);
  CHECK(contains(house.run({"ledger", "--database", database}).out, "A rule was removed"));
}

TEST_CASE("a rule for a time outside the permitted hours is made, with a word on what becomes of it") {
  CommandHouse house;
  const std::string database = house.clinic();
  const auto rule_at = [&](const std::string& channel, const std::string& time) {
    return house.run({"rule", "add", "--database", database, "--channel", channel, "--days-before", "1", "--at", time});
  };
  const auto night = rule_at("call", "22:00");
  CHECK(night.code == 0);
  CHECK(contains(night.err, "22:00 is outside the hours in which a call may reach anybody: each is moved to the last"));
  CHECK(contains(rule_at("text", "08:59").err, "outside the hours"));
  CHECK(contains(rule_at("call", "19:56").err, "outside the hours"));  // it would not end in them
  CHECK(rule_at("text", "19:56").err.empty());
  CHECK(rule_at("call", "09:00").err.empty());
  CHECK(rule_at("email", "03:00").err.empty());
}

TEST_CASE("a stop without words is told in whole sentences") {
  CommandHouse house;
  const std::string database = house.clinic();
  REQUIRE(house.run({"stop", "--database", database, "--account", "1"}).code == 0);
  CHECK(contains(house.run({"ledger", "--database", database}).out, "All sending of this business stopped.\n"));
}

TEST_CASE("an account that is stopped while everything is stays stopped when everything is released") {
  CommandHouse house;
  const std::string database = house.clinic();
  REQUIRE(house.run({"stop", "--database", database, "--who", "Kim", "--why", "maintenance"}).code == 0);
  REQUIRE(house.run({"stop", "--database", database, "--account", "1", "--who", "Kim", "--why", "wrong list"}).code ==
          0);
  CHECK(contains(house.run({"ledger", "--database", database}).out,
                 "All sending of this business stopped by Kim: wrong list"));
}

TEST_CASE("an account's standing and what it asks for are set with a name, and kept where nothing is said") {
  CommandHouse house;
  const std::string database = house.clinic();
  const std::vector<std::string> set{"account", "set", "--database", database, "--who", "Pat"};
  CHECK(
      contains(house.run(set).out, "Account 1: declared, 2000 contacts a month declared; a lost text or email is not"));
  auto more = set;
  more.insert(more.end(), {"--standing", "reviewed", "--declared", "9000", "--retry-absent", "yes"});
  CHECK(house.run(more).code == 0);
  CHECK(
      contains(house.run(set).out, "reviewed, 9000 contacts a month declared; a lost text or email is sent once more"));
  auto wrong = set;
  wrong.insert(wrong.end(), {"--standing", "famous"});
  CHECK(house.run(wrong).code == 2);
  CHECK(house.run({"account", "set", "--database", database}).code == 2);
}

TEST_CASE("a number that cannot be one, or a zone that is none, makes no account") {
  CommandHouse house;
  const std::string database = house.file("new.db");
  const std::vector<std::string> words{"account",         "create", "--database",        database,      "--name",
                                       "Maple",           "--zone", "America/New_York",  "--country",   "US",
                                       "--caller-number", "12",     "--callback-number", "212 555 0100"};
  const auto ran = house.run(words);
  CHECK(ran.code == 2);
  CHECK(contains(ran.err, "--caller-number"));
  CHECK_FALSE(std::filesystem::exists(database));
}

TEST_CASE("where there are several accounts, one must be said") {
  CommandHouse house;
  const std::string database = house.clinic();
  REQUIRE(house
              .run({"account", "create", "--database", database, "--name", "Elm Dental", "--zone", "America/Chicago",
                    "--country", "US", "--caller-number", "(312) 555-0199", "--callback-number", "312 555 0100"})
              .code == 0);
  const auto ran = house.run({"rule", "list", "--database", database});
  CHECK(ran.code == 1);
  CHECK(contains(ran.err, "one of 1, 2"));
  CHECK(house.run({"rule", "list", "--database", database, "--account", "2"}).code == 0);
  CHECK(contains(house.run({"rule", "list", "--database", database, "--account", "3"}).err, "there is no account 3"));
}

TEST_CASE("a stop of one account is shown with who and why, and stopping again keeps the first") {
  CommandHouse house;
  const std::string database = house.clinic();
  CHECK(house.run({"stop", "--database", database, "--account", "1", "--who", "Kim", "--why", "called twice"}).code ==
        0);
  CHECK(house.run({"stop", "--database", database, "--account", "1", "--who", "Lee", "--why", "again"}).code == 0);
  CHECK(contains(house.run({"account", "list", "--database", database}).out, "STOPPED by Kim: called twice"));
}

TEST_CASE("a stop of everything holds for every account") {
  CommandHouse house;
  const std::string database = house.clinic();
  CHECK(house.run({"stop", "--database", database, "--who", "Kim", "--why", "smoke"}).code == 0);
  CHECK(contains(house.run({"account", "list", "--database", database}).out, "STOPPED by Kim: smoke"));
}

TEST_CASE("a folder is not stopped, and nothing is put up beside it") {
  CommandHouse house;
  const std::string folder = std::filesystem::path(house.clinic()).parent_path();
  const auto ran = house.run({"stop", "--database", folder});
  CHECK(ran.code == 1);
  CHECK(contains(ran.err, "is a folder"));
  CHECK_FALSE(stop_flag_is_up(stop_flag_of(folder)));
}

TEST_CASE("a file that is no database is named, with what to do about it") {
  CommandHouse house;
  const auto ran = house.run({"account", "list", "--database", house.file("damaged.db", std::string(4096, 'x'))});
  CHECK(ran.code == 1);
  CHECK(contains(ran.err, "damaged.db: "));
  CHECK(contains(ran.err, "bringing-a-backup-back.md"));
}

TEST_CASE("a stop by the file says whether somebody is there to obey it") {
  CommandHouse house;
  const std::string damaged = house.file("courtesy.db", std::string(4096, 'x'));
  const auto unheard = house.run({"stop", "--database", damaged});
  CHECK(unheard.code == 3);
  CHECK(contains(unheard.err, "none is running here"));
  CHECK(stop_flag_is_up(stop_flag_of(damaged)));
  const auto server = ServerMark::take(damaged).value();
  const auto heard = house.run({"stop", "--database", damaged});
  CHECK(heard.code == 0);
  CHECK(contains(heard.out, "stops all sending"));
}

TEST_CASE("a stop in a database on which no server works says so, and is one all the same") {
  CommandHouse house;
  const std::string database = house.clinic();
  const auto alone = house.run({"stop", "--database", database});
  CHECK(alone.code == 0);
  CHECK(contains(alone.err, "No server works on exactly this path now"));
  const auto server = ServerMark::take(database).value();
  CHECK(house.run({"stop", "--database", database}).err.empty());
}

TEST_CASE("what lists print for a program is one JSON object, for some what the API answers") {
  CommandHouse house;
  const std::string database = house.clinic();
  const auto told = [&](std::vector<std::string> words) {
    words.insert(words.end(), {"--database", database, "--json"});
    const auto ran = house.run(words);
    REQUIRE_MESSAGE(ran.code == 0, ran.err);
    return boost::json::parse(ran.out).as_object();
  };
  const std::string path =
      house.file("a.ics", calendar(event("a", ";TZID=America/New_York:20260514T140000", "Ana Silva (212) 555-0123")));
  REQUIRE(house.run({"import", path, "--database", database, "--consent", "Dr Maple, 2026-05-01"}).code == 0);
  CHECK(told({"rule", "list"}).at("rules").as_array().size() == 1);
  CHECK(told({"held", "list"}).at("count") == 0);
  CHECK(told({"line", "list"}).contains("allows"));
  CHECK(told({"why", "1"}).at("name") == "Ana Silva");
  CHECK(told({"account", "list"}).at("accounts").at(0).at("stopped").is_null());
  const auto verified = told({"ledger", "verify"});
  CHECK(verified.at("holds") == true);
  CHECK(verified.at("accounts").at(0).at("account") == 0);
  const auto stop = told({"stop", "--account", "1"});
  CHECK(stop.at("by") == "database");
  CHECK(stop.at("server") == false);
  CHECK(told({"account", "list"}).at("accounts").at(0).at("stopped").at("who") == "");
}

TEST_CASE("what is held and what is in doubt is listed; nothing is decided without who, why and the number seen") {
  CommandHouse house;
  const std::string database = house.clinic();
  CHECK(house.run({"held", "list", "--database", database}).out == "Nothing is held.\n");
  CHECK(house.run({"doubt", "list", "--database", database}).out == "No attempt is in doubt.\n");
  const auto unnamed =
      house.run({"held", "release", "--database", database, "--who", "", "--why", "seen", "--count", "1"});
  CHECK(unnamed.code == 2);
  CHECK(contains(unnamed.err, "--who"));
  const auto wrong =
      house.run({"held", "discard", "--database", database, "--who", "Kim", "--why", "seen", "--count", "1"});
  CHECK(wrong.code == 1);
  CHECK(contains(wrong.err, "--count 0"));
  CHECK(house.run({"held", "release", "--database", database, "--who", "Kim", "--why", "seen"}).code == 0);
  CHECK(house
            .run({"doubt", "decide", "--database", database, "--attempt", "1", "--fate", "perhaps", "--who", "Kim",
                  "--why", "seen"})
            .code == 2);
  CHECK(contains(house
                     .run({"doubt", "decide", "--database", database, "--attempt", "1", "--fate", "reached", "--who",
                           "Kim", "--why", "seen"})
                     .err,
                 "no such attempt"));
}

TEST_CASE("why tells an appointment's story by its own clock, and names one that is not there") {
  CommandHouse house;
  const std::string database = house.clinic();
  const std::string path =
      house.file("a.ics", calendar(event("a", ";TZID=America/New_York:20260514T140000", "Ana Silva (212) 555-0123")));
  REQUIRE(house.run({"import", path, "--database", database, "--consent", "Dr Maple, 2026-05-01"}).code == 0);
  const auto ran = house.run({"why", "1", "--database", database});
  CHECK_MESSAGE(ran.code == 0, ran.err);
  CHECK(contains(ran.out, "Appointment 1: Ana Silva, 2026-05-14 14:00:00 (America/New_York): scheduled"));
  CHECK(contains(ran.out, "2026-05-12 10:00:00  Booked."));
  CHECK(contains(ran.out,
                 "What comes next:\n  Call: waits for its time, when every check is asked. [2026-05-13 17:00:00]"));
  CHECK(contains(house.run({"why", "9", "--database", database}).err, "there is no appointment 9"));
}

TEST_CASE("why tells which reminder was moved into the permitted hours, and from when") {
  CommandHouse house;
  const std::string database = house.clinic();
  const std::string path =
      house.file("a.ics", calendar(event("a", ";TZID=America/New_York:20260514T230000", "Ana Silva (212) 555-0123")));
  REQUIRE(house.run({"import", path, "--database", database, "--consent", "Dr Maple, 2026-05-01"}).code == 0);
  REQUIRE(house.run({"rule", "add", "--database", database, "--channel", "call", "--days-before", "1"}).code == 0);
  const auto ran = house.run({"why", "1", "--database", database});
  CHECK(contains(ran.out, "One reminder planned. By its rule a reminder would go out outside the hours"));
  CHECK(contains(ran.out, "Call: 2026-05-13 19:53:00, and not 2026-05-13 23:00:00\n"));
}
