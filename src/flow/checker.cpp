#include "flow/checker.h"

#include <algorithm>

#include "flow/audio_check.h"
#include "flow/document_check.h"
#include "flow/edges.h"
#include "flow/graph_check.h"
#include "flow/knowledge_check.h"
#include "flow/reach.h"

namespace courtesy::flow {
namespace {

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
