// Whether reminding helps: no-show rates of visits that were reached against those that were not, with intervals.
#pragma once

#include <cstdint>
#include <optional>

namespace courtesy {

/// Visits of which staff said whether the client came.
struct Attendance {
  std::int64_t visits = 0;
  std::int64_t no_shows = 0;  ///< of them
};

/// A share, and between what it may well lie (95 %).
struct Estimate {
  double value;
  double low;
  double high;
};

/// Wilson's score interval: holds for few visits and for shares near 0 and 1 too (Wilson 1927). Without a visit
/// nothing is known: 0, from 0 to 1.
Estimate wilson(std::int64_t events, std::int64_t among);
/// `first` minus `second`, of two independent shares: Newcombe's hybrid of their score intervals (Newcombe 1998,
/// method 10).
Estimate newcombe(const Estimate& first, const Estimate& second);

/// Fewer than so many visits on either side say nothing.
inline constexpr std::int64_t least_visits = 30;

struct Effect {
  Estimate reached;
  Estimate not_reached;
  Estimate difference;  ///< how much lower the no-show rate of the reached is; negative: higher
};
/// None: too few visits on one side. It is no experiment: who cannot be reached may differ in more than that.
std::optional<Effect> effect_of(const Attendance& reached, const Attendance& not_reached);

}  // namespace courtesy
