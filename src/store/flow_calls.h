// How many calls went which way through a flow, and where those stand that are under way.
#pragma once

#include <optional>

#include "base/instant.h"
#include "flow/coverage.h"

namespace courtesy {

class Unit;

struct FlowCalls {
  flow::Calls calls;
  std::optional<Instant> since{};  ///< when the first of them began
};

/// Only this many of an account's newest contacts, and of the newest calls that came in, are looked at.
inline constexpr int most_calls_counted = 5000;

/// Calls that were answered and that this very version of the flow led, reminders and incoming ones. Whoever hung up
/// in a state that waited for something left it by `hung_up`, be it in a flow that the state runs. Errors: the store's.
Result<FlowCalls> flow_calls(Unit& unit, const flow::Flow& flow);

}  // namespace courtesy
