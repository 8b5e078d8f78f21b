#include "flow/coverage.h"

#include <doctest/doctest.h>

#include "flow/builtin.h"
#include "flow/questions.h"
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
  const Coverage left = without(all_of(flow->definition()), covered(one));
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
  const Traffic all = traffic(*walks);
  CHECK(all.states.at("opening") == walks->size());
  CHECK(all.ways.at({"opening", "9", "bye"}) == 1);
  CHECK(all.ways.at({"opening", "hung_up", "end"}) == 1);
}

namespace {

std::string text_of(const std::vector<Leg>& legs) {
  std::string text;
  add_legs(text, legs);
  return text;
}

}  // namespace

TEST_CASE("a step tells which states it left, and by what, with those that said nothing") {
  const Flow flow = *load_builtin("appointment-reminder");
  const Facts facts = sample_facts(flow, "en");
  const Step opening = *settle(flow, *flow.begin(facts), facts, answer_nothing);
  CHECK(text_of(opening.legs) == "way>ask_first");
  const Step menu = *flow.next(opening.position, {InputKind::keys, "7"}, facts);
  CHECK(text_of(menu.legs) == "opening>otherwise");
  CHECK(text_of(flow.next(menu.position, {InputKind::keys, "4"}, facts)->legs) == "menu>4");
  const Step over = *flow.next(menu.position, {InputKind::hung_up, ""}, facts);
  CHECK(text_of(over.legs) == "menu>hung_up");
  CHECK(parse_legs("opening>otherwise menu>4 menu>#") ==
        std::vector<Leg>{{"opening", "otherwise"}, {"menu", "4"}, {"menu", "#"}});
  CHECK(parse_legs("").empty());
}

TEST_CASE("traffic tells enough from what the input itself leads to") {
  const Flow flow = *Flow::load("small", small_flow());
  const Traffic all = traffic(*walk(flow, sample_facts("en")));
  CHECK(all.ways.at({"menu", "4", "menu"}) > 0);
  CHECK(all.ways.at({"menu", "4", "bye", true}) > 0);
  CHECK(!all.ways.contains({"menu", "4", "bye"}));
  CHECK(parse_legs("menu>4!") == std::vector<Leg>{{"menu", "4", true}});
}

TEST_CASE("a flow that is run is one state, left by what it came back with") {
  const Flow flow = *load_builtin("callback-line");
  const auto walks = walk(flow, sample_facts(flow, "en"));
  REQUIRE(walks.ok());
  const Traffic all = traffic(*walks);
  CHECK(all.states.contains("who"));
  CHECK(all.ways.at({"who", "proven", "visit"}) > 0);
  // Who hangs up inside it hangs up there: a way that nobody writes.
  std::set<Way> beside;
  for (const auto& [taken, calls] : all.ways) {
    const Way way{taken.state, taken.input, taken.to};
    if (!all_of(flow.definition()).ways.contains(way)) beside.insert(way);
  }
  CHECK(beside == std::set<Way>{{"who", "hung_up", "end"}});
}
