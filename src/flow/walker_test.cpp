#include "flow/walker.h"

#include <doctest/doctest.h>

#include "flow/builtin.h"
#include "flow/coverage.h"
#include "flow/definition.h"
#include "flow/key_words.h"
#include "flow/sample_facts.h"
#include "flow/test_flow.h"

using namespace courtesy;
using namespace courtesy::flow;
using namespace courtesy::flow::testing;

namespace {

std::vector<Walk> walks_of(const Flow& flow, std::string language = "en") {
  Facts facts = all_facts();
  facts.language = std::move(language);
  facts.spoken.merge(sample_facts(flow, facts.language).spoken);
  auto walks = walk(flow, facts);
  if (!walks) FAIL(walks.error().message);
  return *walks;
}

Flow built_in(const std::string& name) {
  auto flow = load_builtin(name);
  if (!flow) FAIL(flow.error().message);
  return *flow;
}

}  // namespace

TEST_CASE("all walks together take every transition and reach every state, and each walk ends") {
  for (const std::string& name : builtin_flows()) {
    const Flow flow = built_in(name);
    const auto walks = walks_of(flow);
    CAPTURE(name);
    CAPTURE(walks.size());
    const Coverage whole = all_of(flow.definition());
    const Coverage taken = covered(walks);
    const Coverage left = without(whole, taken);
    CHECK(left.ways.empty());
    CHECK(left.inputs.empty());
    CHECK(taken.states == whole.states);
    // Only hanging up inside a flow that is run is written nowhere.
    for (const Way& way : without(taken, whole).ways) {
      CHECK(way.input == "hung_up");
      CHECK(flow.definition().find(way.state)->waits_for == WaitsFor::flow);
    }
    for (const Walk& one : walks) {
      CHECK(one.back().ends);
      CHECK(one.size() <= 30);
    }
  }
}

TEST_CASE("once the opening question had no answer, no key is asked for until one was pressed") {
  for (const std::string& name : builtin_flows()) {
    const Flow flow = built_in(name);
    if (flow.definition().inbound || flow.definition().is_sub_flow()) continue;  // no machine rings by itself
    for (const std::string& language : flow.definition().languages) {
      int machines = 0;
      for (const Walk& one : walks_of(flow, language)) {
        std::size_t opening = 0;  // the first that is said: a flow may ask the engine before
        while (one[opening].question) ++opening;
        bool machine = false;
        for (std::size_t i = opening + 1; i < one.size(); ++i) {
          machine = one[i].input.kind == InputKind::keys ? false : machine || i == opening + 1;
          if (!machine) continue;
          ++machines;
          CAPTURE(transcript(one));
          CHECK(!key_words(one[i].said).instructs);
        }
      }
      CHECK(machines > 0);
    }
  }
}

TEST_CASE("nothing is done on a walk without a key but leaving the message on a machine") {
  for (const Walk& one : walks_of(built_in("appointment-reminder"))) {
    bool key = false;
    for (const Turn& turn : one) {
      key |= turn.input.kind == InputKind::keys;
      for (const Action action : turn.actions) CHECK((action == Action::left_on_machine) != key);
    }
  }
}

TEST_CASE("whoever opts out hears so and nothing else") {
  for (const Walk& one : walks_of(built_in("appointment-reminder"))) {
    for (std::size_t i = 0; i < one.size(); ++i) {
      const auto& actions = one[i].actions;
      if (std::find(actions.begin(), actions.end(), Action::opt_out) == actions.end()) continue;
      CHECK(one[i].ends);
      CHECK(i + 1 == one.size());
      CHECK(one[i].said.find("no more calls") != std::string::npos);
    }
  }
}

TEST_CASE("the menu is asked three times at most, then the call ends politely") {
  int enough = 0;
  for (const Walk& one : walks_of(built_in("appointment-reminder"))) {
    int wrong = 0;
    for (const Turn& turn : one) {
      CHECK(turn.position.tries <= 2);
      if (turn.position.tries > 0) wrong = turn.position.tries;
    }
    if (one.back().position.state != "goodbye" || wrong < 2) continue;
    ++enough;
    CHECK(one.back().said.find("Goodbye") != std::string::npos);
  }
  CHECK(enough > 0);
}

TEST_CASE("a flow with too many ways is not walked for ever: the first are what they would be among all") {
  const Flow flow = built_in("appointment-reminder");
  const auto first = walk(flow, all_facts(), 10).value();
  REQUIRE(first.size() == 10);
  const auto all = walks_of(flow);
  for (std::size_t i = 0; i < first.size(); ++i) CHECK(transcript(first[i]) == transcript(all[i]));
}

TEST_CASE("a transcript has a line a turn") {
  const auto small = Flow::load("small", small_flow());
  REQUIRE(small.ok());
  const auto walks = walks_of(*small);
  CHECK(transcript(walks.front()) ==
        "answers              opening       This is Maple Dental. Press 1 to hear it, or press 9 for no more calls.\n"
        "key 1                menu          On Thursday, November 26, at 2 PM. Press 1 to confirm, press 4 to hear it "
        "again.  "
        "[heard_by_person]\n"
        "key 1                bye           Goodbye.  [confirm]\n");
  CHECK(transcript(walks.back()) ==
        "answers              opening       This is Maple Dental. Press 1 to hear it, or press 9 for no more calls.\n"
        "hangs up             end\n");
}
