#include "flow/flow.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/bytes.h"
#include "base/whole_number.h"
#include "flow/checker.h"

namespace courtesy::flow {

struct Flow::Body {
  std::string name;
  std::string hash;
  Parts parts;
};

namespace {

constexpr int most_counted = 99;

/// `STATE.xml` or `STATE.LANGUAGE.xml`.
struct TemplateName {
  std::string state;
  std::string language;
};

std::optional<TemplateName> template_name(std::string_view file, const std::string& first_language) {
  if (!file.ends_with(".xml")) return std::nullopt;
  file.remove_suffix(4);
  const auto dot = file.find('.');
  if (dot == std::string_view::npos) return TemplateName{std::string(file), first_language};
  return TemplateName{std::string(file.substr(0, dot)), std::string(file.substr(dot + 1))};
}

class Loader {
 public:
  Parts load(const std::vector<Flow::File>& files) {
    const auto toml =
        std::find_if(files.begin(), files.end(), [](const auto& file) { return file.name == "flow.toml"; });
    if (toml == files.end()) {
      findings.push_back({"flow.toml", {}, "missing: a flow is a folder with a flow.toml in it"});
      return {};
    }
    Parts parts{.definition = read_definition(toml->bytes, findings)};
    if (parts.definition.languages.empty() || parts.definition.states.empty()) return parts;
    for (const Flow::File& file : files) {
      if (file.name != "flow.toml") add(file, parts);
    }
    const std::vector<Finding> checked = check(parts);
    findings.insert(findings.end(), checked.begin(), checked.end());
    return parts;
  }

  std::vector<Finding> findings;

