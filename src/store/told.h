// What the day's page says of an appointment's reminders: nothing yet, told, or failed.
#pragma once

#include "base/result.h"
#include "store/appointments.h"
#include "store/attempts.h"

namespace courtesy {

class Unit;

/// One of its attempts has ended, or been decided, or the booking is another by now: told, where one has reached the
/// client who has the booking, at the number or address that they have; failed, where none comes by itself any more.
Result<void> review_told(Unit& unit, const Appointment& appointment);
/// The same after an attempt of that start, if the booking still has it.
Result<void> note_told(Unit& unit, const ReminderKey& key);

/// A reminder is not made, or waits for a person. When none of this start comes by itself any more, and none has told
/// anybody, the day's page must not go on saying that one is to come.
Result<void> note_untold(Unit& unit, const ReminderKey& key);
/// It comes after all.
Result<void> note_to_come(Unit& unit, const ReminderKey& key);

}  // namespace courtesy
