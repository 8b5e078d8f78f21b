#include "interlock/plan.h"

#include <algorithm>

namespace courtesy {

std::optional<PlanExcess> plan_excess(std::span<const Instant> planned, const Limits& limits) {
  const auto in_all = static_cast<std::int64_t>(planned.size());
  if (in_all > limits.soft_day)
    return PlanExcess{{TripRule::planned_volume, in_all, limits.soft_day, "day"}, planned.front(), planned.back()};
  std::optional<PlanExcess> excess;
  std::size_t first = 0;
  for (std::size_t last = 0; last < planned.size(); ++last) {
    while (planned[first] <= planned[last] - hours{1}) ++first;
    const auto hour = static_cast<std::int64_t>(last - first + 1);
    if (hour <= limits.soft_hour) continue;
    if (!excess) excess = PlanExcess{{TripRule::planned_volume, hour, limits.soft_hour, "hour"}, planned[first], {}};
    excess->trip.value = std::max(excess->trip.value, hour);
    excess->until = planned[last];
  }
  return excess;
}

}  // namespace courtesy
