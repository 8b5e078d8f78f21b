#include <doctest/doctest.h>

#include "app/command_house_for_tests.h"

using namespace courtesy;
using namespace courtesy::app;
using namespace courtesy::app::for_tests;

TEST_CASE("closed days are added, listed and removed, and a rule counts over them") {
  CommandHouse house;
  const std::string database = house.clinic();
  const auto run = [&](std::vector<std::string> words) {
    words.insert(words.end(), {"--database", database});
    return house.run(std::move(words));
  };
  CHECK(contains(run({"closed", "list"}).out, "Open mon, tue, wed, thu, fri. On closed days nobody is rung."));
  CHECK(contains(run({"closed", "list"}).out, "No closed days."));
  const auto added = run({"closed", "add", "2030-12-24", "--to", "2030-12-26", "--name", "Christmas"});
  CHECK(added.out == "Closed day 1: 2030-12-24 to 2030-12-26. 0 reminders are planned anew.\n");
  CHECK(contains(run({"closed", "list"}).out, "1  2030-12-24 to 2030-12-26  Christmas"));
  CHECK(contains(run({"closed", "list", "--json"}).out,
                 R"("closed_days":[{"id":1,"from":"2030-12-24","to":"2030-12-26","name":"Christmas"}])"));
  CHECK(run({"closed", "add", "2030-12-25"}).code == 1);
  CHECK(run({"closed", "add", "24.12.2030"}).code == 2);
  CHECK(run({"closed", "remove", "1", "--json"}).out == "{\"closed_day\":1,\"moved\":0}\n");
  CHECK(run({"closed", "remove", "1"}).code == 1);
  CHECK(contains(run({"ledger"}).out, "Open after all from 2030-12-24 to 2030-12-26"));
}

TEST_CASE("a rule by business days names its time of day") {
  CommandHouse house;
  const std::string database = house.clinic();
  const auto added = house.run(
      {"rule", "add", "--database", database, "--channel", "text", "--business-days-before", "2", "--at", "17:00"});
  CHECK(contains(added.out, "A text, 2 working days before, at 17:00"));
  CHECK(house.run({"rule", "add", "--database", database, "--channel", "text", "--business-days-before", "2"}).code ==
        2);
}
