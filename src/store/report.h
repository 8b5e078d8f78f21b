// What became of the visits of a period, counted in the database: a row a day and kind, never a row a visit. Rows that
// are alike may come twice: a long period is counted in pieces.
#pragma once

#include <string>
#include <vector>

#include "appointment/appointment.h"
#include "queue/attempt.h"
#include "store/db.h"

namespace courtesy {

class Unit;

/// So many visits of that day (the visit's own wall clock) that ended alike.
struct VisitCount {
  std::string date;  ///< `2026-11-25`
  std::string key;   ///< of reached_by: a channel, or a rule's number; otherwise empty
  Booking booking = Booking::booked;
  Answer answer = Answer::none;
  Presence presence = Presence::unknown;
  Told told = Told::nothing_yet;
  bool reached = false;  ///< by anything; of reached_by: by what the key names
  std::int64_t visits = 0;
};

/// So many attempts for visits of that day that ended alike. Only what left, or may have left: not what is just
/// intended, was refused, never left, or was found nowhere.
struct AttemptCount {
  std::string date;
  Channel channel = Channel::call;
  RuleId rule{};
  AttemptOutcome outcome = AttemptOutcome::none;
  Evidence evidence = Evidence::none;
  std::int64_t attempts = 0;
};

enum class ReachedBy { channel, rule };

class PeriodReport {
 public:
  /// Of visits that start in [from, to).
  PeriodReport(Unit& unit, Instant from, Instant to) : unit_(unit), from_(from), to_(to) {}
  Result<std::vector<VisitCount>> visits();
  /// Visits with at least one attempt for their present start, under each channel or rule that had one: one visit may
  /// stand under several. Dates are empty.
  Result<std::vector<VisitCount>> visits_by(ReachedBy by);
  Result<std::vector<AttemptCount>> attempts();

 private:
  Unit& unit_;
  Instant from_;
  Instant to_;
};

}  // namespace courtesy
