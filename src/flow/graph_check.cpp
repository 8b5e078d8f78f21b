#include "flow/graph_check.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "flow/edges.h"
#include "flow/faults.h"
#include "flow/names.h"
#include "flow/questions.h"
#include "flow/reach.h"

namespace courtesy::flow {
namespace {

constexpr std::string_view toml_file = "flow.toml";

bool is_reserved(std::string_view go) {
  return go == again || go == repeat || go == end || go.starts_with(return_prefix);
}

bool is_hint(InputKind kind) { return kind == InputKind::machine || kind == InputKind::person; }

/// Where an action's meaning is certain.
bool may_hang_on(Action action, InputKind kind) {
  switch (action) {
    case Action::confirm:
    case Action::cancel:
    case Action::request_call_back:
    case Action::opt_out:
    case Action::heard_by_person:
    case Action::acknowledge:
    case Action::keep_prompt: return kind == InputKind::keys;
    case Action::left_on_machine:
      return kind == InputKind::silence || kind == InputKind::played || kind == InputKind::hung_up;
    case Action::save_recording:
      return kind == InputKind::keys || kind == InputKind::recorded || kind == InputKind::hung_up;
    case Action::discard_prompt:
      return kind == InputKind::keys || kind == InputKind::silence || kind == InputKind::hung_up;
    case Action::note_missed_call: return !is_hint(kind);
  }
  return false;
}

std::string_view why_not(Action action, InputKind kind) {
  if (is_hint(kind)) return "who answered is only a guess of the gateway";
  if (action == Action::left_on_machine && kind == InputKind::keys) return "a machine presses no key";
  if (action == Action::save_recording) return "there is no recording then";
  return "only a key shows that a person means it";
}

struct Needed {
  std::string_view name;
  std::string_view why;
};

/// Inputs by name that a state must handle.
std::vector<Needed> needed_others(const State& state, const Parts& parts) {
  switch (state.waits_for) {
    case WaitsFor::digits: return {{"entered", "say what comes after a right value"}};
    case WaitsFor::recording: return {{"recorded", "say what comes after the recording"}};
    case WaitsFor::dial:
      return {{"connected", "say what comes when they have talked, like connected = \"end\""},
              {"not_connected", "say what comes when nobody answers"}};
    case WaitsFor::answer: {
      std::vector<Needed> needed;
      const QuestionKind* kind = find_question(state.ask);
      if (kind == nullptr) return {};
      for (const auto answer : kind->answers) needed.push_back({answer, "the question has this answer too"});
      return needed;
    }
    case WaitsFor::flow: {
      std::vector<Needed> needed;
      const auto sub = parts.subs.find(state.run);
      if (sub == parts.subs.end()) return {};
      for (const auto& name : sub->second->definition.returns) {
        needed.push_back({name, "the flow that it runs may return so"});
      }
      return needed;
    }
    case WaitsFor::key:
    case WaitsFor::played:
    case WaitsFor::nothing: return {};
  }
  return {};
}

class GraphCheck {
 public:
  GraphCheck(const Parts& parts, std::vector<Finding>& findings)
      : parts_(parts), definition_(parts.definition), findings_(findings) {}

  void run() {
    start();
    for (const State& state : definition_.states) {
      inputs(state);
      hang_up(state);
      destinations(state);
      actions(state);
      bounds(state);
    }
    counted_back();
    returned();
    reachable();
    rounds();
    endings();
  }

 private:
  void add(std::string_view code, Place place, std::string message) {
    findings_.push_back(fault(code, std::string(toml_file), place, std::move(message)));
  }

  std::string names() const {
    std::vector<std::string_view> all;
    for (const State& state : definition_.states) all.push_back(state.name);
    return comma_list(all);
  }

  void start() {
    if (definition_.start.empty()) return;  // reported where it is missing
    const State* first = definition_.find(definition_.start);
    if (first == nullptr) {
      add("no-such-state", definition_.start_place,
          fmt::format("start = \"{}\" is no state: there are {}", definition_.start, names()));
    } else if (first->waits_for == WaitsFor::flow) {
      add("caller-unnamed", definition_.start_place,
          fmt::format("{} runs another flow: begin with a state that says who speaks", definition_.start));
    }
  }

