// Permitted hours: windows of the wall clock that must hold in every zone a person could be in.
#pragma once

#include <array>
#include <optional>
#include <set>
#include <span>
#include <vector>

#include "base/instant.h"
#include "base/zone.h"

namespace courtesy {

/// Half-open [opens, closes) after local midnight; closes may be 24 h; never across midnight.
struct Window {
  minutes opens;
  minutes closes;
};

/// Index 0 is Monday. The windows of a day may touch, overlap or stand in any order.
using WeekWindows = std::array<std::vector<Window>, 7>;

/// Holds at an instant when in each of its zones the wall clock then shown lies in a window of that weekday and the
/// local date is not closed. No zones: never holds. So in a repeated hour both passes count, a window that ends in one
/// closes, opens again and closes again; a window inside a skipped hour does not exist that day, and one that begins in
/// a skipped hour opens at the transition.
struct Constraint {
  std::vector<Zone> zones;
  WeekWindows windows;
  std::set<LocalDate> closed_dates;
};

/// All of them hold. None at all is no permission.
bool permitted(std::span<const Constraint> constraints, Instant instant);

/// `instant` itself if permitted, else the first whole UTC minute after it that is; nothing up to `instant + horizon`:
/// none, and a person has to be asked. Its cost grows with the openings looked at, not with the minutes.
std::optional<Instant> next_permitted(std::span<const Constraint> constraints, Instant instant, hours horizon);

/// The first instant at or after `instant` at which it is not permitted any more; `instant + horizon` when it is until
/// then.
Instant permitted_until(std::span<const Constraint> constraints, Instant instant, hours horizon);

/// The latest whole UTC minute at or before `instant` that is permitted, not before `instant - horizon`.
std::optional<Instant> last_permitted(std::span<const Constraint> constraints, Instant instant, hours horizon);

}  // namespace courtesy
