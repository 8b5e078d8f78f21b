#include "flow/diagram_card.h"

#include <fmt/format.h>

#include <algorithm>

#include "flow/checker.h"
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

std::string cap_words(const Edge& edge) {
  if (edge.kind == InputKind::played) return "at its end";
  const std::string name = input_name(edge);
  return name.size() == 1 ? name : input_words(name);
}

std::string actions_in_words(const Transition& transition) {
  std::string words;
  for (const auto& action : transition.actions) (words += words.empty() ? "" : ", ") += with_spaces(to_string(action));
  return words;
}

class CardMaker {
 public:
  CardMaker(const Definition& definition, const Coverage& missing)
      : definition_(definition), missing_(missing), machines_(machine_states(definition)) {}

  Card make(const State& state, const std::string& said) const {
    Card made{.name = state.name,
              .kind = kind_of(state),
              .said = said,
              .prompt = lines_of(said, card::prompt_font, card::width - 2 * card::padding, card::most_lines),
              .machine = is_machine(state.name),
              .unproven = missing_.states.contains(state.name)};
    std::vector<std::string> groups;
    for (const Edge& edge : edges_of(state)) add(state, edge, made.rows, groups);
    if (state.enough) made.rows.push_back(enough(state));
    return made;
  }

 private:
  bool is_machine(const std::string& name) const {
    return std::find(machines_.begin(), machines_.end(), name) != machines_.end();
  }

  void add(const State& state, const Edge& edge, std::vector<CardRow>& rows, std::vector<std::string>& groups) const {
    const Transition& transition = *edge.transition;
    const bool machine = machine_takes(state, edge);
    const std::string group = fmt::format("{}:{}:{}", transition.go, actions_in_words(transition), machine);
    const std::string to = goes(transition) == CardRow::Goes::round ? state.name : transition.go;
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
    const bool keyless = edge.kind == InputKind::silence || edge.kind == InputKind::played;
    return keyless && (state.name == definition_.start || is_machine(state.name)) &&
           (edge.transition->go == end || is_machine(edge.transition->go));
  }

  static CardRow::Goes goes(const Transition& transition) {
    if (transition.go == again || transition.go == repeat) return CardRow::Goes::round;
    return transition.go == end ? CardRow::Goes::ends : CardRow::Goes::on;
  }

  static std::string does(const State& state, const Transition& transition) {
    const std::string actions = actions_in_words(transition);
    if (transition.go == again) return fmt::format("asks again, {} times in all", state.tries);
    if (transition.go == repeat) {
      return fmt::format("heard again, up to {} time{}", state.repeats, state.repeats == 1 ? "" : "s");
    }
    if (!actions.empty()) return actions;
    return transition.go == end ? "the call is over" : "to " + with_spaces(transition.go);
  }

  CardRow enough(const State& state) const {
    bool any = false;
    bool all = true;
    for (const Edge& edge : edges_of(state)) {
      if (goes(*edge.transition) != CardRow::Goes::round) continue;
      const bool missing = missing_.ways.contains({state.name, input_name(edge), state.enough->go});
      any = any || missing;
      all = all && missing;
    }
    return {.caps = {{.text = "enough", .key = false, .unproven = any}},
            .does = does(state, *state.enough),
            .goes = goes(*state.enough),
            .to = state.enough->go,
            .machine = is_machine(state.name) && is_machine(state.enough->go),
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
