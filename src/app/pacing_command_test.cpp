#include <doctest/doctest.h>

#include "app/command_house_for_tests.h"

using namespace courtesy;
using namespace courtesy::app;
using namespace courtesy::app::for_tests;

TEST_CASE("an account's pace is off until it is set, and shown as it stands") {
  CommandHouse house;
  const std::string database = house.clinic();
  CHECK(contains(house.run({"pacing", "--database", database}).out, "Contacts go out when they are due"));
  const auto set = house.run({"pacing", "--database", database, "--by-agents", "on", "--staff", "mon-fri 08:00-17:00 2",
                              "--staff", "sat 09:00-12:00 1", "--handling", "3m", "--per-hour", "120", "--month-money",
                              "40.5", "--price-text", "0.0083"});
  CHECK_MESSAGE(set.code == 0, set.err);
  const auto shown = house.run({"pacing", "--database", database});
  CHECK(shown.out == set.out);
  CHECK(contains(shown.out, "as fast as 80 % of those who ring back wait no longer than 60 s"));
  CHECK(contains(shown.out, "  fri 08:00-17:00  2 agents\n  sat 09:00-12:00  1 agent\n"));
  CHECK(contains(shown.out, "an hour: at most 120; a day: no limit"));
  CHECK(contains(shown.out, "a month: at most 40.5; for a call 0, a text 0.0083"));
  // It is Tuesday 10:00, and nothing is known yet: the belief, and one standard deviation more callbacks.
  CHECK(contains(shown.out, "Now: 139 contacts an hour; 0 callbacks of 0 contacts counted."));
  CHECK(house.run({"pacing", "--database", database, "--per-hour", "none", "--by-agents", "off"}).code == 0);
  CHECK(contains(house.run({"pacing", "--database", database}).out, "an hour: no limit"));
}

TEST_CASE("a pace by agents without a timetable would send nothing, and is refused") {
  CommandHouse house;
  const auto ran = house.run({"pacing", "--database", house.clinic(), "--by-agents", "on"});
  CHECK(ran.code == 1);
  CHECK(contains(ran.err, "needs `shifts`"));
}

TEST_CASE("a timetable is emptied by saying none") {
  CommandHouse house;
  const std::string database = house.clinic();
  CHECK(house.run({"pacing", "--database", database, "--staff", "sat 09:00-12:00 1"}).code == 0);
  CHECK(contains(house.run({"pacing", "--database", database, "--staff", "none"}).out, "No timetable says"));
  CHECK(house.run({"pacing", "--database", database, "--staff", "none", "--staff", "sat 09:00-12:00 1"}).code == 2);
}

TEST_CASE("paces that cannot be are mistakes in the words") {
  CommandHouse house;
  const std::string database = house.clinic();
  for (const auto& words : std::vector<std::vector<std::string>>{{"--by-agents", "yes"},
                                                                 {"--staff", "weekdays 2"},
                                                                 {"--handling", "x"},
                                                                 {"--callbacks", "10"},
                                                                 {"--per-hour", "many"}}) {
    std::vector<std::string> all{"pacing", "--database", database};
    all.insert(all.end(), words.begin(), words.end());
    CHECK_MESSAGE(house.run(all).code == 2, words[0]);
  }
  CHECK(house.run({"pacing", "--database", database, "--per-hour", "0"}).code == 1);
  CHECK(house.run({"pacing", "--database", database, "--share", "100%"}).code == 1);
}
