// An appointment's whole life, replayed: which reminders its bookings, moves and cancellations let go out. This is the
// rule that planning, store and dispatch keep together, as one pure function to hold them against.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "schedule/planner.h"

namespace courtesy {

/// At `at`, the appointment is booked for or moved to `start`; without one it is cancelled.
struct TimelineEvent {
  Instant at;
  std::optional<Start> start;
};

struct TimelineSend {
  std::size_t rule;  ///< index
  Instant at;
  Start start;
  PlanReason reason;
};

/// Each event plans again as of its instant. A send takes place if no later event came at or before its instant: an
/// event at the very instant wins. Late ones go out at the event's instant. One send for each (rule, start): moved away
/// and moved back is not reminded twice.
///
/// In order of time, then rule. Errors: `invalid` for events out of order, and as `plan`.
Result<std::vector<TimelineSend>> replay(std::span<const Rule> rules, std::span<const TimelineEvent> events,
                                         const ChannelHours& permitted_hours, const std::optional<Zone>& client_zone);

}  // namespace courtesy
