// Which flow answers which number, from the command line.
#include <doctest/doctest.h>

#include "app/command_house_for_tests.h"

using namespace courtesy;
using namespace courtesy::app;
using namespace courtesy::app::for_tests;

TEST_CASE("the caller number is answered by callback-line until another flow is set, and again when that is removed") {
  CommandHouse house;
  const std::string database = house.clinic();
  const auto lines = [&] { return house.run({"line", "list", "--database", database}).out; };
  CHECK(contains(lines(), "+12125550199  callback-line"));
  CHECK(house
            .run({"line", "set", "--database", database, "--number", "(212) 555-0199", "--flow", "missed-call", "--who",
                  "Kim"})
            .code == 0);
  CHECK(contains(lines(), "+12125550199  missed-call"));
  CHECK(house.run({"line", "remove", "--database", database, "--number", "212 555 0199", "--who", "Kim"}).code == 0);
  CHECK(contains(lines(), "+12125550199  callback-line"));
  CHECK(house.run({"line", "remove", "--database", database, "--number", "212 555 0199", "--who", "Kim"}).code != 0);
}

TEST_CASE("a flow that is not for calls that come in answers no number") {
  CommandHouse house;
  const std::string database = house.clinic();
  const auto set = [&](const char* flow) {
    return house.run({"line", "set", "--database", database, "--number", "2125550198", "--flow", flow, "--who", "Kim"});
  };
  CHECK(set("appointment-reminder").code == 1);
  CHECK(contains(set("identify").err, "answers no number"));
  CHECK(set("order-status").code == 0);
}

TEST_CASE("nobody is put through until a number is set for it; each wish is kept where nothing is said") {
  CommandHouse house;
  const std::string database = house.clinic();
  const auto lines = [&] { return house.run({"line", "list", "--database", database}).out; };
  CHECK(contains(lines(),
                 "Callers are not put through; missed calls are noted; a visit may be cancelled until it begins"));
  CHECK(house.run({"line", "allow", "--database", database, "--put-through", "212 555 0111", "--who", "Kim"}).code ==
        0);
  CHECK(house.run({"line", "allow", "--database", database, "--cancel-notice", "120", "--who", "Kim"}).code == 0);
  CHECK(contains(lines(), "put through to +12125550111 when it is open; missed calls are noted"));
  CHECK(contains(lines(), "until 120 minutes before"));
  CHECK(house.run({"line", "allow", "--database", database, "--put-through", "none", "--who", "Kim"}).code == 0);
  CHECK(contains(lines(), "not put through"));
  CHECK(house.run({"line", "allow", "--database", database, "--return-missed", "perhaps", "--who", "Kim"}).code == 2);
}

TEST_CASE("codes that are not off cannot be re-opened") {
  CommandHouse house;
  const std::string database = house.clinic();
  CHECK(
      house.run({"line", "reopen", "--database", database, "--number", "2125550199", "--who", "Kim", "--why", "looked"})
          .code == 1);
}
