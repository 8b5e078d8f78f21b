#include "flow/diagram_card.h"

#include <fmt/format.h>

#include <algorithm>

#include "flow/checker.h"
#include "flow/diagram_words.h"
#include "flow/edges.h"
#include "flow/input_words.h"

namespace courtesy::flow {
namespace {

constexpr InEach over_words{"the call is over", "termina la llamada"};

std::string cap_words(const Edge& edge, Language language) {
  constexpr InEach at_its_end{"at its end", "al acabar"};
  constexpr InEach machine_hint{"hint: machine", "parece contestador"};
  constexpr InEach person_hint{"hint: person", "parece persona"};
  constexpr InEach entered{"entered", "tecleado"};
  const std::string name = input_name(edge);
  if (edge.kind == InputKind::played) return std::string(at_its_end.in(language));
  if (edge.kind == InputKind::machine) return std::string(machine_hint.in(language));
  if (edge.kind == InputKind::person) return std::string(person_hint.in(language));
  if (edge.kind == InputKind::answer || edge.kind == InputKind::returned) return with_spaces(name);
  if (name == "entered") return std::string(entered.in(language));
  return name.size() == 1 ? name : input_words(name, language);
}

class CardMaker {
 public:
  CardMaker(const Definition& definition, const Coverage& missing, Language language)
      : definition_(definition), missing_(missing), language_(language), machines_(machine_states(definition)) {}

  Card make(const State& state, const std::string& said) const {
    Card made{.name = state.name,
              .kind = fitted(kind_words(state, language_), card::kind_font, card::width / 2),
              .said = said,
              .prompt = lines_of(state.is_silent() ? silent_words(state, language_) : said, card::prompt_font,
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
    const Way way{state.name, input_name(edge), to};
    const Cap cap{
        .text = cap_words(edge, language_), .key = way.input.size() == 1, .unproven = missing_.ways.contains(way)};
    const auto same = std::find(groups.begin(), groups.end(), group);
    if (same != groups.end()) {
      CardRow& row = rows[static_cast<std::size_t>(same - groups.begin())];
      row.caps.push_back(cap);
      row.ways.push_back(way);
      row.unproven = row.unproven && cap.unproven;
      return;
    }
    groups.push_back(group);
    rows.push_back({.caps = {cap},
                    .does = does(state, transition),
                    .goes = goes(transition),
                    .to = transition.go,
                    .machine = machine,
                    .unproven = cap.unproven,
                    .ways = {way}});
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

  std::string times(int count) const {
    constexpr InEach one{"time", "vez"};
    constexpr InEach many{"times", "veces"};
    return fmt::format("{} {}", count, (count == 1 ? one : many).in(language_));
  }

  std::string say(InEach words) const { return std::string(words.in(language_)); }

  std::string does(const State& state, const Transition& transition) const {
    const std::string guard =
        transition.when.empty() ? "" : say({"if ", "si "}) + flag_words(transition.when, language_) + ": ";
    if (transition.go == again) {
      return guard + say({"asks again, ", "vuelve a preguntar, "}) + times(state.tries) + say({" in all", " en total"});
    }
    if (transition.go == repeat)
      return guard + say({"heard again, up to ", "se oye otra vez, hasta "}) + times(state.repeats);
    if (transition.back) return guard + say({"back to ", "vuelve a "}) + with_spaces(transition.go);
    std::string words = deed_words(transition, language_);
    if (!words.empty()) return guard + words;
    if (transition.go == end) return guard + say(over_words);
    if (transition.go.starts_with(return_prefix))
      return guard + say({"returns ", "devuelve "}) + with_spaces(transition.go.substr(return_prefix.size()));
    return guard + say({"to ", "a "}) + with_spaces(transition.go);
  }

  CardRow enough(const State& state, const Transition& way) const {
    std::vector<Way> ways;
    bool any = false;
    bool all = true;
    for (const Edge& edge : edges_of(state)) {
      if (goes(*edge.transition) != CardRow::Goes::round) continue;
      const Way proven{state.name, input_name(edge), destination(state, way)};
      ways.push_back({proven.state, proven.input, proven.to, true});
      const bool missing = missing_.ways.contains(proven);
      any = any || missing;
      all = all && missing;
    }
    return {.caps = {{.text = say({"enough", "basta"}), .key = false, .unproven = any}},
            .does = does(state, way),
            .goes = goes(way),
            .to = way.go,
            .machine = is_machine(state.name) && is_machine(way.go),
            .unproven = all,
            .ways = std::move(ways)};
  }

  const Definition& definition_;
  const Coverage& missing_;
  Language language_;
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
                           const std::map<std::string, std::string>& prompts, Language language) {
  const CardMaker maker(definition, missing, language);
  std::vector<Card> cards;
  for (const State& state : definition.states) {
    const auto said = prompts.find(state.name);
    cards.push_back(maker.make(state, said == prompts.end() ? "" : said->second));
  }
  return cards;
}

CardRow hang_up_row(const std::string& state, Language language) {
  const std::string input(to_string(InputKind::hung_up));
  return {.caps = {{.text = input_words(input, language), .key = false, .unproven = false}},
          .does = std::string(over_words.in(language)),
          .goes = CardRow::Goes::ends,
          .to = std::string(end),
          .machine = false,
          .unproven = false,
          .ways = {{state, input, std::string(end)}}};
}

}  // namespace courtesy::flow
