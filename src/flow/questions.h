// What a flow may ask of the engine in the middle of a call: a state that waits for an `answer` asks one of these.
//
// The engine answers from its own store, in the unit of the step, and gives the answer back as an input: settle() does
// the round. It must answer each of these for a call that comes in; for a reminder's call it may say `otherwise_answer`
// to all that it cannot know there. What it must do besides:
//
// - `identify`: the value is what the caller keyed in. A live task code of purpose `client` is used up and proves the
//   caller (`proven`); else the short code of one open appointment tells the appointment (`appointment`); else
//   `unknown`, one wrong guess of the call, of the caller and of all. `locked` once the guesses are used up: it must
//   then not look at the value. On `proven` and `appointment` the facts of the appointment (client_first_name, date,
//   place, time, when) are spoken from then on, and the call's actions concern it.
// - `verify_code`: as above for a task code of the purpose that stands in the question, and no other.
// - `verify_pin`: the PIN that the business pushed beside the last fact that was found in this call, kept as a keyed
//   hash. Wrong ones are counted as guesses are.
// - `look_up`: the fact of that name that the API has pushed, under the key that the value is (none: under the caller's
//   appointment). On `found` it sets the spoken fact `fact.NAME`, in words of the flow's language.
// - `caller`: does exactly one client have the number that calls? A number can be forged: it proves nothing and makes
//   nothing speakable; it is for noting a missed call, and for who is rung back.
// - `machines`: how the reminder's rule wants answering machines handled. `ask_first`: a key is asked for, and silence
// is
//   taken for a machine; `same_for_all`: what persons hear, to whoever answers; `keyless`: what machines are given, to
//   whoever answers. Of a call without a rule `ask_first`.
// - `room_for_prompt`: may one more recording be kept for the prompt that the task code is about?
//
// And of the call itself:
//
// - Between steps it keeps Standing{position, fields}.to_text(), and gives the fields back in Facts::fields.
// - Path `keys`: `Digits` as one Input, empty is silence. Of a state that collects a secret (Flow::state_at) they are
//   written nowhere.
// - Path `recorded`: InputKind::recorded when something was recorded, with the URL of its copy as Facts::paths
//   `recording` from then on; else silence. Path `dialled`: connected when the called party answered, else
//   not_connected. `business_phone` in Facts::paths is the account's own number, E.164, and nothing else.
// - A hint (machine, person) is given to next() only where Flow::takes() it; the call is then sent to the new document.
// - Step::events are stored in the step's unit and delivered later, each at least once.
// - Slots are played from Facts::prompts (`STATE/SLOT`), the account's recording before the flow's file.
#pragma once

#include <array>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "flow/flow.h"

namespace courtesy::flow {

/// A question that there is.
struct QuestionKind {
  std::string_view name;
  std::vector<std::string_view> answers;
  std::string_view otherwise_answer;       ///< when it cannot be answered: the one that opens nothing
  bool takes_value = false;                ///< needs `with`, a field that was keyed in
  bool may_take_value = false;             ///< may have `with`
  bool names_fact = false;                 ///< needs `fact`
  bool has_purpose = false;                ///< needs `purpose`
  std::vector<std::string_view> proves;    ///< answers after which the caller is who he says
  std::vector<std::string_view> appoints;  ///< answers after which the appointment is known
  std::vector<std::string_view> finds;     ///< answers after which the fact may be spoken
};

std::span<const QuestionKind> question_kinds();
const QuestionKind* find_question(std::string_view name);

/// Purposes of task codes.
inline constexpr std::array<std::string_view, 2> code_purposes{"client", "record_prompt"};

/// The engine's answer, one of the kind's. It may add to the facts what became speakable and what flags now hold.
using Answering = std::function<Result<std::string>(const Question& question, Facts& facts)>;

/// Answers the step's questions until there is something to say or the call is over; the actions, events and collected
/// fields of all steps come together. A step without a question is returned as it is.
/// Errors: what `answering` and the flow return; `invalid` after most_questions in a row.
inline constexpr int most_questions = 8;
Result<Step> settle(const Flow& flow, Step step, Facts facts, const Answering& answering);

/// For a call in which nothing can be found out: every question's otherwise_answer.
Result<std::string> answer_nothing(const Question& question, Facts& facts);

}  // namespace courtesy::flow
