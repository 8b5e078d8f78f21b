// What a flow asks of the engine in the middle of a call that comes in (flow/questions.h).
#pragma once

#include "flow/questions.h"
#include "store/accounts.h"
#include "store/sessions.h"

namespace courtesy {

class Unit;

/// Who rings, and what is known of them: answers the step's questions, each once, and writes into the session what the
/// answers show. The unit, the account and the session outlive it.
class Caller {
 public:
  Caller(Unit& unit, const Account& account, Session& session) : unit_(unit), account_(account), session_(session) {}

  /// All that may be said and done in this call so far, but for the paths of the next step.
  Result<flow::Facts> facts();
  /// Errors: the store's; `invalid` for a question that there is not.
  Result<std::string> answer(const flow::Question& question, flow::Facts& facts);

 private:
  Result<std::string> identify(const std::string& keys, flow::Facts& facts);
  Result<std::string> verify_code(const flow::Question& question);
  Result<std::string> verify_pin(const std::string& keys);
  Result<std::string> look_up(const flow::Question& question, flow::Facts& facts);
  Result<std::string> known();
  Result<std::string> room_for_prompt();

  /// Only an open one: booked, and not begun.
  Result<bool> is_about(AppointmentId appointment);
  Result<void> speak_of_appointment(flow::Facts& facts);
  Result<void> set_flags(flow::Facts& facts);
  /// Nothing bars one more contact with the number that rings: no opt-out, no cap.
  Result<bool> may_be_rung();

  Unit& unit_;
  const Account& account_;
  Session& session_;
};

}  // namespace courtesy
