#include "flow/knowledge_check.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "flow/edges.h"
#include "flow/faults.h"
#include "flow/names.h"
#include "flow/questions.h"

namespace courtesy::flow {
namespace {

constexpr std::string_view toml_file = "flow.toml";
constexpr std::array<std::string_view, 6> appointment_names{
    "client_first_name", "code", "date", "place", "time", "when"};

using Names = std::set<std::string, std::less<>>;

/// `known` on every way here, `unread` on one way at least.
struct Knowledge {
  Names known;   ///< `proven`, `appointment`, `recording`, `field:hours`, `fact:order_status`
  Names unread;  ///< fields that were keyed in and have not been read back since
  friend bool operator==(const Knowledge&, const Knowledge&) = default;
};

void meet(std::optional<Knowledge>& at, const Knowledge& arriving) {
  if (!at) {
    at = arriving;
    return;
  }
  std::erase_if(at->known, [&](const std::string& name) { return !arriving.known.contains(name); });
  at->unread.insert(arriving.unread.begin(), arriving.unread.end());
}

/// A variable and the element that holds it.
struct Use {
  std::string name;
  const TemplateElement* where;
};

void uses_in(const TemplateElement& element, std::vector<Use>& uses) {
  for (const auto& child : element.children) {
    if (const auto* nested = std::get_if<TemplateElement>(&child)) {
      uses_in(*nested, uses);
      continue;
    }
    for (const Piece& piece : std::get<Pieces>(child)) {
      if (piece.variable) uses.push_back({piece.text, &element});
    }
  }
}

Names fields_of(const Parts& parts) {
  Names fields;
  for (const State& state : parts.definition.states) {
    if (!state.field.empty()) fields.insert(state.field);
  }
  for (const auto& [name, sub] : parts.subs) fields.merge(fields_of(*sub));
  return fields;
}

/// What is known at each state, by going round until nothing changes.
class Survey {
 public:
  explicit Survey(const Parts& parts) : parts_(parts) {
    Knowledge at_start;
    if (!parts.definition.inbound && !parts.definition.is_sub_flow()) at_start.known.insert("appointment");
    arrive(parts.definition.start, at_start);
    while (!open_.empty()) {
      const std::string name = *open_.begin();
      open_.erase(open_.begin());
      leave(*parts.definition.find(name));
    }
  }

  const std::optional<Knowledge>& at(const State& state) const {
    static const std::optional<Knowledge> nowhere;
    const auto found = at_.find(state.name);
    return found == at_.end() ? nowhere : found->second;
  }

  /// After that way, with what the way itself adds.
  Knowledge along(const State& state, const Edge& edge) const {
    Knowledge now = *at(state);
    if (edge.keys == "entered") {
      now.known.insert("field:" + state.field);
      const bool needs_reading = state.kind != FieldKind::code && state.kind != FieldKind::secret;
      if (needs_reading) now.unread.insert(state.field);
    } else if (edge.kind == InputKind::keys && edge.keys != "otherwise") {
      for (const std::string& field : read_back_in(state)) now.unread.erase(field);
    }
    if (edge.kind == InputKind::recorded) now.known.insert("recording");
    if (edge.kind == InputKind::answer) answered(state, edge.keys, now);
    if (edge.kind == InputKind::returned) returned(state, edge.keys, now);
    return now;
  }

  /// What is known wherever the flow returns so.
  std::optional<Knowledge> on_return(std::string_view name) const {
    const auto found = returns_.find(name);
    return found == returns_.end() ? std::nullopt : found->second;
  }

 private:
  void arrive(const std::string& name, const Knowledge& knowledge) {
    if (parts_.definition.find(name) == nullptr) return;
    auto& here = at_[name];
    const auto before = here;
    meet(here, knowledge);
    if (here != before) open_.insert(name);
  }

  void leave(const State& state) {
    for (const Edge& edge : edges_of(state)) {
      if (edge.kind != InputKind::hung_up) go(state, *edge.transition, along(state, edge));
    }
    for (const Transition* way : ways_of_enough(state)) go(state, *way, *at(state));
  }

  void go(const State& state, const Transition& way, const Knowledge& knowledge) {
    if (way.go.starts_with(return_prefix)) {
      meet(returns_[way.go.substr(return_prefix.size())], knowledge);
    } else if (way.go == again || way.go == repeat) {
      arrive(state.name, knowledge);
    } else {
      arrive(way.go, knowledge);
    }
  }

