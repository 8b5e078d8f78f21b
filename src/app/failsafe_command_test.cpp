#include "app/command_house_for_tests.h"
#include "app/database.h"
#include "store/trips.h"

using namespace courtesy;
using namespace courtesy::app;
using namespace courtesy::app::for_tests;

TEST_CASE("the house's trips and each account's are shown with number, rule and what they are about") {
  CommandHouse house;
  const std::string path = house.clinic();
  CHECK(contains(house.run({"failsafe", "--database", path}).out, "Nothing has tripped."));
  {
    const auto database = Database::open(path, house.clock, Missing::is_an_error).value();
    REQUIRE(database->write(AccountId{},
                            [](Unit& unit) {
                              return unit.trips().add({TripRule::clock_jump, 90, 60});
                            })
                .ok());
    REQUIRE(database
                ->write(AccountId(1),
                        [](Unit& unit) {
                          return unit.trips().add({TripRule::broken_promise, 1, 0, "appointment 7"});
                        })
                .ok());
  }
  const std::string all = house.run({"failsafe", "--database", path}).out;
  CHECK(contains(all, "trip 1 of the house"));
  CHECK(contains(all, "clock_jump"));
  CHECK(contains(all, "trip 1 of account 1"));
  CHECK_FALSE(contains(all, "appointment 7"));
  CHECK(contains(house.run({"failsafe", "--database", path, "--personal"}).out, "about: appointment 7"));
  CHECK(contains(all, "not decided yet"));
  const std::string one = house.run({"failsafe", "--database", path, "--account", "0"}).out;
  CHECK(contains(one, "clock_jump"));
  CHECK_FALSE(contains(one, "broken_promise"));
}

TEST_CASE("the stops that stand are told before the trips: since when, who, why, and what releases each") {
  CommandHouse house;
  const std::string path = house.clinic();
  REQUIRE(house.run({"stop", "--database", path, "--who", "Kim", "--why", "maintenance"}).code == 0);
  REQUIRE(house.run({"stop", "--database", path, "--account", "1"}).code == 0);
  house.file("clinic.db.stop", "up");
  const std::string all = house.run({"failsafe", "--database", path}).out;
  CHECK(contains(all, "clinic.db.stop is there"));
  CHECK(contains(all,
                 "Everything is stopped since 2026-05-12T14:00:00Z by Kim: maintenance\n    released by: courtesy "
                 "release --config FILE --who"));
  CHECK(contains(all,
                 "Account 1 is stopped since 2026-05-12T14:00:00Z by somebody: no reason given\n    released "
                 "by: courtesy release --config FILE --account 1 --who"));
  CHECK(contains(all, "Nothing has tripped."));
  const std::string house_alone = house.run({"failsafe", "--database", path, "--account", "0"}).out;
  CHECK(contains(house_alone, "Everything is stopped"));
  CHECK_FALSE(contains(house_alone, "Account 1"));
}

TEST_CASE("stops and trips as JSON are one object, and what a trip is about is there only where it is asked for") {
  CommandHouse house;
  const std::string path = house.clinic();
  const std::vector<std::string> words{"failsafe", "--database", path, "--json"};
  CHECK(house.run(words).out == "{\"file_is_up\":false,\"stops\":[],\"trips\":[]}\n");
  REQUIRE(house.run({"stop", "--database", path, "--who", "Kim", "--why", "maintenance"}).code == 0);
  {
    const auto database = Database::open(path, house.clock, Missing::is_an_error).value();
    REQUIRE(database
                ->write(AccountId(1),
                        [](Unit& unit) {
                          return unit.trips().add({TripRule::broken_promise, 1, 0, "appointment 7"});
                        })
                .ok());
  }
  const std::string out = house.run(words).out;
  CHECK(contains(out, R"({"account":0,"at":"2026-05-12T14:00:00Z","who":"Kim","why":"maintenance"})"));
  CHECK(contains(out, R"({"account":1,"trip":1,"at":"2026-05-12T14:00:00Z","rule":"broken_promise")"));
  CHECK_FALSE(contains(out, "appointment 7"));
  auto personal = words;
  personal.emplace_back("--personal");
  CHECK(contains(house.run(personal).out, R"("about":"appointment 7")"));
}
