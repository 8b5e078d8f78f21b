#include <doctest/doctest.h>

#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>

#include "app/command_house_for_tests.h"

using namespace courtesy;
using namespace courtesy::app;
using namespace courtesy::app::for_tests;

TEST_CASE("a plan says in a sentence and a table how long it takes, and what callers would find at once") {
  CommandHouse house;
  const auto ran =
      house.run({"plan", "--agents", "2", "--handling", "180s", "--callbacks", "10%", "--contacts", "10000"});
  CHECK(ran.code == 0);
  CHECK(contains(ran.out, "10,000 contacts take 54.7 hours, 6.8 working days of 8 hours"));
  CHECK(contains(ran.out, "96 % of the callers would hang up"));
  CHECK(contains(ran.out, "contacts an hour                               183          10,000\n"));
  CHECK(contains(ran.out, "callers who hang up"));
}

TEST_CASE("a stricter target takes longer") {
  CommandHouse house;
  const auto ran = house.run({"plan", "--agents", "2", "--contacts", "10000", "--share", "90%"});
  CHECK(contains(ran.out, "10,000 contacts take 77.6 hours"));
}

TEST_CASE("with no agents there is no pace to show") {
  CommandHouse house;
  const auto ran = house.run({"plan", "--agents", "0", "--contacts", "10"});
  CHECK(ran.code == 0);
  CHECK(contains(ran.out, "Nobody is there"));
  CHECK(contains(ran.out, "hours of sending                                 -               1\n"));
}

TEST_CASE("a plan's figures are there for programs") {
  CommandHouse house;
  const auto ran = house.run({"plan", "--agents", "2", "--contacts", "10000", "--json"});
  const auto plan = boost::json::parse(ran.out).as_object();
  CHECK(plan.at("hours").to_number<double>() == doctest::Approx(54.65).epsilon(0.001));
  CHECK(plan.at("at_once").as_object().at("agents_needed").to_number<double>() == doctest::Approx(50));
}

TEST_CASE("a plan of what cannot be is a mistake in the words") {
  CommandHouse house;
  for (const auto& words : std::vector<std::vector<std::string>>{{"--handling", "long"},
                                                                 {"--handling", "25h"},
                                                                 {"--callbacks", "0.1"},
                                                                 {"--callbacks", "101%"},
                                                                 {"--share", "100%"},
                                                                 {"--hours-per-day", "no"},
                                                                 {"--hours-per-day", "25"},
                                                                 {"--patience", "0s"}}) {
    std::vector<std::string> all{"plan", "--agents", "2", "--contacts", "10"};
    all.insert(all.end(), words.begin(), words.end());
    const auto ran = house.run(all);
    CHECK_MESSAGE(ran.code == 2, words[1]);
    CHECK_MESSAGE(contains(ran.err, "courtesy plan: "), ran.err);
  }
  CHECK(house.run({"plan", "--agents", "-1", "--contacts", "10"}).code == 2);
}
