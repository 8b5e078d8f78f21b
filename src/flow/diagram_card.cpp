#include "flow/diagram_card.h"

#include <fmt/format.h>

#include <algorithm>

#include "flow/checker.h"
#include "flow/edges.h"
#include "flow/input_words.h"

namespace courtesy::flow {
namespace {

std::string with_spaces(std::string_view name) {
  std::string words(name);
  std::replace(words.begin(), words.end(), '_', ' ');
  return words;
}

std::string kind_of(const State& state) {
  switch (state.waits_for) {
    case WaitsFor::key: return "asks";
    case WaitsFor::played: return "speaks";
    case WaitsFor::nothing: return "speaks, hangs up";
    case WaitsFor::digits: return "asks for " + with_spaces(state.field);
    case WaitsFor::recording: return "records";
    case WaitsFor::dial: return "puts through";
    case WaitsFor::answer: return "looks up";
    case WaitsFor::flow: return "runs a flow";
  }
  return "";
}

/// What stands in the card of a state that says nothing.
std::string silent_words(const State& state) {
  if (state.waits_for == WaitsFor::flow) return "The flow " + state.run;
  std::string words = with_spaces(state.ask);
  if (!state.fact.empty()) words += " " + with_spaces(state.fact);
  if (!state.purpose.empty()) words += " (" + with_spaces(state.purpose) + ")";
  return words + (state.with.empty() ? "?" : " by " + with_spaces(state.with) + "?");
}

std::string cap_words(const Edge& edge) {
  const std::string name = input_name(edge);
  if (edge.kind == InputKind::played) return "at its end";
  if (edge.kind == InputKind::machine || edge.kind == InputKind::person) return "hint: " + name;
  if (edge.kind == InputKind::answer || edge.kind == InputKind::returned || name == "entered") return with_spaces(name);
  return name.size() == 1 ? name : input_words(name);
}

std::string actions_in_words(const Transition& transition) {
  std::string words;
  for (const auto& action : transition.actions) (words += words.empty() ? "" : ", ") += with_spaces(to_string(action));
  for (const std::string& event : transition.events) {
    (words += words.empty() ? "" : ", ") += "emit " + with_spaces(event);
  }
  return words;
}

class CardMaker {
 public:
  CardMaker(const Definition& definition, const Coverage& missing)
      : definition_(definition), missing_(missing), machines_(machine_states(definition)) {}

  Card make(const State& state, const std::string& said) const {
    Card made{.name = state.name,
              .kind = fitted(kind_of(state), card::kind_font, card::width / 2),
              .said = said,
              .prompt = lines_of(state.is_silent() ? silent_words(state) : said, card::prompt_font,
                                 card::width - 2 * card::padding, card::most_lines),
              .machine = is_machine(state.name),
              .unproven = missing_.states.contains(state.name)};
    std::vector<std::string> groups;
    for (const Edge& edge : edges_of(state)) add(state, edge, made.rows, groups);
    for (const Transition* way : ways_of_enough(state)) made.rows.push_back(enough(state, *way));
    return made;
  }

 private:
  bool is_machine(const std::string& name) const {
    return std::find(machines_.begin(), machines_.end(), name) != machines_.end();
  }

  void add(const State& state, const Edge& edge, std::vector<CardRow>& rows, std::vector<std::string>& groups) const {
    const Transition& transition = *edge.transition;
    const bool machine = machine_takes(state, edge);
    const std::string group =
        fmt::format("{}:{}:{}:{}", transition.go, does(state, transition), machine, transition.back);
    const std::string to = destination(state, transition);
    const Cap cap{.text = cap_words(edge),
                  .key = input_name(edge).size() == 1,
                  .unproven = missing_.ways.contains({state.name, input_name(edge), to})};
    const auto same = std::find(groups.begin(), groups.end(), group);
    if (same != groups.end()) {
      CardRow& row = rows[static_cast<std::size_t>(same - groups.begin())];
      row.caps.push_back(cap);
      row.unproven = row.unproven && cap.unproven;
      return;
    }
    groups.push_back(group);
    rows.push_back({.caps = {cap},
                    .does = does(state, transition),
                    .goes = goes(transition),
                    .to = transition.go,
                    .machine = machine,
                    .unproven = cap.unproven});
  }

