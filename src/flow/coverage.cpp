#include "flow/coverage.h"

#include <algorithm>
#include <iterator>

#include "flow/input_words.h"

namespace courtesy::flow {
namespace {

bool counted(const Transition& transition) { return transition.go == again || transition.go == repeat; }

void add_ways(const State& state, Coverage& whole) {
  const auto add = [&](const std::string& input, const std::string& to) {
    whole.inputs.emplace(state.name, input);
    whole.ways.insert({state.name, input, to});
  };
  for (const Edge& edge : edges_of(state)) {
    const std::string input = input_name(edge);
    add(input, counted(*edge.transition) ? state.name : edge.transition->go);
    if (counted(*edge.transition) && state.enough) add(input, state.enough->go);
  }
  add(std::string(to_string(InputKind::hung_up)), std::string(end));
}

/// The ways of one call, in order. An answered call's first turn is none.
std::vector<Way> ways_of(const Definition& definition, const Walk& walk) {
  std::vector<Way> ways;
  for (std::size_t i = 1; i < walk.size(); ++i) {
    const State* from = definition.find(walk[i - 1].position.state);
    if (from == nullptr) continue;
    ways.push_back({from->name, input_name(*from, walk[i].input), walk[i].position.state});
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

Coverage all_of(const Definition& definition) {
  Coverage whole;
  for (const State& state : definition.states) {
    whole.states.insert(state.name);
    if (state.waits_for != WaitsFor::nothing) add_ways(state, whole);
  }
  return whole;
}

Coverage covered(const Definition& definition, std::span<const Walk> walks) {
  Coverage part;
  for (const Walk& walk : walks) {
    for (const Turn& turn : walk) {
      if (turn.position.state != end) part.states.insert(turn.position.state);
    }
    for (Way& way : ways_of(definition, walk)) {
      part.inputs.emplace(way.state, way.input);
      part.ways.insert(std::move(way));
    }
  }
  return part;
}

Traffic traffic(const Definition& definition, std::span<const Walk> walks) {
  Traffic all;
  for (const Walk& walk : walks) {
    std::set<std::string> seen;
    for (const Turn& turn : walk) seen.insert(turn.position.state);
    for (const std::string& state : seen) ++all.states[state];
    const auto ways = ways_of(definition, walk);
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
