// Those that wait for a pace are looked at again one after the other: never all at once, and never much too late.
#pragma once

#include <algorithm>

#include "base/instant.h"

namespace courtesy {

/// When places will be free again, as far as that is known.
struct Places {
  Instant from;       ///< the next one, at the earliest
  milliseconds each;  ///< one after another in this time
};

/// Turns come twice as fast as the places, for some who have one no longer need it; and at most ten minutes after the
/// first place, so that a pace that grows is used and whoever waits is judged again meanwhile.
class Turns {
 public:
  explicit Turns(Instant last) : last_(last) {}

  Instant next(const Places& places) const {
    return std::clamp(last_ + places.each / 2, places.from, places.from + longest);
  }
  /// `useful`: the last moment at which it could still go out. A turn behind it is that moment, for one before may turn
  /// out to be free; but a place that cannot be free by then is no turn.
  Instant next(const Places& places, Instant useful) const {
    const Instant turn = next(places);
    return places.from <= useful ? std::min(turn, useful) : turn;
  }
  void give(Instant turn) { last_ = std::max(last_, turn); }
  Instant last() const { return last_; }

 private:
  static constexpr minutes longest{10};
  Instant last_;
};

}  // namespace courtesy