  void require(const State& state, bool there, Needed needed) {
    if (!there)
      add("input-unhandled", state.place, fmt::format("{} has no \"{}\": {}", state.name, needed.name, needed.why));
  }

  void forbid(const State& state, const std::optional<Transition>& transition, std::string_view name,
              std::string_view why) {
    if (transition) forbidden(state, *transition, name, why);
  }

  void forbidden(const State& state, const Transition& transition, std::string_view name, std::string_view why) {
    add("input-impossible", transition.place, fmt::format("{} cannot have \"{}\": {}", state.name, name, why));
  }

  void inputs(const State& state) {
    const Needed wrong_key{"otherwise", "say what a wrong key does, like otherwise = \"again\""};
    const Needed no_key{"silence", "say what happens without a key, like silence = \"again\""};
    switch (state.waits_for) {
      case WaitsFor::key:
        if (state.keys.empty()) {
          add("input-unhandled", state.place, fmt::format("{} waits for a key and handles none", state.name));
        }
        require(state, state.otherwise.has_value(), wrong_key);
        require(state, state.silence.has_value(), no_key);
        forbid(state, state.played, "played", "it waits for a key, and its prompt's end is followed by silence");
        break;
      case WaitsFor::digits:
        require(state, state.otherwise.has_value(), {"otherwise", "say what a wrong value does"});
        require(state, state.silence.has_value(), no_key);
        forbid(state, state.played, "played", "it waits for digits, and its prompt's end is followed by silence");
        no_keys(state, "it waits for a whole value: see \"entered\"");
        break;
      case WaitsFor::played:
        require(state, state.played.has_value(), {"played", "say what comes after its prompt, like played = \"end\""});
        forbid(state, state.silence, "silence", "it asks nothing; its prompt's end is \"played\"");
        if (!state.keys.empty()) {
          require(state, state.otherwise.has_value(), {"otherwise", "it handles some keys: say what others do"});
        }
        break;
      case WaitsFor::recording:
        require(state, state.silence.has_value(), {"silence", "say what happens when nothing is said"});
        forbid(state, state.played, "played", "it records, and ends with \"recorded\" or \"silence\"");
        forbid(state, state.otherwise, "otherwise", "every key ends the recording");
        no_keys(state, "every key ends the recording");
        break;
      case WaitsFor::dial: nothing_but_others(state, "it puts the caller through"); break;
      case WaitsFor::answer: nothing_but_others(state, "it asks the engine and not the caller"); break;
      case WaitsFor::flow: nothing_but_others(state, "it goes on by what the other flow returns"); break;
      case WaitsFor::nothing:
        nothing_but_others(state, "it waits for nothing: after its prompt it hangs up");
        forbid(state, state.enough, "enough", "it waits for nothing");
        break;
    }
    others(state);
  }

  void no_keys(const State& state, std::string_view why) {
    for (const auto& [key, transition] : state.keys) forbidden(state, transition, std::string_view(&key, 1), why);
  }

  void nothing_but_others(const State& state, std::string_view why) {
    no_keys(state, why);
    forbid(state, state.otherwise, "otherwise", why);
    forbid(state, state.silence, "silence", why);
    forbid(state, state.played, "played", why);
  }

  void others(const State& state) {
    const auto needed = needed_others(state, parts_);
    for (const Needed& one : needed) require(state, state.others.contains(one.name), one);
    if (state.is_silent() && needed.empty()) return;  // what it asks or runs is not known, and reported as that
    for (const auto& [name, transition] : state.others) {
      const bool hint = name == "machine" || name == "person";
      const bool expected =
          std::any_of(needed.begin(), needed.end(), [&](const auto& one) { return one.name == name; });
      if (expected || (hint && !state.is_silent() && state.waits_for != WaitsFor::nothing)) continue;
      forbidden(state, transition, name, fmt::format("it waits for \"{}\"", to_string(state.waits_for)));
    }
  }

