// What somebody said about a visit: the client on the phone or in a text, or staff for them.
#pragma once

#include "base/result.h"
#include "store/appointments.h"
#include "store/attempts.h"

namespace courtesy {

class Unit;

/// Takes it over. Who has confirmed or cancelled is reminded no more: what waits is withdrawn, and a call that is not
/// answered yet is called off.
Result<void> set_answer(Unit& unit, AppointmentId appointment, Answer answer);

/// Which visit somebody was asked about, and who.
struct AskedAbout {
  AppointmentId appointment;
  ClientId client;
  std::string start;  ///< Start::key() when it was told
};
AskedAbout asked_by(const Attempt& attempt);
/// It is booked, for that client, and at that time.
bool is_as_told(const Appointment& visit, const AskedAbout& about);
/// Acts on the start that was told, for that client, and while it is booked, or on nothing: false.
Result<bool> set_answer(Unit& unit, const AskedAbout& about, Answer answer);

/// The same as the client gave it to this attempt, with a line in the ledger. Where the visit is not the one that was
/// told any more, a person is to look at it.
Result<void> take_answer(Unit& unit, const Attempt& attempt, Answer answer);
Result<void> take_opt_out(Unit& unit, const Attempt& attempt, const std::string& how);

}  // namespace courtesy
