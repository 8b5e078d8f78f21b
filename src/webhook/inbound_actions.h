// What a step of a call that comes in does to the store.
#pragma once

#include <span>
#include <vector>

#include "flow/flow.h"
#include "store/sessions.h"

namespace courtesy {

class Unit;

/// In order. An answer for a visit needs one that a code told; one that has moved meanwhile is not answered for.
Result<void> take_inbound_actions(Unit& unit, const Session& session, std::span<const flow::Action> actions);

}  // namespace courtesy
