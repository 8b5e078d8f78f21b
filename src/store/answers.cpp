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

Result<bool> set_answer(Unit& unit, const AskedAbout& about, Answer answer) {
  const Appointment appointment = TRY(unit.appointments().get(about.appointment));
  if (appointment.start.key() != about.start || appointment.client != about.client) return false;
  TRY(set_answer(unit, appointment.id, answer));
  return true;
}

Result<void> take_answer(Unit& unit, const Attempt& attempt, Answer answer) {
  TRY(unit.ledger().append(entry_about(attempt, LedgerKind::answered, std::string(to_string(answer)))));
  TRY(set_answer(unit, {attempt.reminder.appointment, attempt.client, attempt.reminder.start}, answer));
  return {};
}

Result<void> take_opt_out(Unit& unit, const Attempt& attempt, const std::string& how) {
  TRY(unit.ledger().append(entry_about(attempt, LedgerKind::answered, "opt_out", LedgerBody().plain("how", how))));
  return unit.clients().suppress(attempt.recipient, how);
}

}  // namespace courtesy
