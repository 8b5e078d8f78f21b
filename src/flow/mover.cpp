#include "flow/mover.h"

#include <fmt/format.h>

#include <algorithm>

#include "flow/input_words.h"
#include "flow/names.h"

namespace courtesy::flow {
namespace {

twiml::Element hang_up() { return {.name = "Response", .children = {twiml::Element{.name = "Hangup"}}}; }

/// The first alternative whose guard holds; the last has none.
const Transition& alternative(const Transition& transition, const Facts& facts) {
  for (const Transition& guarded : transition.guarded) {
    if (facts.flags.contains(guarded.when)) return guarded;
  }
  return transition;
}

const Transition* named(const State& state, std::string_view name) {
  const auto found = state.others.find(name);
  return found == state.others.end() ? nullptr : &found->second;
}

const Transition* first_of(const std::optional<Transition>& one, const std::optional<Transition>& other) {
  return one ? &*one : other ? &*other : nullptr;
}

const Transition* on_keys(const State& state, const std::string& keys) {
  if (keys.empty()) return first_of(state.silence, state.played);
  if (state.waits_for == WaitsFor::digits && is_value(state.kind, state.length, keys)) return named(state, "entered");
  if (keys.size() == 1 && state.waits_for != WaitsFor::digits) {
    const auto found = state.keys.find(keys.front());
    if (found != state.keys.end()) return &found->second;
  }
  return state.otherwise ? &*state.otherwise : nullptr;
}

const Transition* unguarded_transition(const State& state, const Input& input) {
  switch (input.kind) {
    case InputKind::answered:
    case InputKind::returned: return nullptr;
    case InputKind::hung_up: return state.hung_up ? &*state.hung_up : nullptr;
    case InputKind::silence:
    case InputKind::played: return first_of(state.silence, state.played);
    case InputKind::keys: return on_keys(state, input.keys);
    case InputKind::recorded:
    case InputKind::connected:
    case InputKind::not_connected:
    case InputKind::machine:
    case InputKind::person: return named(state, to_string(input.kind));
    case InputKind::answer: return state.waits_for == WaitsFor::answer ? named(state, input.keys) : nullptr;
  }
  return nullptr;
}

bool is_hint(InputKind kind) { return kind == InputKind::machine || kind == InputKind::person; }

/// How often `again` and `repeat` may still come.
bool has_room(const State& state, const Position& position, std::string_view go) {
  if (go == again) return position.tries < state.tries - 1;
  return go != repeat || position.repeats < state.repeats;
}

const Parts* inner_of(const Parts& parts, std::string_view state_name) {
  const State* state = parts.definition.find(state_name);
  const auto found = state == nullptr ? parts.subs.end() : parts.subs.find(state->run);
  return found == parts.subs.end() ? nullptr : found->second.get();
}

/// A step in the making.
class Course {
 public:
  Course(const Parts& outermost, Position at, const Facts& facts)
      : outermost_(outermost), facts_(facts), at_(std::move(at)), fields_(facts.fields) {}

  Result<Step> begin() {
    enter(outermost_.definition.start);
    return show();
  }

  Result<Step> on(const Input& input) {
    if (at_.state == end) return ended();
    const State* state = now();
    if (state == nullptr) {
      return invalid(fmt::format("flow {} has no state \"{}\" in this version", outermost_.name, at_.state));
    }
    if (input.kind == InputKind::hung_up) return hung_up();
    // A state that hangs up has said its word: nothing that comes late makes it speak again.
    if (state->waits_for == WaitsFor::nothing) {
      return Step{.position = at_, .document = hang_up(), .ends = true, .fields = fields_};
    }
    const Transition* transition = transition_on(*state, at_, input, facts_);
    if (transition == nullptr) return show();
    leaves(*state, input_name(*state, input));
    collect(*state, input, *transition);
    take(*transition);
    return at_.state == end ? Result<Step>(ended()) : show();
  }

