// When the tz database is another one by now: what follows from it is derived again, for all visits ahead.
#pragma once

#include <string>
#include <vector>

#include "base/id.h"
#include "base/result.h"

namespace courtesy {

class Unit;

/// Account 0: the accounts of which not all visits were derived by this version. Empty, where it is not known: all.
Result<std::vector<AccountId>> derived_by_another(Unit& house, const std::string& version);

/// Units are this small, so that nobody waits behind them.
inline constexpr int derived_at_once = 128;

struct DerivedAgain {
  int changed = 0;       ///< visits whose start is another
  AppointmentId last{};  ///< where to go on; none: there are no more
};
/// Of the booked visits with a higher number than `after` that have not begun, the first `derived_at_once`: each start
/// is derived again from what was promised, and their reminders that have not gone out are planned by it. What changes
/// is on record with the visit. Doing it twice changes nothing.
Result<DerivedAgain> derive_visits_again(Unit& unit, AppointmentId after);

/// All of this account's visits are derived by it now.
Result<void> set_derived_by(Unit& unit, const std::string& version);

/// Visits were booked by the tz database of this process: where the account goes by another one (a second node that was
/// not restarted yet, a command on another machine) it is known no more by which.
Result<void> note_booked_here(Unit& unit);

}  // namespace courtesy
