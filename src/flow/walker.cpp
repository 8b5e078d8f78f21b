#include "flow/walker.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "base/whole_number.h"
#include "flow/edges.h"
#include "flow/input_words.h"
#include "flow/names.h"
#include "twiml/speech.h"

namespace courtesy::flow {
namespace {

/// A key that the state has no transition of its own for.
std::string wrong_key(const State& state) {
  if (state.waits_for == WaitsFor::digits) return "#";  // a value is never the one key that ends it
  for (const char key : std::string_view("0123456789*#")) {
    if (!state.keys.contains(key)) return std::string(1, key);
  }
  return "12";  // all keys are handled; two at once are still none of them
}

/// Finds what can come of a step.
class Chooser {
 public:
  Chooser(const Flow& flow, const Step& from, const Facts& facts) : flow_(flow), from_(from), facts_(facts) {
    facts_.fields = from.fields;
  }

  Result<std::vector<Choice>> run() {
    const State* state = flow_.state_at(from_.position);
    INVARIANT(state != nullptr);
    const auto guards = later_guards(*state);
    for (const Edge& edge : edges_of(*state)) {
      if (edge.kind == InputKind::hung_up || changes_nothing(edge.kind)) continue;
      const Input input = input_of(*state, edge);
      if (auto tried = attempt(input, edge.transition->when, ""); !tried) return tried.error();
      for (const std::string& guard : guards) {
        if (auto tried = attempt(input, edge.transition->when, guard); !tried) return tried.error();
      }
    }
    // Hanging up can always come, but while nothing is said.
    if (state->is_silent()) return std::move(choices_);
    if (auto tried = attempt({InputKind::hung_up, ""}, "", ""); !tried) return tried.error();
    return std::move(choices_);
  }

 private:
  /// A hint that comes too late.
  bool changes_nothing(InputKind kind) const {
    return (kind == InputKind::machine || kind == InputKind::person) && !flow_.takes(from_.position, kind);
  }

  /// Of ways that are taken within the same step: when counts are used up, and when a flow comes back.
  std::set<std::string> later_guards(const State& state) const {
    std::set<std::string> guards;
    for (const Transition* way : ways_of_enough(state)) guards.insert(way->when);
    Position at = from_.position;
    while (!at.callers.empty()) {
      const Frame caller = at.callers.front();
      at.callers.erase(at.callers.begin());
      at.state = caller.state;
      const State* waiting = flow_.state_at(at);
      INVARIANT(waiting != nullptr);
      for (const Edge& edge : edges_of(*waiting)) guards.insert(edge.transition->when);
      for (const Transition* way : ways_of_enough(*waiting)) guards.insert(way->when);
    }
    guards.erase("");
    return guards;
  }

  Result<void> attempt(const Input& input, const std::string& when, const std::string& later) {
    Facts facts = facts_;
    std::vector<std::string> holds;
    for (const std::string& flag : {when, later}) {
      if (!flag.empty() && facts.flags.insert(flag).second) holds.push_back(flag);
    }
    Step step = TRY(flow_.next(from_.position, input, facts));
    if (seen_.insert(signature(input, step)).second) choices_.push_back({input, std::move(step), std::move(holds)});
    return {};
  }

  static std::string signature(const Input& input, const Step& step) {
    std::string text = fmt::format("{}:{}>{}", to_string(input.kind), input.keys, step.position.to_text());
    for (const Action action : step.actions) text += fmt::format(",{}", to_string(action));
    for (const Event& event : step.events) text += fmt::format(",emit {}", event.name);
    return text;
  }

  const Flow& flow_;
  const Step& from_;
  Facts facts_;
  std::vector<Choice> choices_;
  std::set<std::string> seen_;
};

class Walker {
 public:
  Walker(const Flow& flow, const Facts& facts, std::size_t most) : flow_(flow), facts_(facts), most_(most) {}

  Result<std::vector<Walk>> run() {
    const Step first = TRY(flow_.begin(facts_));
    if (const auto gone = take({InputKind::answered, ""}, first); !gone) return gone.error();
    return std::move(walks_);
  }

 private:
  Result<void> take(const Input& input, const Step& step) {
    so_far_.push_back(turn_of(input, step));
    if (step.ends) walks_.push_back(so_far_);
    auto gone = step.ends ? Result<void>{} : go_on(step);
    so_far_.pop_back();
    return gone;
  }

  Result<void> go_on(const Step& step) {
    for (const Choice& choice : TRY(choices_of(flow_, step, facts_))) {
      if (walks_.size() >= most_) return {};
      if (auto gone = take(choice.input, choice.step); !gone) return gone;
    }
    return {};
  }

