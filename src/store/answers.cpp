#include "store/answers.h"

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

Result<void> take_answer(Unit& unit, const Attempt& attempt, Answer answer) {
  TRY(unit.ledger().append(entry_about(attempt, LedgerKind::answered, std::string(to_string(answer)))));
  const Appointment appointment = TRY(unit.appointments().get(attempt.reminder.appointment));
  if (appointment.start.key() != attempt.reminder.start || appointment.client != attempt.client) return {};
  return set_answer(unit, appointment.id, answer);
}

Result<void> take_opt_out(Unit& unit, const Attempt& attempt, const std::string& how) {
  TRY(unit.ledger().append(entry_about(attempt, LedgerKind::answered, "opt_out", LedgerBody().plain("how", how))));
  return unit.clients().suppress(attempt.recipient, how);
}

}  // namespace courtesy
