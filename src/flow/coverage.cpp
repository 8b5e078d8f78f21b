#include "flow/coverage.h"

#include <algorithm>
#include <iterator>

#include "flow/edges.h"
#include "flow/input_words.h"

namespace courtesy::flow {
namespace {

bool counted(const Transition& transition) {
  return transition.go == again || transition.go == repeat || transition.back;
}

bool is_hint(InputKind kind) { return kind == InputKind::machine || kind == InputKind::person; }

void add_ways(const State& state, Coverage& whole) {
  const auto add = [&](const std::string& input, const std::string& to) {
    whole.inputs.emplace(state.name, input);
    whole.ways.insert({state.name, input, to});
  };
  for (const Edge& edge : edges_of(state)) {
    if (edge.kind == InputKind::hung_up) continue;
    add(input_name(edge), destination(state, *edge.transition));
    if (!counted(*edge.transition) || is_hint(edge.kind))
      continue;  // a hint that finds its count used up changes nothing
    for (const Transition* way : ways_of_enough(state)) add(input_name(edge), destination(state, *way));
  }
  if (!state.is_silent()) add(std::string(to_string(InputKind::hung_up)), std::string(end));
}

/// The ways of one call, in order.
std::vector<Way> ways_of(const Passage& passage) {
  std::vector<Way> ways;
  for (std::size_t i = 0; i < passage.legs.size(); ++i) {
    const auto& [state, input, enough] = passage.legs[i];
    ways.push_back({state, input, i + 1 < passage.legs.size() ? passage.legs[i + 1].state : passage.at, enough});
  }
  return ways;
}

template <typename Set>
Set difference(const Set& whole, const Set& part) {
  Set left;
  std::set_difference(whole.begin(), whole.end(), part.begin(), part.end(), std::inserter(left, left.end()));
  return left;
}

}  // namespace

std::string destination(const State& state, const Transition& transition) {
  if (transition.go == again || transition.go == repeat) return state.name;
  // A flow that comes back is over, seen by itself.
  return transition.go.starts_with(return_prefix) ? std::string(end) : transition.go;
}

Coverage all_of(const Definition& definition) {
  Coverage whole;
  for (const State& state : definition.states) {
    whole.states.insert(state.name);
    if (state.waits_for != WaitsFor::nothing) add_ways(state, whole);
  }
  return whole;
}

Passage passage_of(const Walk& walk) {
  Passage passage;
  for (const Turn& turn : walk) passage.legs.insert(passage.legs.end(), turn.legs.begin(), turn.legs.end());
  if (!walk.empty()) passage.at = own_state(walk.back().position);
  return passage;
}

Coverage covered(std::span<const Walk> walks) {
  Coverage part;
  for (const Walk& walk : walks) {
    for (const Turn& turn : walk) {
      if (turn.position.state != end) part.states.insert(own_state(turn.position));
    }
    for (Way& way : ways_of(passage_of(walk))) {
      way.enough = false;
      part.inputs.emplace(way.state, way.input);
      part.ways.insert(std::move(way));
    }
  }
  return part;
}

void Traffic::add(const Passage& passage) {
  std::set<std::string> seen{passage.at};
  for (const Leg& leg : passage.legs) seen.insert(leg.state);
  for (const std::string& state : seen) ++states[state];
  const auto taken = ways_of(passage);
  for (const Way& way : std::set<Way>(taken.begin(), taken.end())) ++ways[way];
}

Traffic traffic(std::span<const Walk> walks) {
  Traffic all;
  for (const Walk& walk : walks) all.add(passage_of(walk));
  return all;
}

Coverage without(const Coverage& whole, const Coverage& part) {
  return {.states = difference(whole.states, part.states),
          .inputs = difference(whole.inputs, part.inputs),
          .ways = difference(whole.ways, part.ways)};
}

}  // namespace courtesy::flow
