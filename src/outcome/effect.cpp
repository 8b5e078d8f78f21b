#include "outcome/effect.h"

#include <algorithm>
#include <cmath>

namespace courtesy {
namespace {

/// Of the normal distribution, between which and its negative 95 % lie.
constexpr double z = 1.959963984540054;

double squared(double x) { return x * x; }

}  // namespace

Estimate wilson(std::int64_t events, std::int64_t among) {
  if (among <= 0) return {0, 0, 1};
  const auto n = static_cast<double>(among);
  const double share = static_cast<double>(events) / n;
  const double middle = share + z * z / (2 * n);
  const double half = z * std::sqrt(share * (1 - share) / n + z * z / (4 * n * n));
  const double whole = 1 + z * z / n;
  // Rounding must not leave a share outside its own interval.
  return {share, std::clamp((middle - half) / whole, 0.0, share), std::clamp((middle + half) / whole, share, 1.0)};
}

Estimate newcombe(const Estimate& first, const Estimate& second) {
  const double difference = first.value - second.value;
  return {difference, difference - std::sqrt(squared(first.value - first.low) + squared(second.high - second.value)),
          difference + std::sqrt(squared(first.high - first.value) + squared(second.value - second.low))};
}

std::optional<Effect> effect_of(const Attendance& reached, const Attendance& not_reached) {
  if (reached.visits < least_visits || not_reached.visits < least_visits) return std::nullopt;
  const Estimate told = wilson(reached.no_shows, reached.visits);
  const Estimate untold = wilson(not_reached.no_shows, not_reached.visits);
  return Effect{told, untold, newcombe(untold, told)};
}

}  // namespace courtesy
