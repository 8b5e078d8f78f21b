// What an interlock answers, and why. The words are the same in the ledger, the API and the page.
#pragma once

#include <optional>
#include <string_view>

#include "base/instant.h"
#include "base/language.h"

namespace courtesy {

enum class DecisionKind { allow, defer, hold, drop };
std::string_view to_string(DecisionKind kind);

enum class Reason {
  none,
  stopped,
  not_allow_listed,
  test_key,
  guest_key,
  appointment_cancelled,
  appointment_moved,
  recipient_changed,
  already_confirmed,
  appointment_past,
  too_late,
  already_told,
  unreachable,
  no_consent,
  suppressed,
  country_not_allowed,
  number_not_allowed,
  zone_unknown,
  outside_hours,
  no_hours_left,
  closed_day,
  contact_running,
  recipient_cap,
  line_pace,
  account_pace,
  capacity,
  budget,
  unusual_volume,
  probation,
  clock_wrong,
  merged,
  discarded,
  due_before_saved,
  given_up,
  cannot_prepare,
  interlock_error,
  record_lost,
};
std::string_view to_string(Reason reason);
std::optional<Reason> parse_reason(std::string_view text);
/// A sentence for staff: "It is outside the hours in which this client may be contacted."
std::string_view explain(Reason reason, Language language = Language::en);

struct Decision {
  DecisionKind kind;
  Reason reason = Reason::none;
  Instant until{};  ///< when deferred

  friend bool operator==(const Decision&, const Decision&) = default;
};

inline Decision allow() { return {DecisionKind::allow}; }
inline Decision defer(Instant until, Reason reason) { return {DecisionKind::defer, reason, until}; }
inline Decision hold(Reason reason) { return {DecisionKind::hold, reason}; }
inline Decision drop(Reason reason) { return {DecisionKind::drop, reason}; }

/// True for deferrals that give the reminder a new time to go out (hours, caps); the others only make it wait,
/// and its lateness goes on counting from the time it had.
bool moves_send_time(Reason reason);

}  // namespace courtesy
