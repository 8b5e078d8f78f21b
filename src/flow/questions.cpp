#include "flow/questions.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

namespace courtesy::flow {

std::span<const QuestionKind> question_kinds() {
  static const std::array<QuestionKind, 7> kinds{{
      {.name = "caller", .answers = {"known", "unknown"}, .otherwise_answer = "unknown"},
      {.name = "identify",
       .answers = {"proven", "appointment", "unknown", "locked"},
       .otherwise_answer = "unknown",
       .takes_value = true,
       .proves = {"proven"},
       .appoints = {"proven", "appointment"}},
      {.name = "look_up",
       .answers = {"found", "missing"},
       .otherwise_answer = "missing",
       .may_take_value = true,
       .names_fact = true,
       .finds = {"found"}},
      {.name = "machines", .answers = {"ask_first", "same_for_all", "keyless"}, .otherwise_answer = "ask_first"},
      {.name = "room_for_prompt", .answers = {"yes", "no"}, .otherwise_answer = "no"},
      {.name = "verify_code",
       .answers = {"right", "wrong", "locked"},
       .otherwise_answer = "wrong",
       .takes_value = true,
       .has_purpose = true,
       .proves = {"right"}},
      {.name = "verify_pin",
       .answers = {"right", "wrong", "locked"},
       .otherwise_answer = "wrong",
       .takes_value = true,
       .proves = {"right"}},
  }};
  return kinds;
}

const QuestionKind* find_question(std::string_view name) {
  const auto kinds = question_kinds();
  const auto found = std::find_if(kinds.begin(), kinds.end(), [&](const auto& kind) { return kind.name == name; });
  return found == kinds.end() ? nullptr : &*found;
}

Result<Step> settle(const Flow& flow, Step step, Facts facts, const Answering& answering) {
  for (int asked = 0; step.question; ++asked) {
    if (asked == most_questions) {
      return invalid(fmt::format("flow {} asks more than {} questions in a row", flow.name(), most_questions));
    }
    facts.fields = step.fields;
    const std::string answer = TRY(answering(*step.question, facts));
    Step next = TRY(flow.next(step.position, {InputKind::answer, answer}, facts));
    next.actions.insert(next.actions.begin(), step.actions.begin(), step.actions.end());
    next.events.insert(next.events.begin(), std::make_move_iterator(step.events.begin()),
                       std::make_move_iterator(step.events.end()));
    next.legs.insert(next.legs.begin(), step.legs.begin(), step.legs.end());
    step = std::move(next);
  }
  return step;
}

Result<std::string> answer_nothing(const Question& question, Facts&) {
  const QuestionKind* kind = find_question(question.name);
  if (kind == nullptr) return invalid(fmt::format("nobody can answer the question {}", question.name));
  return std::string(kind->otherwise_answer);
}

}  // namespace courtesy::flow
