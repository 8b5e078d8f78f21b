// Who and where: the account, the clock, what is stopped; and the stop itself with its careful way back.
#pragma once

#include <boost/json/fwd.hpp>
#include <string>

#include "api/settings.h"
#include "base/result.h"

namespace courtesy {
class Unit;
}

namespace courtesy::api {

/// Without who asks (self.h). Of account 0: `account` is null, for somebody who is in none.
Result<boost::json::object> session(Unit& unit, const Settings& settings);

/// Stops the account (of account 0: the house), whatever else is stopped: on record with who and why. Where a stop of
/// its own stands already, that one is kept, and that it was asked for once more is on record. Both words may be empty.
Result<void> stop(Unit& unit, const std::string& said_who, const std::string& said_why);

/// GET /release.
Result<boost::json::object> release_page(Unit& unit);

/// Begins a probation. `looked_at`: the trip that was looked at, where it is the second within a day; else 0.
/// Errors: `conflict` when nothing is stopped, when the whole installation is, (`count_differs`) when another number
/// than `count` would go out in the next hour, or when a second trip was not looked at.
Result<void> release(Unit& unit, const std::string& who, const std::string& why, std::int64_t count,
                     std::int64_t looked_at = 0);
/// The message of an Error of release() begins so when the count is another.
inline constexpr std::string_view count_differs = "Another number would go out in the next hour: ";

}  // namespace courtesy::api
