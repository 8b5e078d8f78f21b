// Appointment x rule = the moment of a reminder, or the reason why there is none.
#pragma once

#include <optional>
#include <span>

#include "schedule/hours.h"
#include "schedule/rule.h"

namespace courtesy {

enum class PlanReason {
  due,
  shifted_later,
  shifted_earlier,
  outside_hours,
  too_close_to_appointment,
  late_now,
  too_late
};
/// The words of tests/vectors/reminder-times.json: `due`, `too-close-to-appointment`, `late-now`, ...
std::string_view to_string(PlanReason reason);

struct PlannedTime {
  Instant due;
  TimeFlag due_flag;
  std::optional<Instant> send;  ///< none: not to be made, for `reason`
  PlanReason reason;
};

struct PlanInput {
  Start start;
  std::optional<Zone> client_zone;    ///< for RuleZone::client; without it the appointment's is used
  std::span<const Constraint> hours;  ///< empty: any hour (the interlock asks again anyway)
  std::optional<Instant> now;         ///< evaluate as of then: what has passed is late-now or too late
};

/// Pure: the same input gives the same plan. Errors: `invalid` for an unknown zone name.
Result<PlannedTime> plan(const Rule& rule, const PlanInput& input);

}  // namespace courtesy
