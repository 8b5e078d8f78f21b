// The short code of an appointment, which its reminders may name: keyed in on the phone it tells which visit is meant.
//
// It is the appointment's number under a keyed permutation of all codes of eight digits: no two appointments of an
// account have the same, nothing is stored, and without the key nobody can make one or read one.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/id.h"

namespace courtesy {

class Unit;

inline constexpr int appointment_code_digits = 8;

/// Stays the same when the visit moves. Empty beyond codes_of(8) appointments of an account.
std::string appointment_code(const Unit& unit, AppointmentId appointment);
/// Which appointment it would be; whether there is one, and whether it is open, is not asked.
std::optional<AppointmentId> appointment_of_code(const Unit& unit, std::string_view code);

}  // namespace courtesy