  bool machine_takes(const State& state, const Edge& edge) const {
    const bool keyless = edge.kind == InputKind::silence || edge.kind == InputKind::played ||
                         edge.kind == InputKind::machine || (state.is_silent() && is_machine(state.name));
    return keyless && (state.name == definition_.start || is_machine(state.name)) &&
           (destination(state, *edge.transition) == end || is_machine(edge.transition->go));
  }

  static CardRow::Goes goes(const Transition& transition) {
    if (transition.go == again || transition.go == repeat || transition.back) return CardRow::Goes::round;
    const bool ends = transition.go == end || transition.go.starts_with(return_prefix);
    return ends ? CardRow::Goes::ends : CardRow::Goes::on;
  }

  static std::string times(int count) { return fmt::format("{} time{}", count, count == 1 ? "" : "s"); }

  std::string does(const State& state, const Transition& transition) const {
    const std::string guard = transition.when.empty() ? "" : "if " + with_spaces(transition.when) + ": ";
    std::string words = actions_in_words(transition);
    if (transition.go == again) return fmt::format("{}asks again, {} in all", guard, times(state.tries));
    if (transition.go == repeat) return fmt::format("{}heard again, up to {}", guard, times(state.repeats));
    if (transition.back) return fmt::format("{}back to {}", guard, with_spaces(transition.go));
    if (words.empty() && transition.go == end) words = "the call is over";
    if (words.empty() && transition.go.starts_with(return_prefix)) {
      words = "returns " + with_spaces(transition.go.substr(return_prefix.size()));
    }
    return guard + (words.empty() ? "to " + with_spaces(transition.go) : words);
  }

  CardRow enough(const State& state, const Transition& way) const {
    bool any = false;
    bool all = true;
    for (const Edge& edge : edges_of(state)) {
      if (goes(*edge.transition) != CardRow::Goes::round) continue;
      const bool missing = missing_.ways.contains({state.name, input_name(edge), destination(state, way)});
      any = any || missing;
      all = all && missing;
    }
    return {.caps = {{.text = "enough", .key = false, .unproven = any}},
            .does = does(state, way),
            .goes = goes(way),
            .to = way.go,
            .machine = is_machine(state.name) && is_machine(way.go),
            .unproven = all};
  }

  const Definition& definition_;
  const Coverage& missing_;
  std::vector<std::string> machines_;
};

}  // namespace

double Cap::width() const { return key ? card::key_width : text_width(text, card::cap_font) + 18; }

double CardRow::caps_width() const {
  double width = 0;
  for (const Cap& cap : caps) width += cap.width() + card::cap_gap;
  return width;
}

double Card::height() const {
  const double said_height = prompt.empty() ? 0 : static_cast<double>(prompt.size()) * card::line + 12;
  const double rows_height = rows.empty() ? 0 : static_cast<double>(rows.size()) * card::row + 10;
  return card::header + said_height + rows_height + 6;
}

double Card::port(std::size_t row) const {
  return height() - 8 - (static_cast<double>(rows.size() - row) - 0.5) * card::row;
}

std::vector<Card> cards_of(const Definition& definition, const Coverage& missing,
                           const std::map<std::string, std::string>& prompts) {
  const CardMaker maker(definition, missing);
  std::vector<Card> cards;
  for (const State& state : definition.states) {
    const auto said = prompts.find(state.name);
    cards.push_back(maker.make(state, said == prompts.end() ? "" : said->second));
  }
  return cards;
}

}  // namespace courtesy::flow
