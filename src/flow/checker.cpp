#include "flow/checker.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "flow/document_check.h"
#include "flow/names.h"

namespace courtesy::flow {
namespace {

constexpr std::string_view toml_file = "flow.toml";

bool is_reserved(std::string_view go) { return go == again || go == repeat || go == end; }

/// Everything that a person must have meant; silence and machines mean nothing.
bool needs_person(Action action) { return action != Action::left_on_machine; }

/// Destinations of a state that are states.
std::vector<std::string_view> next_states(const State& state) {
  std::vector<std::string_view> names;
  for (const Edge& edge : edges_of(state)) {
    if (!is_reserved(edge.transition->go)) names.push_back(edge.transition->go);
  }
  if (state.enough && !is_reserved(state.enough->go)) names.push_back(state.enough->go);
  return names;
}

/// Where a machine can get to: no machine presses a key.
std::vector<std::string_view> keyless_next(const State& state) {
  std::vector<std::string_view> names;
  bool asked_again = false;
  for (const Edge& edge : edges_of(state)) {
    if (edge.kind != InputKind::silence && edge.kind != InputKind::played) continue;
    const std::string_view go = edge.transition->go;
    if (go == again || go == repeat) {
      asked_again = true;
      names.push_back(state.name);
    } else if (go != end) {
      names.push_back(go);
    }
  }
  if (asked_again && state.enough && !is_reserved(state.enough->go)) names.push_back(state.enough->go);
  return names;
}

template <typename Next>
std::set<std::string, std::less<>> reach(const Definition& definition, std::vector<std::string_view> open, Next next) {
  std::set<std::string, std::less<>> seen;
  while (!open.empty()) {
    const State* state = definition.find(open.back());
    open.pop_back();
    if (state == nullptr || !seen.insert(state->name).second) continue;
    for (const std::string_view name : next(*state)) open.push_back(name);
  }
  return seen;
}

class GraphCheck {
 public:
  GraphCheck(const Definition& definition, std::vector<Finding>& findings)
      : definition_(definition), findings_(findings) {}

  void run() {
    if (definition_.find(definition_.start) == nullptr) {
      add(definition_.start_place, fmt::format("start = \"{}\" is no state: there are {}", definition_.start, names()));
    }
    for (const State& state : definition_.states) {
      inputs(state);
      destinations(state);
      actions(state);
      bounds(state);
    }
    reachable();
    rounds();
    endings();
  }

 private:
  void add(Place place, std::string message) {
    findings_.push_back({std::string(toml_file), place, std::move(message)});
  }

  std::string names() const {
    std::vector<std::string_view> all;
    for (const State& state : definition_.states) all.push_back(state.name);
    return comma_list(all);
  }

  void require(const State& state, const std::optional<Transition>& transition, std::string_view name,
               std::string_view why) {
    if (!transition) {
      add(state.place, fmt::format("{} has no \"{}\": {}", state.name, name, why));
    }
  }

  void forbid(const State& state, const std::optional<Transition>& transition, std::string_view name,
              std::string_view why) {
    if (transition) add(transition->place, fmt::format("{} cannot have \"{}\": {}", state.name, name, why));
  }

  void inputs(const State& state) {
    switch (state.waits_for) {
      case WaitsFor::key:
        if (state.keys.empty()) add(state.place, fmt::format("{} waits for a key and handles none", state.name));
        require(state, state.otherwise, "otherwise", "say what a wrong key does, like otherwise = \"again\"");
        require(state, state.silence, "silence", "say what happens without a key, like silence = \"again\"");
        forbid(state, state.played, "played", "it waits for a key, and its prompt's end is followed by silence");
        break;
      case WaitsFor::played:
        require(state, state.played, "played", "say what comes after its prompt, like played = \"end\"");
        forbid(state, state.silence, "silence", "it asks nothing; its prompt's end is \"played\"");
        if (!state.keys.empty())
          require(state, state.otherwise, "otherwise", "it handles some keys: say what others do");
        break;
      case WaitsFor::nothing:
        forbid(state, state.otherwise, "otherwise", "it waits for nothing");
        forbid(state, state.silence, "silence", "it waits for nothing");
        forbid(state, state.played, "played", "it waits for nothing: after its prompt it hangs up");
        forbid(state, state.enough, "enough", "it waits for nothing");
        for (const auto& [key, transition] : state.keys) {
          add(transition.place, fmt::format("{} cannot have \"{}\": it waits for nothing", state.name, key));
        }
        break;
    }
  }

  void destinations(const State& state) {
    const auto one = [&](const Transition& transition) {
      if (!is_reserved(transition.go) && definition_.find(transition.go) == nullptr) {
        add(transition.place, fmt::format("{} goes to \"{}\", which is no state: there are {}, again, repeat, end",
                                          state.name, transition.go, names()));
      }
    };
    for (const Edge& edge : edges_of(state)) one(*edge.transition);
    if (!state.enough) return;
    one(*state.enough);
    if (state.enough->go == again || state.enough->go == repeat) {
      add(state.enough->place, fmt::format("{}: enough cannot ask once more: go to a state that ends", state.name));
    }
  }