 private:
  const Parts& active() const { return *standing_in(outermost_, at_); }
  const State* now() const {
    const Parts* parts = standing_in(outermost_, at_);
    return parts == nullptr ? nullptr : parts->definition.find(at_.state);
  }

  void leaves(const State& state, std::string input) {
    if (at_.callers.empty()) legs_.push_back({state.name, std::move(input)});
  }

  /// A value that was keyed in is kept; a secret is forgotten once it was asked about.
  void collect(const State& state, const Input& input, const Transition& transition) {
    const Transition* entered = named(state, "entered");
    const bool is_value = entered != nullptr && &alternative(*entered, facts_) == &transition;
    if (is_value && input.kind == InputKind::keys) fields_[state.field] = input.keys;
    if (input.kind != InputKind::answer || state.with.empty()) return;
    const State* from = outermost_.collector(state.with);
    if (from != nullptr && from->kind == FieldKind::secret) fields_.erase(state.with);
  }

  Step ended() {
    return {.position = {.state = std::string(end)},
            .actions = std::move(actions_),
            .document = hang_up(),
            .ends = true,
            .events = std::move(events_),
            .fields = std::move(fields_),
            .legs = std::move(legs_)};
  }

  /// The innermost state that says what hanging up does.
  Step hung_up() {
    if (now()->waits_for != WaitsFor::nothing)
      legs_.push_back({own_state(at_), std::string(to_string(InputKind::hung_up))});
    while (true) {
      const State* state = now();
      if (state != nullptr && state->hung_up) {
        perform(*state->hung_up);
        return ended();
      }
      if (at_.callers.empty()) return ended();
      leave();
    }
  }

  void perform(const Transition& transition) {
    actions_.insert(actions_.end(), transition.actions.begin(), transition.actions.end());
    for (const std::string& event : transition.events) events_.push_back({event, event_fields()});
  }

  /// What this flow itself has collected, without secrets.
  Fields event_fields() const {
    Fields values;
    for (const State& state : active().definition.states) {
      const auto found = fields_.find(state.field);
      if (state.field.empty() || state.kind == FieldKind::secret || found == fields_.end()) continue;
      values[state.field] = field_value(state.kind, found->second);
    }
    return values;
  }

  void take(const Transition& taken) {
    const Transition* transition = &taken;
    while (transition != nullptr) {
      perform(*transition);
      transition = go(*transition);
    }
  }

  /// Moves; what is to be taken at once after it: a count that is used up, or the way on of a flow that was run.
  const Transition* go(const Transition& transition) {
    const State& state = *now();
    if (transition.go == again || transition.go == repeat) {
      int& count = transition.go == again ? at_.tries : at_.repeats;
      if (!has_room(state, at_, transition.go)) return used_up(state);
      ++count;
      return nullptr;
    }
    if (transition.back) {
      if (at_.rounds >= active().definition.rounds) return used_up(state);
      ++at_.rounds;
    }
    const bool returns = transition.go.starts_with(return_prefix);
    if (transition.go == end || (returns && at_.callers.empty())) {  // a sub-flow that runs by itself ends there
      at_ = {.state = std::string(end)};
      return nullptr;
    }
    if (returns) {
      leave();
      const std::string by = transition.go.substr(return_prefix.size());
      const Transition* way = named(*now(), by);
      INVARIANT(way != nullptr);  // the checker requires it
      leaves(*now(), by);
      return &alternative(*way, facts_);
    }
    enter(transition.go);
    return nullptr;
  }

  const Transition* used_up(const State& state) {
    if (at_.callers.empty()) legs_.back().enough = true;
    INVARIANT(state.enough.has_value());  // the checker requires it
    return &alternative(*state.enough, facts_);
  }

