#include <doctest/doctest.h>

#include "phonenet/personas/script.h"

using namespace courtesy;
using namespace courtesy::phonenet;

namespace {

std::string error_of(std::string_view script) {
  const auto read = read_script(script);
  return read ? "" : read.error().message;
}

}  // namespace

TEST_CASE("a script is a list of steps in JSON, with every key that one in TOML has") {
  const auto read = read_script(R"( [
    {"hears": "to confirm * press 4", "wait": 1.5, "presses": "4#"},
    {"hears": "[beep]", "says": "It is \"Ana\" – olá", "seconds": 3},
    {"hangs_up": true}
  ])");
  REQUIRE(read.ok());
  REQUIRE(read->size() == 3);
  CHECK(read->at(0).hears == "to confirm * press 4");
  CHECK(read->at(0).wait == milliseconds{1'500});
  CHECK(read->at(0).presses == "4#");
  CHECK(read->at(1).says == "It is \"Ana\" – olá");
  CHECK(read->at(1).lasts == seconds{3});
  CHECK(read->at(1).wait == milliseconds{500});
  CHECK(read->at(2).hangs_up);
  const auto toml = read_script(R"([{ hears = "to confirm * press 4", wait = 1.5, presses = "4#" }])");
  REQUIRE(toml.ok());
  CHECK(toml->at(0).wait == read->at(0).wait);
  CHECK(read_script(R"([{ "hears" = "quoted keys are TOML too" }])").ok());
}

TEST_CASE("what a step in JSON cannot have is refused, with its number") {
  CHECK(error_of(R"([{"hears": "a"}, {"pressed": "1"}])") ==
        "script, step 2: a step has no 'pressed': it is hears, wait, presses, says, seconds, hangs_up");
  CHECK(error_of(R"([{"presses": "1a"}])") == "script, step 1: keys are 0-9 * #");
  CHECK(error_of(R"([{"presses": 1}])") == "script, step 1: 'presses' must be text");
  CHECK(error_of(R"([{"wait": -1}])") == "script, step 1: 'wait' must be seconds from 0 to 86400");
  CHECK(error_of(R"([{"wait": "1"}])") == "script, step 1: 'wait' must be seconds from 0 to 86400");
  CHECK(error_of(R"([{"hangs_up": 1}])") == "script, step 1: 'hangs_up' must be true or false");
  CHECK(error_of(R"([{"hears": "a"}, 1])") ==
        "script, step 2: a step is { hears, wait, presses, says, seconds, hangs_up }");
  CHECK(error_of(R"([{"hears": "a"})").starts_with("script: no JSON"));
  std::string many = R"([{"wait": 1})";
  for (int i = 0; i < 100; ++i) many += R"(,{"wait": 1})";
  CHECK(error_of(many + "]") == "script: it must be a list of at most 100 steps");
}