  /// Fields that the state speaks in every language.
  Names read_back_in(const State& state) const {
    std::optional<Names> in_all;
    for (const std::string& language : parts_.definition.languages) {
      const auto found = parts_.templates.find({state.name, language});
      if (found == parts_.templates.end()) continue;
      std::vector<Use> uses;
      uses_in(found->second.root(), uses);
      Names here;
      for (const Use& use : uses) {
        if (const auto field = name_behind(field_prefix, use.name); !field.empty()) here.emplace(field);
      }
      if (in_all) {
        std::erase_if(*in_all, [&](const std::string& field) { return !here.contains(field); });
      } else {
        in_all = std::move(here);
      }
    }
    return in_all.value_or(Names{});
  }

  void answered(const State& state, std::string_view answer, Knowledge& now) const {
    const QuestionKind* kind = find_question(state.ask);
    if (kind == nullptr) return;
    const auto is_in = [&](const auto& names) { return std::count(names.begin(), names.end(), answer) != 0; };
    if (is_in(kind->proves)) now.known.insert("proven");
    if (is_in(kind->appoints)) now.known.insert("appointment");
    if (is_in(kind->proves) && state.purpose == "client") now.known.insert("appointment");
    if (is_in(kind->finds)) now.known.insert("fact:" + state.fact);
    const State* from = parts_.collector(state.with);
    if (from != nullptr && from->kind == FieldKind::secret) now.known.erase("field:" + state.with);
  }

  void returned(const State& state, std::string_view name, Knowledge& now) const {
    const auto sub = parts_.subs.find(state.run);
    if (sub == parts_.subs.end()) return;
    const auto gained = Survey(*sub->second).on_return(name);
    if (!gained) return;
    now.known.insert(gained->known.begin(), gained->known.end());
    now.unread.insert(gained->unread.begin(), gained->unread.end());
  }

  const Parts& parts_;
  std::map<std::string, std::optional<Knowledge>, std::less<>> at_;
  std::map<std::string, std::optional<Knowledge>, std::less<>> returns_;
  Names open_;
};

class KnowledgeCheck {
 public:
  KnowledgeCheck(const Parts& parts, std::vector<Finding>& findings)
      : parts_(parts), survey_(parts), findings_(findings) {}

  void run() {
    clashes();
    for (const State& state : parts_.definition.states) {
      if (!survey_.at(state)) continue;  // cannot be reached: reported as that
      if (state.waits_for == WaitsFor::answer) question(state);
      for (const std::string& language : parts_.definition.languages) {
        const auto found = parts_.templates.find({state.name, language});
        if (found != parts_.templates.end()) words(state, found->second);
      }
      for (const Edge& edge : edges_of(state)) ways(state, edge);
    }
  }

 private:
  void add(std::string_view code, Place place, std::string message) {
    findings_.push_back(fault(code, std::string(toml_file), place, std::move(message)));
  }

  const Knowledge& at(const State& state) const { return *survey_.at(state); }
  bool known(const State& state, std::string_view name) const { return at(state).known.contains(name); }

  void clashes() {
    Names own;
    for (const State& state : parts_.definition.states) {
      if (!state.field.empty()) own.insert(state.field);
    }
    for (const State& state : parts_.definition.states) {
      const auto sub = parts_.subs.find(state.run);
      if (state.waits_for != WaitsFor::flow || sub == parts_.subs.end()) continue;
      for (const std::string& field : fields_of(*sub->second)) {
        if (!own.contains(field)) continue;
        add("field-clash", state.place,
            fmt::format("{} runs {}, which collects a field of the same name \"{}\": call one of them otherwise",
                        state.name, state.run, field));
      }
    }
  }

  void question(const State& state) {
    if (!state.fact.empty() && parts_.definition.find_fact(state.fact) == nullptr) {
      add("missing-key", state.place,
          fmt::format("{} looks up \"{}\": write [facts.{}] and whether it is confidential", state.name, state.fact,
                      state.fact));
    }
    if (state.with.empty()) return;
    if (!known(state, "field:" + state.with)) {
      add("field-not-collected", state.place,
          fmt::format("{} asks about \"{}\", which is not keyed in on every way there, or is forgotten by then",
                      state.name, state.with));
    }
    const FactUse* fact = parts_.definition.find_fact(state.fact);
    if (fact != nullptr && fact->confidential && at(state).unread.contains(state.with)) {
      add("field-unread", state.place,
          fmt::format(
              "{} looks up a confidential fact by \"{}\", which nobody has read back: say {{{{field.{}}}}} in a "
              "state before it and have it confirmed by a key, or make it a code",
              state.name, state.with, state.with));
    }
  }

