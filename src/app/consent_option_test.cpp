#include "app/consent_option.h"

#include <doctest/doctest.h>

#include "app/command_house_for_tests.h"

using namespace courtesy;
using namespace courtesy::app;
using namespace courtesy::app::for_tests;

TEST_CASE("import and feed refuse a consent that is none, and write nothing") {
  CommandHouse house;
  const std::string database = house.clinic();
  const std::string path = house.file("a.ics", calendar(event("a", ":20260515T150000Z", "Ben +1 212 555 0124")));
  const auto unclear = house.run({"import", path, "--database", database, "--consent", "yes"});
  CHECK(unclear.code == 2);
  CHECK(contains(unclear.err, "no part of it is a date"));
  const auto later = house.run({"import", path, "--database", database, "--consent", "Kim, 2027-05-01"});
  CHECK(later.code == 1);
  CHECK(contains(later.err, "still to come"));
  CHECK_FALSE(contains(later.out, "Written"));
  const std::string address = "https://calendar.example.com/private/basic.ics";
  CHECK(house.run({"feed", "add", address, "--database", database, "--consent", "yes"}).code == 2);
  CHECK(house.run({"feed", "add", address, "--database", database, "--consent", "Kim, 2027-05-01"}).code == 1);
  CHECK(contains(house.run({"feed", "list", "--database", database}).out, "There are no feeds"));
}
