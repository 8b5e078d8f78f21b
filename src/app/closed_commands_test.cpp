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

TEST_CASE("the week's working days are set and shown, and what is not named stays") {
  CommandHouse house;
  const std::string database = house.clinic();
  const auto week = [&](std::vector<std::string> words) {
    words.insert(words.begin(), {"closed", "week", "--database", database});
    return house.run(std::move(words));
  };
  CHECK(week({}).out == "Open mon, tue, wed, thu, fri. On closed days nobody is rung.\n");
  CHECK(week({"--open", "tue-thu,sat"}).out ==
        "Open tue, wed, thu, sat. On closed days nobody is rung. 0 reminders are planned anew.\n");
  CHECK(contains(week({"--calls", "yes"}).out, "Open tue, wed, thu, sat. On closed days calls go out all the same."));
  CHECK(week({"--json"}).out == R"({"open_weekdays":["tue","wed","thu","sat"],"calls_on_closed_days":true})"
                                "\n");
  CHECK(week({"--open", "mon", "--open", "sun", "--calls", "no", "--json"}).out ==
        R"({"open_weekdays":["mon","sun"],"calls_on_closed_days":false,"moved":0})"
        "\n");
  CHECK(contains(house.run({"ledger", "--database", database}).out,
                 "The business works on these days from now on: Monday and Sunday. New: Monday and Sunday. No more: "
                 "Tuesday to Thursday and Saturday. On closed days nobody is rung."));
}

TEST_CASE("weekdays that are none are mistakes in the words, and change nothing") {
  CommandHouse house;
  const std::string database = house.clinic();
  for (const std::string words : {"monday", "fri-mon", "mon,", ",", "mon fri", "mon-", "Mon"}) {
    const auto ran = house.run({"closed", "week", "--database", database, "--open", words});
    CHECK_MESSAGE(ran.code == 2, words);
    CHECK(contains(ran.err, "it must be weekdays like mon-fri or mon,wed,sat"));
  }
  CHECK(house.run({"closed", "week", "--database", database, "--calls", "maybe"}).code == 2);
  CHECK(contains(house.run({"closed", "week", "--database", database}).out, "Open mon, tue, wed, thu, fri."));
}

TEST_CASE("a closed day gets other dates or another name, and keeps the rest") {
  CommandHouse house;
  const std::string database = house.clinic();
  const auto run = [&](std::vector<std::string> words) {
    words.insert(words.end(), {"--database", database});
    return house.run(std::move(words));
  };
  CHECK(run({"closed", "add", "2030-12-24", "--name", "Christmas"}).code == 0);
  CHECK(run({"closed", "change", "1", "--to", "2030-12-27"}).out ==
        "Closed day 1: 2030-12-24 to 2030-12-27. 0 reminders are planned anew.\n");
  CHECK(run({"closed", "change", "1", "--name", "Holidays", "--json"}).out == "{\"closed_day\":1,\"moved\":0}\n");
  CHECK(contains(run({"closed", "list"}).out, "1  2030-12-24 to 2030-12-27  Holidays"));
  CHECK(run({"closed", "change", "1"}).code == 2);
  CHECK(run({"closed", "change", "1", "--from", "tomorrow"}).code == 2);
  CHECK(run({"closed", "change", "1", "--from", "2030-12-30"}).code == 1);
  CHECK(run({"closed", "change", "2", "--name", "Holidays"}).code == 1);
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
