// The failsafe's look at each contact that is about to leave: by rules of its own, written apart from the interlocks.
#pragma once

#include <functional>
#include <optional>

#include "interlock/facts.h"
#include "interlock/trip.h"

namespace courtesy {

/// Asked about every contact that all interlocks allow, before it is counted. T0: its appointment stands, nobody
/// opted out, the hour is permitted, no cap is exceeded. T2, T3, T6: too_much. T7: the ledger's newest record is not
/// of the future. An exception is a trip too.
std::optional<Trip> before_send(const Due& due, const HouseFacts& house, const DueFacts& facts);

/// What `look` finds. One that throws is a trip: a failsafe that cannot look lets nothing pass.
std::optional<Trip> tripped_or(const std::function<std::optional<Trip>()>& look);

}  // namespace courtesy
