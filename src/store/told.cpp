#include "store/told.h"

#include <algorithm>

#include "base/recipient_key.h"
#include "store/appointments.h"
#include "store/attempts.h"
#include "store/clients.h"
#include "store/doubts.h"
#include "store/queue.h"
#include "store/unit.h"

namespace courtesy {
namespace {

/// Whoever has been told at another number, or of another start, was not this client of this visit.
bool has_told(const Attempt& attempt, const Appointment& appointment, const Client& client) {
  return attempt.reminder.start == appointment.start.key() &&
         recipient_key(attempt.recipient) == recipient_key(client.recipient(attempt.reminder.channel)) &&
         (reached(attempt.outcome) || attempt.decided == to_string(Fate::reached));
}

}  // namespace

Result<void> review_told(Unit& unit, const Appointment& appointment) {
  const Client client = TRY(unit.clients().get(appointment.client));
  const auto attempts = TRY(unit.attempts().of(appointment.id));
  if (std::ranges::any_of(attempts, [&](const Attempt& one) { return has_told(one, appointment, client); }))
    return unit.appointments().set_told(appointment.id, Told::told);
  const std::string start = appointment.start.key();
  const auto reminders = TRY(unit.queue().of(appointment.id));
  const bool any = std::ranges::any_of(reminders, [&](const ReminderRow& row) { return row.key.start == start; });
  if (!any || !TRY(unit.queue().exhausted(appointment.id, start))) return {};
  return unit.appointments().set_told(appointment.id, Told::failed);
}

Result<void> note_told(Unit& unit, const ReminderKey& key) {
  const Appointment appointment = TRY(unit.appointments().get(key.appointment));
  if (appointment.start.key() != key.start) return {};
  return review_told(unit, appointment);
}

Result<void> note_untold(Unit& unit, const ReminderKey& key) {
  const Appointment appointment = TRY(unit.appointments().get(key.appointment));
  if (appointment.told != Told::nothing_yet || appointment.start.key() != key.start) return {};
  if (!TRY(unit.queue().exhausted(appointment.id, key.start))) return {};
  return unit.appointments().set_told(appointment.id, Told::failed);
}

Result<void> note_to_come(Unit& unit, const ReminderKey& key) {
  const Appointment appointment = TRY(unit.appointments().get(key.appointment));
  if (appointment.told != Told::failed || appointment.start.key() != key.start) return {};
  return unit.appointments().set_told(appointment.id, Told::nothing_yet);
}

}  // namespace courtesy