  void enter(const std::string& state_name) {
    at_.state = state_name;
    at_.tries = at_.repeats = 0;
    while (true) {
      const State* state = now();
      INVARIANT(state != nullptr);
      if (state->waits_for != WaitsFor::flow) return;
      const Parts* inner = inner_of(active(), at_.state);
      INVARIANT(inner != nullptr);
      at_.callers.insert(at_.callers.begin(), Frame{at_.state, at_.tries, at_.repeats, at_.rounds});
      at_.state = inner->definition.start;
      at_.rounds = 0;
    }
  }

  void leave() {
    Frame caller = std::move(at_.callers.front());
    at_.callers.erase(at_.callers.begin());
    at_ = {std::move(caller.state), caller.tries, caller.repeats, caller.rounds, std::move(at_.callers)};
  }

  Result<Step> show() {
    const State& state = *now();
    Step step{.position = at_,
              .actions = std::move(actions_),
              .ends = state.waits_for == WaitsFor::nothing,
              .events = std::move(events_)};
    if (state.waits_for == WaitsFor::answer) {
      step.question =
          Question{.name = state.ask, .fact = state.fact, .purpose = state.purpose, .value = value(state.with)};
    } else {
      step.document = TRY(document(state));
    }
    step.fields = std::move(fields_);
    step.legs = std::move(legs_);
    return step;
  }

  std::string value(const std::string& field) const {
    const auto found = fields_.find(field);
    return found == fields_.end() ? "" : found->second;
  }

  /// By `STATE/SLOT`: a flow that is run has its own, which may have the states' names of the one that runs it.
  std::map<std::string, std::string> prompts_of(const Parts& parts) const {
    if (&parts == &outermost_) return facts_.prompts;
    std::map<std::string, std::string> own;
    const std::string prefix = parts.name + "/";
    for (const auto& [key, url] : facts_.prompts) {
      if (key.starts_with(prefix) && std::count(key.begin(), key.end(), '/') == 2)
        own.emplace(key.substr(prefix.size()), url);
    }
    return own;
  }

  Result<twiml::Element> document(const State& state) const {
    const Parts& parts = active();
    const std::string language(language_for(parts.definition, facts_.language));
    auto spoken = facts_.spoken;
    for (const auto& [name, keys] : fields_) {
      const State* from = outermost_.collector(name);
      if (from != nullptr) {
        spoken[std::string(field_prefix) + name] = field_words(from->kind, keys, language);
      }
    }
    const auto& shown = parts.templates.at({state.name, language});
    auto rendered = shown.render(spoken, facts_.paths, prompts_of(parts));
    if (!rendered) return invalid(fmt::format("{}/{}", parts.name, rendered.error().message));
    return rendered;
  }

  const Parts& outermost_;
  const Facts& facts_;
  Position at_;
  Fields fields_;
  std::vector<Action> actions_;
  std::vector<Event> events_;
  std::vector<Leg> legs_;
};

}  // namespace

const Parts* standing_in(const Parts& parts, const Position& position) {
  const Parts* active = &parts;
  for (auto caller = position.callers.rbegin(); caller != position.callers.rend() && active != nullptr; ++caller) {
    active = inner_of(*active, caller->state);
  }
  return active;
}

std::string_view language_for(const Definition& definition, std::string_view wanted) {
  const auto& languages = definition.languages;
  const auto found = std::find(languages.begin(), languages.end(), wanted.substr(0, wanted.find_first_of("-_")));
  return found == languages.end() ? languages.front() : *found;
}

const Transition* transition_on(const State& state, const Position& position, const Input& input, const Facts& facts) {
  const Transition* found = unguarded_transition(state, input);
  if (found == nullptr) return nullptr;
  const Transition& taken = alternative(*found, facts);
  return is_hint(input.kind) && !has_room(state, position, taken.go) ? nullptr : &taken;
}

Result<Step> begin_call(const Parts& parts, const Facts& facts) { return Course(parts, {}, facts).begin(); }

Result<Step> next_step(const Parts& parts, const Position& position, const Input& input, const Facts& facts) {
  return Course(parts, position, facts).on(input);
}

}  // namespace courtesy::flow
