#include "flow/survey.h"

#include <doctest/doctest.h>

#include "flow/builtin.h"
#include "flow/sample_facts.h"
#include "flow/test_flow.h"
#include "flow/walker.h"

using namespace courtesy;
using namespace courtesy::flow;
using namespace courtesy::flow::testing;

namespace {

Facts facts_for(const Flow& flow) {
  Facts facts = all_facts();
  facts.spoken.merge(sample_facts(flow, facts.language).spoken);
  return facts;
}

}  // namespace

TEST_CASE("a survey says of each flow what all its walks say, one by one") {
  for (const std::string& name : builtin_flows()) {
    CAPTURE(name);
    const Flow flow = load_builtin(name).value();
    const Facts facts = facts_for(flow);
    const auto walks = walk(flow, facts).value();
    const Survey all = survey(flow, facts).value();
    CHECK(all.walks == walks.size());
    CHECK(all.machines == static_cast<std::uint64_t>(std::count_if(walks.begin(), walks.end(), is_machines)));
    const Coverage taken = covered(walks);
    CHECK(all.covered.ways == taken.ways);
    CHECK(all.covered.inputs == taken.inputs);
    CHECK(all.covered.states == taken.states);
  }
}

TEST_CASE("more ways than anybody could go are counted all the same, and all is covered") {
  const Flow flow =
      Flow::load("many", changed(small_flow(), "flow.toml", "tries = 2\nrepeats = 1", "tries = 9\nrepeats = 9"))
          .value();
  const Facts facts = facts_for(flow);
  const Survey all = survey(flow, facts).value();
  CHECK(all.walks > 100'000);
  CHECK(walk(flow, facts, 50).value().size() == 50);
  const Coverage missing = without(all_of(flow.definition()), all.covered);
  CHECK(missing.ways.empty());
  CHECK(missing.states.empty());
  CHECK(missing.inputs.empty());
}

TEST_CASE("a flow in which a call can stand in too many ways is said to be one") {
  const auto refused = survey(load_builtin("appointment-reminder").value(), all_facts(), 3);
  REQUIRE_FALSE(refused.ok());
  CHECK(refused.error().code == ErrorCode::full);
}
