#include "flow/walker.h"

#include <doctest/doctest.h>

#include <set>

#include "flow/builtin.h"
#include "flow/checker.h"
#include "flow/key_words.h"
#include "flow/test_flow.h"

using namespace courtesy;
using namespace courtesy::flow;
using namespace courtesy::flow::testing;

namespace {

std::vector<Walk> walks_of(const Flow& flow, std::string language = "en") {
  Facts facts = all_facts();
  facts.language = std::move(language);
  auto walks = walk(flow, facts);
  if (!walks) FAIL(walks.error().message);
  return *walks;
}

Flow built_in(const std::string& name) {
  auto flow = load_builtin(name);
  if (!flow) FAIL(flow.error().message);
  return *flow;
}

/// State, input and destination of a step; a wrong key is `otherwise`.
using Taken = std::tuple<std::string, std::string, std::string>;

std::string input_name(const State& state, const Input& input) {
  if (input.kind != InputKind::keys) return std::string(to_string(input.kind));
  return input.keys.size() == 1 && state.keys.contains(input.keys.front()) ? input.keys : "otherwise";
}

std::set<Taken> taken_by(const Flow& flow, const std::vector<Walk>& walks) {
  std::set<Taken> taken;
  for (const Walk& one : walks) {
    for (std::size_t i = 1; i < one.size(); ++i) {
      const State& from = *flow.definition().find(one[i - 1].position.state);
      taken.emplace(from.name, input_name(from, one[i].input), one[i].position.state);
    }
  }
  return taken;
}

/// All that flow.toml writes, with the ways that `again` and `repeat` can end.
std::set<Taken> written_in(const Flow& flow) {
  std::set<Taken> written;
  for (const State& state : flow.definition().states) {
    if (state.waits_for == WaitsFor::nothing) continue;
    written.emplace(state.name, "hung_up", "end");
    for (const Edge& edge : edges_of(state)) {
      const std::string name = edge.kind == InputKind::keys ? edge.keys : std::string(to_string(edge.kind));
      const bool counted = edge.transition->go == again || edge.transition->go == repeat;
      written.emplace(state.name, name, counted ? state.name : edge.transition->go);
      if (counted) written.emplace(state.name, name, state.enough->go);
    }
  }
  return written;
}

}  // namespace

TEST_CASE("all walks together take every transition and reach every state, and each walk ends") {
  for (const std::string& name : builtin_flows()) {
    const Flow flow = built_in(name);
    const auto walks = walks_of(flow);
    CAPTURE(name);
    CAPTURE(walks.size());
    CHECK(taken_by(flow, walks) == written_in(flow));
    std::set<std::string> reached;
    for (const Walk& one : walks) {
      for (const Turn& turn : one) reached.insert(turn.position.state);
      CHECK(one.back().ends);
      CHECK(one.size() <= 20);
    }
    for (const State& state : flow.definition().states) CHECK(reached.contains(state.name));
  }
}

TEST_CASE("once the opening question had no answer, no key is asked for until one was pressed") {
  for (const std::string& name : builtin_flows()) {
    const Flow flow = built_in(name);
    for (const std::string& language : flow.definition().languages) {
      int machines = 0;
      for (const Walk& one : walks_of(flow, language)) {
        bool machine = false;
        for (std::size_t i = 1; i < one.size(); ++i) {
          machine = one[i].input.kind == InputKind::keys ? false : machine || i == 1;
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

TEST_CASE("a flow with too many ways is said to have them, not walked for ever") {
  const auto walks = walk(built_in("appointment-reminder"), all_facts(), 10);
  REQUIRE(!walks.ok());
  CHECK(walks.error().code == ErrorCode::full);
}

TEST_CASE("a transcript has a line a turn") {
  const auto small = Flow::load("small", small_flow());
  REQUIRE(small.ok());
  const auto walks = walks_of(*small);
  CHECK(transcript(walks.front()) ==
        "answered          opening       This is Maple Dental. Press 1 to hear it, or press 9 for no more calls.\n"
        "key 1             menu          On Thursday, November 26, at 2 PM. Press 1 to confirm, press 4 to hear it "
        "again.  "
        "[heard_by_person]\n"
        "key 1             bye           Goodbye.  [confirm]\n");
  CHECK(transcript(walks.back()) ==
        "answered          opening       This is Maple Dental. Press 1 to hear it, or press 9 for no more calls.\n"
        "hangs up          end\n");
}
