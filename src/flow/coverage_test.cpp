#include "flow/coverage.h"

#include <doctest/doctest.h>

#include "flow/sample_facts.h"
#include "flow/test_flow.h"

using namespace courtesy;
using namespace courtesy::flow;
using namespace courtesy::flow::testing;

TEST_CASE("what is retried has two ways on: once more, and enough") {
  const auto flow = Flow::load("small", small_flow());
  REQUIRE(flow.ok());
  const Coverage whole = all_of(flow->definition());
  CHECK(whole.states == std::set<std::string>{"bye", "machine", "menu", "opening"});
  CHECK(whole.ways.contains({"menu", "4", "menu"}));
  CHECK(whole.ways.contains({"menu", "4", "bye"}));
  CHECK(whole.ways.contains({"opening", "hung_up", "end"}));
  CHECK(!whole.inputs.contains({"bye", "hung_up"}));
  CHECK(whole.ways.size() == 15);
}

TEST_CASE("what no call went through is left over") {
  const auto flow = Flow::load("small", small_flow());
  REQUIRE(flow.ok());
  const auto walks = walk(*flow, sample_facts("en"));
  REQUIRE(walks.ok());
  const std::vector<Walk> one{walks->front()};  // 1, then 1
  const Coverage left = without(all_of(flow->definition()), covered(*flow, one));
  CHECK(left.states == std::set<std::string>{"machine"});
  CHECK(!left.ways.contains({"opening", "1", "menu"}));
  CHECK(left.ways.contains({"opening", "9", "bye"}));
  CHECK(left.inputs.contains({"menu", "silence"}));
}

TEST_CASE("a call counts once for each way that it took") {
  const auto flow = Flow::load("small", small_flow());
  REQUIRE(flow.ok());
  const auto walks = walk(*flow, sample_facts("en"));
  REQUIRE(walks.ok());
  const Traffic all = traffic(*flow, *walks);
  CHECK(all.states.at("opening") == walks->size());
  CHECK(all.ways.at({"opening", "9", "bye"}) == 1);
  CHECK(all.ways.at({"opening", "hung_up", "end"}) == 1);
}
