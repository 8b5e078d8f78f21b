// T3 on the plan: is more to go out in the coming day than the account's staff should let pass unseen?
#pragma once

#include <optional>
#include <span>

#include "interlock/failsafe.h"

namespace courtesy {

struct PlanExcess {
  Trip trip;
  Instant from;   ///< what is planned from here
  Instant until;  ///< up to and with here waits for the staff
};

/// `planned`: when each contact of the coming day is to go out, ascending. More than the day's limit: all of it. Else
/// what lies between the first and the last sliding hour that is above the hour's.
std::optional<PlanExcess> plan_excess(std::span<const Instant> planned, const Limits& limits);

}  // namespace courtesy