  void hang_up(const State& state) {
    const bool half_done = state.waits_for == WaitsFor::digits || state.waits_for == WaitsFor::recording;
    if (half_done && !state.hung_up) {
      add("hang-up-unnamed", state.place,
          fmt::format("{}: say what happens when the caller hangs up, here or for all states in [on]: hung_up = "
                      "\"nothing\" or hung_up = {{ do = [...] }}",
                      state.name));
    }
  }

  void destination(const State& state, const Transition& transition) {
    const std::string_view go = transition.go;
    if (go.starts_with(return_prefix) && !transition.back) {
      const auto name = go.substr(return_prefix.size());
      if (is_one_of_returns(name)) return;
      return add("no-such-state", transition.place,
                 fmt::format("{} returns \"{}\", which flow.toml does not list: write it into returns = [...]",
                             state.name, name));
    }
    if (transition.back ? definition_.find(go) != nullptr : is_reserved(go) || definition_.find(go) != nullptr) return;
    add("no-such-state", transition.place,
        fmt::format("{} goes {}to \"{}\", which is no state: there are {}, again, repeat, end", state.name,
                    transition.back ? "back " : "", go, names()));
  }

  bool is_one_of_returns(std::string_view name) const {
    return std::count(definition_.returns.begin(), definition_.returns.end(), name) != 0;
  }

  void destinations(const State& state) {
    for (const Edge& edge : edges_of(state)) destination(state, *edge.transition);
    for (const Transition* way : ways_of_enough(state)) {
      destination(state, *way);
      if (way->go == again || way->go == repeat || way->back) {
        add("unbounded-retry", way->place,
            fmt::format("{}: enough cannot ask once more: go to a state that ends", state.name));
      }
    }
  }

  void actions(const State& state) {
    for (const Edge& edge : edges_of(state)) {
      for (const Action action : edge.transition->actions) action_on(state, edge, action);
      if (is_hint(edge.kind) && !edge.transition->events.empty()) {
        add("action-without-person", edge.transition->place,
            fmt::format("{}: a hint cannot emit: {}", state.name, why_not(Action::confirm, edge.kind)));
      }
    }
    for (const Transition* way : ways_of_enough(state)) {
      for (const Action action : way->actions) {
        if (action == Action::note_missed_call || action == Action::discard_prompt) continue;
        add("action-without-person", way->place,
            fmt::format("{}: enough cannot do {}: nobody asked for it", state.name, to_string(action)));
      }
    }
  }

  void action_on(const State& state, const Edge& edge, Action action) {
    if (!may_hang_on(action, edge.kind)) {
      add("action-without-person", edge.transition->place,
          fmt::format("{}: {} cannot hang on \"{}\": {}", state.name, to_string(action),
                      edge.keys.empty() ? to_string(edge.kind) : edge.keys, why_not(action, edge.kind)));
    }
    const State* target = definition_.find(edge.transition->go);
    const bool ends = edge.transition->go == end || (target != nullptr && target->waits_for == WaitsFor::nothing);
    if (action == Action::opt_out && !ends) {
      add("opt-out-goes-on", edge.transition->place,
          fmt::format("{}: after opt_out the call must end at once: go to a state that waits for nothing", state.name));
    }
  }

  void bounds(const State& state) {
    bool asks_again = false;
    bool repeats = false;
    bool hint_repeats = false;
    bool goes_back = false;
    for (const Edge& edge : edges_of(state)) {
      const std::string_view go = edge.transition->go;
      if (is_hint(edge.kind)) {
        hint_repeats |= go == repeat || go == again;
        continue;
      }
      asks_again |= go == again;
      repeats |= go == repeat;
      goes_back |= edge.transition->back;
    }
    bound(state, asks_again, state.tries, "again", "tries");
    bound(state, repeats || hint_repeats, state.repeats, "repeat", "repeats");
    const bool counted = asks_again || repeats || goes_back;
    if (counted && !state.enough) {
      add("unbounded-retry", state.place,
          fmt::format("{} has no \"enough\": say what comes when its tries, repeats or rounds are used up",
                      state.name));
    }
    if (!counted && state.enough && state.waits_for != WaitsFor::nothing) {
      add("never-happens", state.enough->place,
          fmt::format("{}: enough never happens: nothing goes to again or repeat, or back", state.name));
    }
    back_is_used_ |= goes_back;
  }