  void actions(const State& state) {
    for (const Edge& edge : edges_of(state)) {
      for (const Action action : edge.transition->actions) action_on(state, edge, action);
    }
    if (!state.enough) return;
    for (const Action action : state.enough->actions) {
      add(state.enough->place,
          fmt::format("{}: enough cannot do {}: nobody asked for it", state.name, to_string(action)));
    }
  }

  void action_on(const State& state, const Edge& edge, Action action) {
    const bool key = edge.kind == InputKind::keys;
    if (needs_person(action) != key) {
      add(edge.transition->place,
          fmt::format("{}: {} cannot hang on \"{}\": {}", state.name, to_string(action),
                      key ? edge.keys : to_string(edge.kind),
                      key ? "a machine presses no key" : "only a key shows that a person means it"));
    }
    const State* target = definition_.find(edge.transition->go);
    const bool ends = edge.transition->go == end || (target != nullptr && target->waits_for == WaitsFor::nothing);
    if (action == Action::opt_out && !ends) {
      add(edge.transition->place,
          fmt::format("{}: after opt_out the call must end at once: go to a state that waits for nothing", state.name));
    }
  }

  void bounds(const State& state) {
    bool asks_again = false;
    bool repeats = false;
    for (const Edge& edge : edges_of(state)) {
      asks_again |= edge.transition->go == again;
      repeats |= edge.transition->go == repeat;
    }
    bound(state, asks_again, state.tries, "again", "tries");
    bound(state, repeats, state.repeats, "repeat", "repeats");
    if ((asks_again || repeats) && !state.enough) {
      add(state.place,
          fmt::format("{} has no \"enough\": say what comes when its tries or repeats are used up", state.name));
    }
    if (!asks_again && !repeats && state.enough) {
      add(state.enough->place, fmt::format("{}: enough never happens: nothing goes to again or repeat", state.name));
    }
  }

  void bound(const State& state, bool used, int given, std::string_view destination, std::string_view setting) {
    if (used && given == 0) {
      add(state.place, fmt::format("{} goes to {} and has no {}: say how often, like {} = 3", state.name, destination,
                                   setting, setting));
    }
    if (!used && given != 0) {
      add(state.place, fmt::format("{} has {} and nothing goes to {}: leave it out", state.name, setting, destination));
    }
  }

  void reachable() {
    const auto seen = reach(definition_, {definition_.start}, next_states);
    for (const State& state : definition_.states) {
      if (!seen.contains(state.name)) {
        add(state.place,
            fmt::format("{} cannot be reached from {}: go to it, or take it out", state.name, definition_.start));
      }
    }
  }

  /// Depth first; a state met while it is still open closes a round that no counter bounds.
  void rounds() {
    for (const State& state : definition_.states) visit(state);
  }

  void visit(const State& state) {
    if (done_.contains(state.name)) return;
    path_.push_back(state.name);
    for (const std::string_view name : next_states(state)) {
      const auto begin = std::find(path_.begin(), path_.end(), name);
      const State* next = definition_.find(name);
      if (begin != path_.end()) {
        std::string way;
        for (auto step = begin; step != path_.end(); ++step) way += *step + " > ";
        add(state.place,
            fmt::format("a call may go round for ever: {}{}; use again or repeat, which are counted", way, name));
      } else if (next != nullptr) {
        visit(*next);
      }
    }
    path_.pop_back();
    done_.insert(state.name);
  }

  bool ends(const State& state) const {
    if (state.waits_for == WaitsFor::nothing) return true;
    for (const Edge& edge : edges_of(state)) {
      if (edge.kind != InputKind::hung_up && edge.transition->go == end) return true;
    }
    return state.enough && state.enough->go == end;
  }

  void endings() {
    for (const State& state : definition_.states) {
      const auto seen = reach(definition_, {state.name}, next_states);
      const bool can =
          std::any_of(seen.begin(), seen.end(), [&](const auto& name) { return ends(*definition_.find(name)); });
      if (!can) {
        add(state.place, fmt::format("{} can never end: somewhere behind it must be a state that waits for nothing, or "
                                     "the destination end",
                                     state.name));
      }
    }
  }

  const Definition& definition_;
  std::vector<Finding>& findings_;
  std::vector<std::string> path_;
  std::set<std::string, std::less<>> done_;
};

}  // namespace

std::vector<Edge> edges_of(const State& state) {
  std::vector<Edge> edges;
  for (const auto& [key, transition] : state.keys) edges.push_back({InputKind::keys, std::string(1, key), &transition});
  if (state.otherwise) edges.push_back({InputKind::keys, "otherwise", &*state.otherwise});
  if (state.silence) edges.push_back({InputKind::silence, "", &*state.silence});
  if (state.played) edges.push_back({InputKind::played, "", &*state.played});
  if (state.hung_up) edges.push_back({InputKind::hung_up, "", &*state.hung_up});
  return edges;
}

std::vector<std::string> machine_states(const Definition& definition) {
  std::vector<std::string_view> roots;
  if (const State* start = definition.find(definition.start)) roots = keyless_next(*start);
  for (const State& state : definition.states) {
    if (state.machine) roots.push_back(state.name);
  }
  const auto seen = reach(definition, roots, keyless_next);
  return {seen.begin(), seen.end()};
}

std::vector<Finding> check(const Parts& parts) {
  std::vector<Finding> findings;
  GraphCheck(parts.definition, findings).run();
  check_documents(parts, findings);
  return findings;
}

}  // namespace courtesy::flow
