// What the failsafe counts, what it would allow, what it tripped on; and the held list, on which staff decide.
#pragma once

#include <boost/json/fwd.hpp>
#include <optional>
#include <string_view>

#include "base/result.h"
#include "store/held.h"

namespace courtesy {
class Unit;
}
namespace courtesy::flow {
class Library;
}

namespace courtesy::api {

Result<boost::json::object> failsafe(Unit& unit);

/// At most `limit`, those that end soonest first, with how many are held in all, and `next`: the `after` of what stands
/// behind them, or null. `flows`: what they say is filled in by these; null: it is left empty.
Result<boost::json::object> held(Unit& unit, int limit, const std::optional<HeldPlace>& after,
                                 const flow::Library* flows);
/// `next` of an answer, or empty. Errors: `invalid` for what none has given.
Result<std::optional<HeldPlace>> parse_held_place(std::string_view text);

enum class HeldVerb { release, discard };
/// `body`: `who`, `why`, and either `reminders` (keys as the list has them) or `all` with `count`, which must be how
/// many are held. Answers with how many were decided on, and the list. Errors: `invalid`; `conflict` (`count_differs`)
/// when another number is held.
Result<boost::json::object> decide_held(Unit& unit, HeldVerb verb, const boost::json::object& body,
                                        const flow::Library* flows);

}  // namespace courtesy::api