  void bound(const State& state, bool used, int given, std::string_view destination, std::string_view setting) {
    if (used && given == 0) {
      add("unbounded-retry", state.place,
          fmt::format("{} goes to {} and has no {}: say how often, like {} = 3", state.name, destination, setting,
                      setting));
    }
    if (!used && given != 0) {
      add("never-happens", state.place,
          fmt::format("{} has {} and nothing goes to {}: leave it out", state.name, setting, destination));
    }
  }

  void counted_back() {
    if (back_is_used_ && definition_.rounds == 0) {
      add("unbounded-retry", {1, 1}, "the flow goes back and has no rounds: say how often in all, like rounds = 2");
    }
    if (!back_is_used_ && definition_.rounds != 0) {
      add("never-happens", {1, 1}, "rounds is given and nothing goes back: leave it out");
    }
  }

  void returned() {
    std::set<std::string_view> used;
    for (const State& state : definition_.states) {
      const auto note = [&](const Transition& way) {
        if (way.go.starts_with(return_prefix)) used.insert(std::string_view(way.go).substr(return_prefix.size()));
      };
      for (const Edge& edge : edges_of(state)) note(*edge.transition);
      for (const Transition* way : ways_of_enough(state)) note(*way);
    }
    for (const std::string& name : definition_.returns) {
      if (used.contains(name)) continue;
      add("never-happens", {1, 1},
          fmt::format("nothing goes to return.{}: go there, or take \"{}\" out of returns", name, name));
    }
  }

  void reachable() {
    if (definition_.find(definition_.start) == nullptr) return;
    const auto seen =
        reach(definition_, {definition_.start}, [](const State& state) { return next_states(state, true); });
    for (const State& state : definition_.states) {
      if (!seen.contains(state.name)) {
        add("unreachable", state.place,
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
    for (const std::string_view name : next_states(state, false)) {
      const auto begin = std::find(path_.begin(), path_.end(), name);
      const State* next = definition_.find(name);
      if (begin != path_.end()) {
        std::string way;
        for (auto step = begin; step != path_.end(); ++step) way += *step + " > ";
        add("endless-round", state.place,
            fmt::format("a call may go round for ever: {}{}; use again or repeat, or back with rounds, which are "
                        "counted",
                        way, name));
      } else if (next != nullptr) {
        visit(*next);
      }
    }
    path_.pop_back();
    done_.insert(state.name);
  }

  static bool ends(const State& state) {
    if (state.waits_for == WaitsFor::nothing) return true;
    const auto leaves = [](const Transition& way) { return way.go == end || way.go.starts_with(return_prefix); };
    for (const Edge& edge : edges_of(state)) {
      if (edge.kind != InputKind::hung_up && leaves(*edge.transition)) return true;
    }
    const auto ways = ways_of_enough(state);
    return std::any_of(ways.begin(), ways.end(), [&](const Transition* way) { return leaves(*way); });
  }

  void endings() {
    for (const State& state : definition_.states) {
      const auto seen = reach(definition_, {state.name}, [](const State& from) { return next_states(from, false); });
      const bool can =
          std::any_of(seen.begin(), seen.end(), [&](const auto& name) { return ends(*definition_.find(name)); });
      if (!can) {
        add("cannot-end", state.place,
            fmt::format("{} can never end: somewhere behind it must be a state that waits for nothing, or "
                        "the destination end",
                        state.name));
      }
    }
  }

  const Parts& parts_;
  const Definition& definition_;
  std::vector<Finding>& findings_;
  bool back_is_used_ = false;
  std::vector<std::string> path_;
  std::set<std::string, std::less<>> done_;
};

}  // namespace

std::vector<std::string_view> next_states(const State& state, bool with_back) {
  std::vector<std::string_view> names;
  const auto add = [&](const Transition& way) {
    if (way.back ? with_back : !is_reserved(way.go)) names.push_back(way.go);
  };
  for (const Edge& edge : edges_of(state)) add(*edge.transition);
  for (const Transition* way : ways_of_enough(state)) add(*way);
  return names;
}

void check_graph(const Parts& parts, std::vector<Finding>& findings) { GraphCheck(parts, findings).run(); }

}  // namespace courtesy::flow
