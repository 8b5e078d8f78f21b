#include "store/answers.h"

#include "outcome/effects.h"
#include "store/appointments.h"
#include "store/attempts.h"
#include "store/clients.h"
#include "store/ledger.h"
#include "store/queue.h"
#include "store/unit.h"

namespace courtesy {

Result<void> set_answer(Unit& unit, AppointmentId appointment, Answer answer) {
  TRY(unit.appointments().set_answer(appointment, answer));
  if (answer != Answer::confirmed && answer != Answer::cancelled) return {};
  const Reason reason = answer == Answer::confirmed ? Reason::already_confirmed : Reason::appointment_cancelled;
  TRY(unit.queue().withdraw(appointment, "", reason));
  return unit.attempts().silence(appointment, reason);
}

bool is_as_told(const Appointment& visit, const AskedAbout& about) {
  return visit.booking == Booking::booked && visit.client == about.client && visit.start.key() == about.start;
}

Result<bool> set_answer(Unit& unit, const AskedAbout& about, Answer answer) {
  if (!is_as_told(TRY(unit.appointments().get(about.appointment)), about)) return false;
  TRY(set_answer(unit, about.appointment, answer));
  return true;
}

AskedAbout asked_by(const Attempt& attempt) {
  return {attempt.reminder.appointment, attempt.client, attempt.reminder.start};
}

Result<void> take_answer(Unit& unit, const Attempt& attempt, Answer answer) {
  if (TRY(set_answer(unit, asked_by(attempt), answer)))
    return unit.ledger().append(entry_about(attempt, LedgerKind::answered, std::string(to_string(answer))));
  return unit.ledger().append(entry_about(attempt, LedgerKind::answered,
                                          std::string(to_string(StaffTask::unclear_reply)),
                                          LedgerBody().plain("answer", to_string(answer))));
}

Result<void> take_opt_out(Unit& unit, const Attempt& attempt, const std::string& how) {
  TRY(unit.ledger().append(entry_about(attempt, LedgerKind::answered, "opt_out", LedgerBody().plain("how", how))));
  return unit.clients().suppress(attempt.recipient, how);
}

}  // namespace courtesy
