// The failsafe's units beside the intent: what a backlog, a send's ending and other accounts' trips mean.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "interlock/trip.h"
#include "queue/attempt.h"
#include "store/db.h"

namespace courtesy {

class Unit;

/// T1, in the intent unit and before its facts are read. Ten reminders that should have been looked at more than 15
/// minutes ago, and nobody looked: the workers were down. From now on a probation's pace holds.
Result<void> notice_backlog(Unit& unit);
inline constexpr minutes backlog_after{15};
inline constexpr int backlog_of_account = 10;
inline constexpr int backlog_of_house = 100;

/// The same over all accounts, in a unit of account 0, before a node begins to dispatch.
Result<void> notice_backlog_of_house(Unit& house);

/// T5, in the unit that writes a send's ending: unknown endings, and refusals that are about us. True when it tripped.
Result<bool> weigh_ending(Unit& unit, const Ending& ending);

/// T5, in the unit that writes an opt-out down.
Result<void> weigh_opt_out(Unit& unit);

/// In a unit of account 0: from when on what happened counts against the house. An hour ago, or when a person released
/// it, whichever is later: what was looked at then does not stop it again.
Result<Instant> counts_from(Unit& house);
/// T0, T4, T7, in a unit of account 0: what the trips of accounts within the hour mean for all.
Result<std::optional<Trip>> trip_of_accounts(Unit& house);
/// In a unit of account 0: accounts that tripped within the hour may stop everything. True when they did.
Result<bool> weigh_trips(Unit& house);

/// T4, in a unit of account 0: so many contacts, over all accounts, may be intended by one node; what it does not use
/// is wasted. None when they would be too many: then everything is stopped.
Result<int> take_block(Unit& house, int contacts);

/// In the unit of a release: its trips are decided, and a probation begins. `looked_at`: the trip of which whoever
/// releases says that they have looked at it. Errors: `conflict` for a second hard trip within a day of a release, when
/// it is not that one.
Result<void> release_trips(Unit& unit, const std::string& who, const std::string& why, std::int64_t looked_at);

/// When each waiting reminder until then is to go out, ascending.
Result<std::vector<Instant>> planned_until(Unit& unit, Instant until);
/// Holds for the staff what waits, is not approved and is to go out in that time; at most `limit`. Returns how many.
Result<int> hold_plan(Unit& unit, Instant from, Instant until, int limit);

}  // namespace courtesy