  const Flow& flow_;
  const Facts& facts_;
  std::size_t most_;
  Walk so_far_;
  std::vector<Walk> walks_;
};

void append_spoken(const twiml::Element& element, bool inside_say, std::string& text) {
  const bool speaks = inside_say || element.name == "Say";
  for (const twiml::Node& node : element.children) {
    if (const auto* nested = std::get_if<twiml::Element>(&node)) {
      append_spoken(*nested, speaks, text);
    } else if (speaks) {
      const auto& piece = std::get<std::string>(node);
      if (!text.empty() && !text.ends_with(' ') && !piece.starts_with(' ')) text += ' ';
      text += piece;
    }
  }
}

/// What an attribute in whole numbers says; `otherwise` where there is none.
std::int64_t number_in(const twiml::Element& element, std::string_view name, std::int64_t otherwise) {
  return whole_number<std::int64_t>(element.attribute(name)).value_or(otherwise);
}

/// Twilio docs, <Gather>, `timeout`: 5 s by default.
milliseconds wait_time(const twiml::Element& document) {
  for (const twiml::Node& node : document.children) {
    const auto* verb = std::get_if<twiml::Element>(&node);
    if (verb != nullptr && verb->name == "Gather") return std::chrono::seconds(number_in(*verb, "timeout", 5));
  }
  return milliseconds{0};
}

}  // namespace

Turn turn_of(const Input& input, const Step& step) {
  return {.input = input,
          .position = step.position,
          .actions = step.actions,
          .said = spoken(step.document),
          .ends = step.ends,
          .speech = twiml::speech_of(step.document).length(),
          .wait = wait_time(step.document),
          .events = step.events,
          .fields = step.fields,
          .question = step.question,
          .legs = step.legs};
}

Input input_of(const State& state, const Edge& edge) {
  if (edge.kind != InputKind::keys) return {edge.kind, edge.keys};
  if (edge.keys == "entered") return {edge.kind, example_value(state.kind, state.length)};
  return {edge.kind, edge.keys == "otherwise" ? wrong_key(state) : edge.keys};
}

std::vector<Input> inputs_of(const State& state) {
  std::vector<Input> inputs;
  for (const Edge& edge : edges_of(state)) {
    if (edge.kind != InputKind::hung_up && edge.transition->when.empty()) inputs.push_back(input_of(state, edge));
  }
  inputs.push_back({InputKind::hung_up, ""});  // it can always come
  return inputs;
}

std::string place_words(const Position& position) {
  std::string words;
  for (auto caller = position.callers.rbegin(); caller != position.callers.rend(); ++caller)
    words += caller->state + "/";
  return words + position.state;
}

Result<std::vector<Choice>> choices_of(const Flow& flow, const Step& step, const Facts& facts) {
  return Chooser(flow, step, facts).run();
}

bool is_machines(const Walk& walk) {
  return std::none_of(walk.begin(), walk.end(), [](const Turn& turn) { return turn.input.kind == InputKind::keys; });
}

CallLength length_of(const Walk& walk) {
  CallLength length;
  for (std::size_t i = 0; i < walk.size(); ++i) {
    length.speech += walk[i].speech;
    const bool waited = i + 1 < walk.size() && walk[i + 1].input.kind != InputKind::keys;
    if (waited) length.wait += walk[i].wait;
  }
  return length;
}

Result<std::vector<Walk>> walk(const Flow& flow, const Facts& facts, std::size_t most) {
  return Walker(flow, facts, most).run();
}

std::string spoken(const twiml::Element& document) {
  std::string text;
  append_spoken(document, false, text);
  return text;
}

std::string question_words(const Question& question) {
  const std::string& about = question.fact.empty() ? question.purpose : question.fact;
  return fmt::format("(asks {}{}{})", question.name, about.empty() ? "" : " ", about);
}

std::vector<std::string> deeds_of(const Turn& turn) {
  std::vector<std::string> deeds;
  for (const Action action : turn.actions) deeds.emplace_back(to_string(action));
  for (const Event& event : turn.events) deeds.push_back("emit " + event.name);
  return deeds;
}

std::string transcript_line(const Turn& turn) {
  std::string line = fmt::format("{:<21}{:<14}{}{}", input_words(turn.input), place_words(turn.position),
                                 turn.position.callers.empty() ? "" : " ", turn.said);
  if (turn.question) line += question_words(*turn.question);
  const auto deeds = deeds_of(turn);
  if (!deeds.empty()) line += fmt::format("  [{}]", comma_list(deeds));
  line.erase(line.find_last_not_of(' ') + 1);
  return line;
}

std::string transcript(const Walk& walk) {
  std::string text;
  for (const Turn& turn : walk) text += transcript_line(turn) + "\n";
  return text;
}

}  // namespace courtesy::flow
