// The failsafe's sweep: double entry, second attempts, and the plan of the coming day. No timers here: whoever keeps
// the watch calls it about once a minute.
#pragma once

#include <optional>
#include <vector>

#include "base/id.h"
#include "base/result.h"

namespace courtesy {

class Unit;

/// Account 0, reading: the accounts that have something new to look over, at most 64 of them.
Result<std::vector<AccountId>> accounts_to_sweep(Unit& house);

/// A writing unit of an account. T0: the attempts since the last sweep against the tally and against each other; once
/// an hour what is due against appointments and rules. T3: once an hour the plan of the coming day, of which too much
/// is held for the staff, at most `held_at_once` in one unit (then there is more to sweep at once). Trips are rows, and
/// stop.
Result<void> sweep_account(Unit& unit);
inline constexpr int held_at_once = 256;

/// A writing unit of account 0. T0, T4: accounts that tripped; T2 over all accounts; T7: the age of the tz database in
/// days, where the caller judges it (not elsewhere than in production).
struct TzAge {
  bool judged = false;
  std::optional<int> days{};
};
Result<void> sweep_house(Unit& house, const TzAge& tz);

/// True when sweep_house() would find something; in a reading unit, so that nothing is written for nothing.
Result<bool> house_needs_sweep(Unit& house, const TzAge& tz);

}  // namespace courtesy
