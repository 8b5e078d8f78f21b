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

/// With what a flow that is run came back: the names by which the step can have left it, or all when it left several.
std::set<std::string> returns_by(const State& left, const Input& input) {
  std::set<std::string> names;
  const auto add = [&](const Transition& way) {
    if (way.go.starts_with(return_prefix)) names.insert(way.go.substr(return_prefix.size()));
  };
  for (const Edge& edge : edges_of(left)) {
    if (input_name(edge) == input_name(left, input)) add(*edge.transition);
  }
  for (const Transition* way : ways_of_enough(left)) add(*way);
  return names;
}

/// Out of a state that runs a flow.
std::vector<Way> returns_of(const Flow& flow, const State& waiting, const Turn& before, const Turn& after) {
  const State* left = flow.state_at(before.position);
  const auto names = left == nullptr ? std::set<std::string>{} : returns_by(*left, after.input);
  std::vector<Way> ways;
  for (const Edge& edge : edges_of(waiting)) {
    if (edge.kind != InputKind::returned || (!names.empty() && !names.contains(edge.keys))) continue;
    if (destination(waiting, *edge.transition) != own_state(after.position)) continue;
    ways.push_back({waiting.name, edge.keys, own_state(after.position)});
  }
  return ways;
}

/// The ways of one call, in order. An answered call's first turn is none.
std::vector<Way> ways_of(const Flow& flow, const Walk& walk) {
  std::vector<Way> ways;
  for (std::size_t i = 1; i < walk.size(); ++i) {
    const State* from = flow.definition().find(own_state(walk[i - 1].position));
    if (from == nullptr) continue;
    if (walk[i - 1].position.callers.empty()) {
      ways.push_back({from->name, input_name(*from, walk[i].input), own_state(walk[i].position)});
    } else if (own_state(walk[i].position) != from->name) {
      for (Way& way : returns_of(flow, *from, walk[i - 1], walk[i])) ways.push_back(std::move(way));
    }
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

Coverage covered(const Flow& flow, std::span<const Walk> walks) {
  Coverage part;
  for (const Walk& walk : walks) {
    for (const Turn& turn : walk) {
      if (turn.position.state != end) part.states.insert(own_state(turn.position));
    }
    for (Way& way : ways_of(flow, walk)) {
      part.inputs.emplace(way.state, way.input);
      part.ways.insert(std::move(way));
    }
  }
  return part;
}

Traffic traffic(const Flow& flow, std::span<const Walk> walks) {
  Traffic all;
  for (const Walk& walk : walks) {
    std::set<std::string> seen;
    for (const Turn& turn : walk) seen.insert(own_state(turn.position));
    for (const std::string& state : seen) ++all.states[state];
    const auto ways = ways_of(flow, walk);
    for (const Way& way : std::set<Way>(ways.begin(), ways.end())) ++all.ways[way];
  }
  return all;
}

Coverage without(const Coverage& whole, const Coverage& part) {
  return {.states = difference(whole.states, part.states),
          .inputs = difference(whole.inputs, part.inputs),
          .ways = difference(whole.ways, part.ways)};
}

}  // namespace courtesy::flow
