// Appointment x rule = the moment of a reminder, or the reason why there is none.
#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "schedule/hours.h"
#include "schedule/rule.h"

namespace courtesy {

enum class PlanReason {
  due,              ///< sent at its due instant
  shifted_later,    ///< sent at the next permitted instant
  shifted_earlier,  ///< sent within the last permitted hour before
  outside_hours,    ///< not sent: not permitted then, and the rule does not shift, or nothing near is permitted
  too_close_to_appointment,  ///< not sent: less than the minimum lead before the start, or not before it
  late_now,                  ///< its time has passed, by no more than the maximum lateness: sent now
  too_late,                  ///< not sent: its time passed longer ago than the maximum lateness
  late_outside_hours,        ///< not sent: late, and not permitted now
  already_due,               ///< not sent: its time had passed when the rule or the import was saved (Past::left_out)
};
/// The words of tests/vectors/reminder-times.json: `due`, `outside-window`, `too-close-to-appointment`, `late-now`, ...
std::string_view to_string(PlanReason reason);

/// What becomes of a reminder whose time has passed: a booking or a move follows the rule's maximum lateness; a new or
/// changed rule and an account's first import of a source leave out whatever was due before they were saved.
enum class Past { may_be_late, left_out };

/// How far a shift looks for permitted hours.
inline constexpr hours shift_horizon{14 * 24};

/// What is shifted earlier lies within so long before the last permitted minute: who rings back all at once would find
/// a queue.
inline constexpr minutes spread_over{60};

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
  Past past = Past::may_be_late;
  /// A number of the client, of which those who are shifted earlier together differ: the minutes that theirs lies
  /// before the last one. All reminders of one client stay together, as what is told once. 0: at the last one.
  std::uint64_t spread = 0;
};

/// Pure: the same input gives the same plan. Errors: `invalid` for an unknown zone name or a rule that `check` refuses.
///
/// The date of "days before" is the one that the start shows in the rule's zone; an appointment booked for a skipped
/// time is at the time that the clock shows then. What has no send time by the rule itself is not given one by `now`.
Result<PlannedTime> plan(const Rule& rule, const PlanInput& input);

}  // namespace courtesy
