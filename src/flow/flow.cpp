#include "flow/flow.h"

#include <fmt/format.h>

#include <algorithm>

#include "flow/loader.h"
#include "flow/mover.h"

namespace courtesy::flow {

struct Flow::Body {
  std::string hash;
  Parts parts;
  std::set<std::string, std::less<>> said;
};

namespace {

void add_names(const TemplateElement& element, std::set<std::string, std::less<>>& names) {
  for (const auto& child : element.children) {
    if (const auto* nested = std::get_if<TemplateElement>(&child)) {
      add_names(*nested, names);
      continue;
    }
    for (const Piece& piece : std::get<Pieces>(child)) {
      if (piece.variable) names.insert(piece.text);
    }
  }
}

void add_names(const Parts& parts, std::set<std::string, std::less<>>& names) {
  for (const auto& [key, document] : parts.templates) add_names(document.root(), names);
  for (const auto& [name, sub] : parts.subs) add_names(*sub, names);
}

}  // namespace

std::string_view to_string(InputKind kind) {
  switch (kind) {
    case InputKind::answered: return "answered";
    case InputKind::keys: return "keys";
    case InputKind::silence: return "silence";
    case InputKind::played: return "played";
    case InputKind::hung_up: return "hung_up";
    case InputKind::recorded: return "recorded";
    case InputKind::connected: return "connected";
    case InputKind::not_connected: return "not_connected";
    case InputKind::machine: return "machine";
    case InputKind::person: return "person";
    case InputKind::answer: return "answer";
    case InputKind::returned: return "returned";
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
    case Action::save_recording: return "save_recording";
    case Action::keep_prompt: return "keep_prompt";
    case Action::discard_prompt: return "discard_prompt";
    case Action::note_missed_call: return "note_missed_call";
  }
  return "heard_by_person";
}

std::optional<Action> parse_action(std::string_view text) {
  for (const Action action : all_actions) {
    if (to_string(action) == text) return action;
  }
  return std::nullopt;
}

Result<Flow> Flow::load(std::string_view name, const std::vector<File>& files, const Others& others) {
  Loaded loaded = load_parts(name, files, others);
  if (!loaded.findings.empty()) return as_error(fmt::format("{}/", name), std::move(loaded.findings));
  std::set<std::string, std::less<>> said;
  add_names(loaded.parts, said);
  return Flow(std::make_shared<const Body>(Body{std::move(loaded.hash), std::move(loaded.parts), std::move(said)}));
}

std::vector<Finding> Flow::faults_of(const std::vector<File>& files, const Others& others) {
  return load_parts("", files, others).findings;
}

const std::string& Flow::name() const { return body_->parts.name; }
const std::string& Flow::hash() const { return body_->hash; }
const Definition& Flow::definition() const { return body_->parts.definition; }
const Parts& Flow::parts() const { return body_->parts; }
bool Flow::says(std::string_view name) const { return body_->said.contains(name); }

const Definition* Flow::sub_flow(std::string_view name) const {
  const auto find = [&](const auto& self, const Parts& parts) -> const Definition* {
    for (const auto& [sub_name, sub] : parts.subs) {
      if (sub_name == name) return &sub->definition;
      if (const Definition* deeper = self(self, *sub)) return deeper;
    }
    return nullptr;
  };
  return find(find, body_->parts);
}

const State* Flow::state_at(const Position& position) const {
  const Parts* parts = standing_in(body_->parts, position);
  return parts == nullptr ? nullptr : parts->definition.find(position.state);
}

bool Flow::takes(const Position& position, InputKind hint) const {
  const State* state = state_at(position);
  return state != nullptr && transition_on(*state, position, {hint, ""}, {}) != nullptr;
}

std::string_view Flow::language_for(std::string_view wanted) const { return flow::language_for(definition(), wanted); }

Result<Step> Flow::begin(const Facts& facts) const { return begin_call(body_->parts, facts); }

Result<Step> Flow::next(const Position& position, const Input& input, const Facts& facts) const {
  return next_step(body_->parts, position, input, facts);
}

}  // namespace courtesy::flow
