// What calls that come in leave behind and nobody needs any more.
#pragma once

#include <vector>

#include "store/db.h"

namespace courtesy {

class Unit;

/// The longest call that the provider keeps up: one without an end by then is over.
inline constexpr hours longest_call{4};
/// Events that are delivered or given up stay in the list for so long.
inline constexpr hours events_stay{24 * 30};

/// What became of a task code can be asked for so long after it expired.
inline constexpr hours codes_stay{24};

/// Account 0 only: accounts in which something is to be tidied, or a call to be ended.
Result<std::vector<AccountId>> accounts_to_tidy(Unit& house);
/// Erases facts that have expired, wrong guesses that count no more, old events, and what is known of old task codes.
Result<void> tidy_lines(Unit& unit);

}  // namespace courtesy
