// A client rang and nobody answered: the account may want the call that waits for them made now.
#pragma once

#include "base/instant.h"
#include "base/result.h"
#include "store/sessions.h"

namespace courtesy {

class Unit;

/// A reminder that is due later than this is not the answer to a missed call: it would be missed at its own time.
inline constexpr hours returned_within{24};

/// Whoever rang has hung up by then.
inline constexpr seconds returned_after{60};

/// Where the account wants it (LineSettings::return_missed), and exactly one client has the number that rang: their
/// next call that waits and goes out within `returned_within` is due after `returned_after`. It is only due: every
/// interlock, cap and permitted hour judges it as ever. Once for a visit's start, however often they ring; on record as
/// `missed_call_returned`. Says whether one was found. A number proves nothing: whoever forges one makes a call come
/// earlier that would have come, and no other.
Result<bool> return_missed_call(Unit& unit, const Session& session);

}  // namespace courtesy
