#include "api/flow_walk.h"

#include <fmt/format.h>

#include <boost/json.hpp>
#include <map>

#include "api/answer.h"
#include "api/heard_json.h"
#include "api/prompts.h"
#include "flow/definition.h"
#include "flow/heard.h"
#include "flow/input_words.h"
#include "flow/sample_facts.h"
#include "flow/walker.h"
#include "schedule/machines.h"
#include "schedule/rule.h"
#include "store/accounts.h"
#include "store/flows.h"
#include "store/prompt_urls.h"
#include "store/unit.h"

namespace courtesy::api {
namespace {

using boost::json::array;
using boost::json::object;

/// `1`, `silence`, `hung_up`; a value that is keyed in as its keys.
std::string name_of_input(const flow::Input& input) {
  if (input.kind == flow::InputKind::keys) return input.keys;
  const std::string kind(to_string(input.kind));
  return input.keys.empty() ? kind : fmt::format("{}:{}", kind, input.keys);
}

struct Named {
  std::string name;
  flow::Choice choice;
};

/// How machines are handled is a rule's setting and nothing that happens in a call: the usual one.
Result<flow::Step> past_machines(const flow::Flow& flow, flow::Step step, flow::Facts facts) {
  if (!step.question || step.question->name != "machines") return step;
  facts.fields = step.fields;
  return flow.next(step.position, {flow::InputKind::answer, std::string(way_of(Rule{}.machines).answer)}, facts);
}

/// Where an input leads when no fact holds.
Result<std::string> plainly(const flow::Flow& flow, const flow::Step& step, flow::Facts facts,
                            const flow::Input& input) {
  facts.fields = step.fields;
  return TRY(flow.next(step.position, input, facts)).position.to_text();
}

/// The same input under a guard is another choice, behind the plain one: `1`, `1#2`.
Result<std::vector<Named>> choices_from(const flow::Flow& flow, const flow::Step& step, const flow::Facts& facts) {
  std::vector<Named> named;
  if (step.ends) return named;
  std::map<std::string, int> seen;
  std::vector<flow::Choice> all = TRY(flow::choices_of(flow, step, facts));
  std::vector<bool> plain;
  for (const flow::Choice& choice : all)
    plain.push_back(TRY(plainly(flow, step, facts, choice.input)) == choice.step.position.to_text());
  std::vector<flow::Choice> ordered;
  for (const bool first : {true, false}) {
    for (std::size_t i = 0; i < all.size(); ++i) {
      if (plain[i] == first) ordered.push_back(std::move(all[i]));
    }
  }
  for (flow::Choice& choice : ordered) {
    std::string name = name_of_input(choice.input);
    if (const int n = ++seen[name]; n > 1) name += fmt::format("#{}", n);
    named.push_back({std::move(name), std::move(choice)});
  }
  return named;
}

/// A step, and by which of the choices before it the call came there.
struct Walked {
  std::string name;
  flow::Input input;
  flow::Step step;
};
struct Path {
  std::vector<Walked> steps;
  std::vector<Named> choices;  ///< after the last
};

Result<Path> walk_along(const flow::Flow& flow, const std::vector<std::string>& inputs, const flow::Facts& facts) {
  Path path;
  path.steps.push_back(
      {"answered", {flow::InputKind::answered, ""}, TRY(past_machines(flow, TRY(flow.begin(facts)), facts))});
  path.choices = TRY(choices_from(flow, path.steps.back().step, facts));
  for (const std::string& input : inputs) {
    const auto chosen =
        std::find_if(path.choices.begin(), path.choices.end(), [&](const Named& one) { return one.name == input; });
    if (chosen == path.choices.end()) return invalid(fmt::format("\"{}\" cannot come there", input.substr(0, 40)));
    const flow::Input taken = chosen->choice.input;
    path.steps.push_back({input, taken, TRY(past_machines(flow, std::move(chosen->choice.step), facts))});
    const bool over = taken.kind == flow::InputKind::hung_up;
    path.choices = over ? std::vector<Named>{} : TRY(choices_from(flow, path.steps.back().step, facts));
  }
  return path;
}

/// `heard`: the same step with the recordings that the account plays there.
object turn_json(const Walked& one, const flow::Step& heard) {
  const flow::Turn turn = flow::turn_of(one.input, one.step);
  array does;
  for (const std::string& deed : flow::deeds_of(turn)) does.push_back(boost::json::string(deed));
  return {{"input", one.name},
          {"words", flow::input_words(one.input)},
          {"state", flow::place_words(turn.position)},
          {"said", turn.said},
          {"pieces", heard_json(flow::heard_pieces(heard.document))},
          {"asks", turn.question ? boost::json::value(flow::question_words(*turn.question)) : nullptr},
          {"does", std::move(does)},
          {"seconds", static_cast<double>(turn.speech.count()) / 1000},
          {"ends", turn.ends || turn.position.state.empty()}};
}

/// A key that stands for all that the state does not name is told as such.
object choice_json(const flow::Flow& flow, const flow::Step& from, const Named& one) {
  const flow::State* state = flow.state_at(from.position);
  const flow::Input& input = one.choice.input;
  const bool key = input.kind == flow::InputKind::keys && state != nullptr;
  array when;
  for (const std::string& flag : one.choice.holds) when.push_back(boost::json::string(flag));
  return {{"input", one.name},
          {"words", key ? flow::input_words(flow::input_name(*state, input)) : flow::input_words(input)},
          {"when", std::move(when)}};
}

Result<std::vector<std::string>> inputs_of(const object& body) {
  std::vector<std::string> inputs;
  const auto* given = body.if_contains("inputs");
  if (given == nullptr) return inputs;
  if (!given->is_array() || given->as_array().size() > most_inputs)
    return invalid(fmt::format("`inputs` must be a list of at most {} texts", most_inputs));
  for (const auto& one : given->as_array()) {
    if (!one.is_string()) return invalid("`inputs` must be a list of texts");
    inputs.emplace_back(one.as_string());
  }
  return inputs;
}

}  // namespace

Result<object> walk_flow(Unit& unit, const std::string& name, const object& body, const flow::Library& library) {
  const std::string wanted = TRY(text_of(body, "language", 10));
  const std::vector<std::string> inputs = TRY(inputs_of(body));
  const flow::Flow flow = TRY(unit.flows().live(library, name));
  const std::string language(flow.language_for(wanted));
  flow::Facts facts = flow::sample_facts(flow, language);
  for (auto& [place, words] : constant_words(TRY(unit.accounts().get()), language)) facts.spoken[place] = words;
  const Path path = TRY(walk_along(flow, inputs, facts));
  facts.prompts = TRY(prompts_for(unit, flow, language, ""));
  const Path heard = TRY(walk_along(flow, inputs, facts));
  array turns;
  for (std::size_t i = 0; i < path.steps.size(); ++i) turns.push_back(turn_json(path.steps[i], heard.steps.at(i).step));
  array next;
  for (const Named& one : path.choices) next.push_back(choice_json(flow, path.steps.back().step, one));
  array languages;
  for (const std::string& one : flow.definition().languages) languages.push_back(boost::json::string(one));
  return object{{"name", name},
                {"language", language},
                {"languages", std::move(languages)},
                {"turns", std::move(turns)},
                {"choices", std::move(next)}};
}

}  // namespace courtesy::api