  void words(const State& state, const Template& document) {
    std::vector<Use> uses;
    uses_in(document.root(), uses);
    for (const Use& use : uses) {
      const auto found = [&](std::string_view code, std::string message) {
        findings_.push_back(fault(code, document.file(), use.where->place, std::move(message)));
      };
      if (const auto field = name_behind(field_prefix, use.name); !field.empty()) {
        field_in_words(state, field, found);
      } else if (const auto fact = name_behind(fact_prefix, use.name); !fact.empty()) {
        fact_in_words(state, fact, found);
      } else if (is_one_of(appointment_names, use.name) && !known(state, "appointment")) {
        found("appointment-unknown", fmt::format("{{{{{}}}}} is not known on every way to {}: lead there only from an "
                                                 "answer that tells the appointment, like that of identify",
                                                 use.name, state.name));
      } else if (use.name == recording_name && !known(state, "recording")) {
        found("field-not-collected", fmt::format("nothing has been recorded on some way to {}", state.name));
      }
    }
  }

  template <typename Found>
  void field_in_words(const State& state, std::string_view field, const Found& found) const {
    const State* from = parts_.collector(field);
    if (from == nullptr) {
      found("name-unknown", fmt::format("no state collects a field \"{}\"", field));
    } else if (from->kind == FieldKind::secret) {
      found("field-secret", fmt::format("\"{}\" is a secret and cannot be spoken", field));
    } else if (!known(state, fmt::format("field:{}", field))) {
      found("field-not-collected",
            fmt::format("\"{}\" is not keyed in on every way to {}: lead there only from \"entered\"", field,
                        state.name));
    }
  }

  template <typename Found>
  void fact_in_words(const State& state, std::string_view name, const Found& found) const {
    const FactUse* fact = parts_.definition.find_fact(name);
    if (fact == nullptr) {
      found("name-unknown", fmt::format("flow.toml has no [facts.{}]", name));
      return;
    }
    if (!known(state, fmt::format("fact:{}", name))) {
      found(
          "fact-not-looked-up",
          fmt::format("\"{}\" is not looked up on every way to {}: lead there only from \"found\"", name, state.name));
    }
    if (fact->confidential && !known(state, "proven")) {
      found("confidential-unproven",
            fmt::format("\"{}\" is confidential, and on some way to {} nobody has proven who he is: lead there only "
                        "behind verify_pin, verify_code or identify",
                        name, state.name));
    }
  }

  void ways(const State& state, const Edge& edge) {
    const Knowledge then = survey_.along(state, edge);
    const Transition& way = *edge.transition;
    for (const Action action : way.actions) permitted(state, action, then, way.place);
    if (way.events.empty()) return;
    for (const State& from : parts_.definition.states) {
      if (from.field.empty() || !then.unread.contains(from.field)) continue;
      if (!unread_told_.emplace(way.place.line, from.field).second) continue;
      add("field-unread", way.place,
          fmt::format(
              "{} sends \"{}\" with \"{}\" in it, which is not read back on every way there: say {{{{field.{}}}}} "
              "in a state that waits for a key, and go on from there",
              state.name, way.events.front(), from.field, from.field));
    }
  }

  void permitted(const State& state, Action action, const Knowledge& then, Place place) {
    const auto need = [&](std::string_view what, std::string_view code, std::string_view why) {
      if (then.known.contains(what)) return;
      add(code, place, fmt::format("{}: {} needs {}", state.name, to_string(action), why));
    };
    switch (action) {
      case Action::confirm:
      case Action::cancel:
      case Action::request_call_back:
        return need("appointment", "appointment-unknown", "an appointment, and on some way here none is known");
      case Action::keep_prompt:
        need("proven", "confidential-unproven", "somebody who has proven who he is");
        return need("recording", "field-not-collected", "a recording, and on some way here there is none");
      case Action::discard_prompt:
      case Action::save_recording:
        if (state.waits_for == WaitsFor::recording) return;  // who hangs up has left what was recorded until then
        return need("recording", "field-not-collected", "a recording, and on some way here there is none");
      case Action::opt_out:
      case Action::heard_by_person:
      case Action::left_on_machine:
      case Action::acknowledge:
      case Action::note_missed_call: return;
    }
  }

  const Parts& parts_;
  Survey survey_;
  std::vector<Finding>& findings_;
  std::set<std::pair<int, std::string>> unread_told_;
};

}  // namespace

void check_knowledge(const Parts& parts, std::vector<Finding>& findings) {
  if (parts.definition.find(parts.definition.start) == nullptr) return;
  KnowledgeCheck(parts, findings).run();
}

}  // namespace courtesy::flow
