// What a release would let go: foretold for the next hour, by the same judgement as a send's.
#pragma once

#include <vector>

#include "interlock/judge.h"

namespace courtesy {
class Unit;
}

namespace courtesy::api {

struct WouldGo {
  Instant until;           ///< the hour's end, rounded up to five minutes, so that the number can be typed
  std::vector<Due> leave;  ///< in the order in which they would go out
  int too_late = 0;        ///< could not go out before it is of no use: held or dropped
  int others = 0;          ///< not sent for another reason: cancelled, opted out, told already, held
};
/// At most so many reminders are looked at.
inline constexpr int release_limit = 2'000;

/// If sending went on now, with the probation that a release begins, as if every line were free and no attempt failed.
Result<WouldGo> would_go(Unit& unit);

}  // namespace courtesy::api
