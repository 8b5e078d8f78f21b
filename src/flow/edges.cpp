#include "flow/edges.h"

namespace courtesy::flow {
namespace {

InputKind kind_named(std::string_view name) {
  for (const InputKind kind :
       {InputKind::recorded, InputKind::connected, InputKind::not_connected, InputKind::machine, InputKind::person}) {
    if (to_string(kind) == name) return kind;
  }
  return InputKind::answer;
}

}  // namespace

std::vector<Edge> edges_of(const State& state) {
  std::vector<Edge> edges;
  const auto add = [&](InputKind kind, const std::string& keys, const Transition& transition) {
    for (const Transition& guarded : transition.guarded) edges.push_back({kind, keys, &guarded});
    edges.push_back({kind, keys, &transition});
  };
  for (const auto& [key, transition] : state.keys) add(InputKind::keys, std::string(1, key), transition);
  if (const auto entered = state.others.find("entered"); entered != state.others.end()) {
    add(InputKind::keys, "entered", entered->second);
  }
  if (state.otherwise) add(InputKind::keys, "otherwise", *state.otherwise);
  if (state.silence) add(InputKind::silence, "", *state.silence);
  if (state.played) add(InputKind::played, "", *state.played);
  for (const auto& [name, transition] : state.others) {
    if (name == "entered") continue;
    if (state.is_silent()) {
      add(state.waits_for == WaitsFor::answer ? InputKind::answer : InputKind::returned, name, transition);
    } else {
      add(kind_named(name), "", transition);
    }
  }
  if (state.hung_up) edges.push_back({InputKind::hung_up, "", &*state.hung_up});
  return edges;
}

std::vector<const Transition*> ways_of_enough(const State& state) {
  std::vector<const Transition*> ways;
  if (!state.enough) return ways;
  for (const Transition& guarded : state.enough->guarded) ways.push_back(&guarded);
  ways.push_back(&*state.enough);
  return ways;
}

}  // namespace courtesy::flow