 private:
  void add(const Flow::File& file, Parts& parts) {
    // Scripted conversations and a note for readers are part of the folder and say nothing on the phone.
    if (file.name.starts_with("conversations/") || file.name == "README.md") return;
    const auto& languages = parts.definition.languages;
    const auto name = template_name(file.name, languages.front());
    if (!name || file.name.find('/') != std::string::npos) {
      findings.push_back(
          {file.name, {}, "is not used: a flow has flow.toml, STATE.xml, STATE.LANGUAGE.xml, conversations/"});
      return;
    }
    const bool suffixed = file.name != name->state + ".xml";
    if (suffixed && (name->language == languages.front() ||
                     std::find(languages.begin(), languages.end(), name->language) == languages.end())) {
      findings.push_back({file.name,
                          {},
                          fmt::format("has a language that flow.toml does not list, or lists first: name it "
                                      "{}.xml, or add the language to languages",
                                      name->state)});
      return;
    }
    const auto place = std::pair{name->state, name->language};
    parts.templates.insert_or_assign(place, Template::parse(file.name, file.bytes, findings));
  }
};

std::string hash_of(std::vector<Flow::File> files) {
  std::sort(files.begin(), files.end(), [](const auto& a, const auto& b) { return a.name < b.name; });
  std::string all;
  for (const Flow::File& file : files) {
    all += fmt::format("{}:{}{}:", file.name.size(), file.name, file.bytes.size());
    all += file.bytes;
  }
  return hex(sha256(all));
}

twiml::Element hang_up() { return {.name = "Response", .children = {twiml::Element{.name = "Hangup"}}}; }

Step ended(std::vector<Action> actions) {
  return {.position = {.state = std::string(end)}, .actions = std::move(actions), .document = hang_up(), .ends = true};
}

/// The transition that an input takes; none where it cannot happen and therefore changes nothing.
const Transition* choose(const State& state, const Input& input) {
  const auto either = [](const std::optional<Transition>& first, const std::optional<Transition>& second) {
    return first ? &*first : second ? &*second : nullptr;
  };
  switch (input.kind) {
    case InputKind::answered: return nullptr;
    case InputKind::hung_up: return state.hung_up ? &*state.hung_up : nullptr;
    case InputKind::silence:
    case InputKind::played: return either(state.silence, state.played);
    case InputKind::keys:
      if (input.keys.empty()) return either(state.silence, state.played);
      if (input.keys.size() == 1) {
        const auto found = state.keys.find(input.keys.front());
        if (found != state.keys.end()) return &found->second;
      }
      return state.otherwise ? &*state.otherwise : nullptr;
  }
  return nullptr;
}

/// Counts `again` and `repeat`, and turns to `enough` when they are used up.
struct Move {
  Position to;
  std::vector<Action> actions;
};

Move move(const State& state, const Position& from, const Transition& transition) {
  Move moved{.to = from, .actions = transition.actions};
  const bool asks = transition.go == again;
  if (asks || transition.go == repeat) {
    int& count = asks ? moved.to.tries : moved.to.repeats;
    const int most = asks ? state.tries - 1 : state.repeats;
    if (count < most) {
      ++count;
      return moved;
    }
    INVARIANT(state.enough.has_value());  // the checker requires it
    moved.actions.insert(moved.actions.end(), state.enough->actions.begin(), state.enough->actions.end());
    moved.to = {.state = state.enough->go};
    return moved;
  }
  moved.to = {.state = transition.go};
  return moved;
}

std::optional<int> small_number(std::string_view text) {
  const auto value = whole_number<int>(text);
  return value && *value <= most_counted ? value : std::nullopt;
}

}  // namespace

std::string_view to_string(InputKind kind) {
  switch (kind) {
    case InputKind::answered: return "answered";
    case InputKind::keys: return "keys";
    case InputKind::silence: return "silence";
    case InputKind::played: return "played";
    case InputKind::hung_up: return "hung_up";
  }
  return "hung_up";
}

std::string_view to_string(Action action) {
  switch (action) {
    case Action::confirm: return "confirm";
    case Action::cancel: return "cancel";
    case Action::request_call_back: return "request_call_back";
    case Action::opt_out: return "opt_out";
    case Action::heard_by_person: return "heard_by_person";
    case Action::left_on_machine: return "left_on_machine";
    case Action::acknowledge: return "acknowledge";
  }
  return "heard_by_person";
}

std::optional<Action> parse_action(std::string_view text) {
  for (const Action action : {Action::confirm, Action::cancel, Action::request_call_back, Action::opt_out,
                              Action::heard_by_person, Action::left_on_machine, Action::acknowledge}) {
    if (to_string(action) == text) return action;
  }
  return std::nullopt;
}

std::string Position::to_text() const { return fmt::format("{}:{}:{}", state, tries, repeats); }

Result<Position> Position::parse(std::string_view text) {
  const auto first = text.find(':');
  const auto second = first == std::string_view::npos ? first : text.find(':', first + 1);
  const Error error = invalid("not a position in a flow: write it as menu:1:0 (state, tries, repeats)");
  if (first == 0 || second == std::string_view::npos) return error;
  const auto tries = small_number(text.substr(first + 1, second - first - 1));
  const auto repeats = small_number(text.substr(second + 1));
  if (!tries || !repeats) return error;
  return Position{.state = std::string(text.substr(0, first)), .tries = *tries, .repeats = *repeats};
}

Result<Flow> Flow::load(std::string_view name, const std::vector<File>& files) {
  Loader loader;
  Parts parts = loader.load(files);
  if (!loader.findings.empty()) return as_error(fmt::format("{}/", name), std::move(loader.findings));
  return Flow(std::make_shared<const Body>(Body{std::string(name), hash_of(files), std::move(parts)}));
}

std::vector<Finding> Flow::faults_of(const std::vector<File>& files) {
  Loader loader;
  loader.load(files);
  sort(loader.findings);
  return std::move(loader.findings);
}

const std::string& Flow::name() const { return body_->name; }
const std::string& Flow::hash() const { return body_->hash; }
const Definition& Flow::definition() const { return body_->parts.definition; }

std::string_view Flow::language_for(std::string_view wanted) const {
  const auto& languages = definition().languages;
  const auto found = std::find(languages.begin(), languages.end(), wanted.substr(0, wanted.find_first_of("-_")));
  return found == languages.end() ? languages.front() : *found;
}

Result<Step> Flow::begin(const Facts& facts) const { return show({.state = definition().start}, {}, facts); }

Result<Step> Flow::next(const Position& position, const Input& input, const Facts& facts) const {
  if (position.state == end) return ended({});
  const State* state = definition().find(position.state);
  if (state == nullptr) {
    return invalid(fmt::format("flow {} has no state \"{}\" in this version", body_->name, position.state));
  }
  const Transition* transition = choose(*state, input);
  if (input.kind == InputKind::hung_up)
    return ended(transition == nullptr ? std::vector<Action>{} : transition->actions);
  // A state that hangs up has said its word: nothing that comes late makes it speak again.
  if (state->waits_for == WaitsFor::nothing) {
    return Step{.position = position, .actions = {}, .document = hang_up(), .ends = true};
  }
  if (transition == nullptr) return show(position, {}, facts);
  Move moved = move(*state, position, *transition);
  if (moved.to.state == end) return ended(std::move(moved.actions));
  return show(std::move(moved.to), std::move(moved.actions), facts);
}

Result<Step> Flow::show(Position position, std::vector<Action> actions, const Facts& facts) const {
  const State& state = *definition().find(position.state);
  const auto& document = body_->parts.templates.at({state.name, std::string(language_for(facts.language))});
  auto rendered = document.render(facts.spoken, facts.paths);
  if (!rendered) return invalid(fmt::format("{}/{}", body_->name, rendered.error().message));
  return Step{.position = std::move(position),
              .actions = std::move(actions),
              .document = std::move(*rendered),
              .ends = state.waits_for == WaitsFor::nothing};
}

}  // namespace courtesy::flow
