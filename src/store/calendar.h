// Many days at a glance: counts by state, visits in short, and how many must be rung by hand. Read, never decided upon.
#pragma once

#include <array>
#include <string>
#include <vector>

#include "store/appointments.h"

namespace courtesy {

class Unit;

/// By AppointmentState, in its order.
using StateCounts = std::array<std::int64_t, 8>;

struct ShortVisit {
  AppointmentId id{};
  Instant instant{};
  LocalTime local{};
  AppointmentState state = AppointmentState::scheduled;
  std::string name;
  std::string summary;
};

/// A visit that a person must ring about now; `perhaps`: only where an attempt of unknown fate is overdue.
struct ToRing {
  AppointmentId id{};
  Instant instant{};
  bool perhaps = false;
};

class Calendar {
 public:
  explicit Calendar(Unit& unit) : unit_(unit) {}
  /// Of visits that start in [from, to).
  Result<StateCounts> counts(Instant from, Instant to);
  /// The same visits in order of start, at most `limit`.
  Result<std::vector<ShortVisit>> visits(Instant from, Instant to, int limit);
  /// Which of them the day's list of those to ring by hand would hold: api/seen.h says why, this finds them all at
  /// once.
  Result<std::vector<ToRing>> to_ring(Instant from, Instant to);

 private:
  Unit& unit_;
};

}  // namespace courtesy
