#include "flow/checker.h"

#include <algorithm>

#include "flow/audio_check.h"
#include "flow/document_check.h"
#include "flow/graph_check.h"
#include "flow/knowledge_check.h"
#include "flow/reach.h"

namespace courtesy::flow {
namespace {

InputKind kind_named(std::string_view name) {
  for (const InputKind kind :
       {InputKind::recorded, InputKind::connected, InputKind::not_connected, InputKind::machine, InputKind::person}) {
    if (to_string(kind) == name) return kind;
  }
  return InputKind::answer;
}

/// Where a machine can get to: no machine presses a key. Which of its returns a flow comes back with without one is not
/// asked: it may be any.
std::vector<std::string_view> keyless_next(const State& state) {
  std::vector<std::string_view> names;
  bool counted = false;
  const auto add = [&](const Transition& way) {
    if (way.go == again || way.go == repeat) {
      names.push_back(state.name);
    } else {
      names.push_back(way.go);  // reach() leaves out what is no state
    }
  };
  for (const Edge& edge : edges_of(state)) {
    if (edge.kind == InputKind::keys || edge.kind == InputKind::hung_up) continue;
    counted |= edge.transition->go == again || edge.transition->go == repeat || edge.transition->back;
    add(*edge.transition);
  }
  if (counted) {
    for (const Transition* way : ways_of_enough(state)) add(*way);
  }
  return names;
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

bool acknowledges(const Definition& definition) {
  return std::any_of(definition.states.begin(), definition.states.end(), [](const State& state) {
    return std::any_of(state.keys.begin(), state.keys.end(), [](const auto& entry) {
      const auto& actions = entry.second.actions;
      return std::count(actions.begin(), actions.end(), Action::acknowledge) != 0;
    });
  });
}

std::vector<std::string> opening_states(const Definition& definition) {
  const auto passed = reach(definition, {definition.start}, [](const State& state) {
    return state.is_silent() ? next_states(state, true) : std::vector<std::string_view>{};
  });
  std::vector<std::string> names;
  for (const std::string& name : passed) {
    if (!definition.find(name)->is_silent()) names.push_back(name);
  }
  return names;
}

std::vector<std::string> machine_states(const Definition& definition) {
  std::vector<std::string_view> roots;
  if (!definition.inbound && !definition.is_sub_flow()) {
    for (const std::string& name : opening_states(definition)) {
      const auto next = keyless_next(*definition.find(name));
      roots.insert(roots.end(), next.begin(), next.end());
    }
  }
  for (const State& state : definition.states) {
    if (state.machine) roots.push_back(state.name);
  }
  const auto seen = reach(definition, roots, keyless_next);
  return {seen.begin(), seen.end()};
}

std::vector<Finding> check(const Parts& parts) {
  std::vector<Finding> findings;
  check_graph(parts, findings);
  check_documents(parts, findings);
  check_knowledge(parts, findings);
  check_audio(parts, findings);
  return findings;
}

}  // namespace courtesy::flow
