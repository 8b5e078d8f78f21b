// A recurrence rule (RFC 5545 §3.3.10): what it says, and the wall clock readings that it gives.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <variant>
#include <vector>

#include "base/instant.h"
#include "base/result.h"

namespace courtesy::intake {

enum class Frequency { hourly, daily, weekly, monthly, yearly };

/// `MO`, or `-1FR` with `nth` = -1; nth 0 is every one.
struct RuleDay {
  int nth = 0;
  std::chrono::weekday day;
};

/// UNTIL as written: a day, a wall clock, or a point in time. All of them inclusive.
using Until = std::variant<LocalDate, LocalTime, Instant>;

struct RecurrenceRule {
  Frequency frequency;
  int interval = 1;
  std::optional<std::int64_t> count;
  std::optional<Until> until;
  std::chrono::weekday week_start = std::chrono::Monday;
  std::vector<int> by_month, by_week_number, by_year_day, by_month_day, by_hour, by_minute, by_second, by_position;
  std::vector<RuleDay> by_day;
};

/// Errors: `invalid`, in plain words: what RFC 5545 does not allow, SECONDLY and MINUTELY rules, and calendars other
/// than the Gregorian (RFC 7529).
Result<RecurrenceRule> parse_rule(std::string_view text);

/// How many more steps an expansion may take; a step is one day, hour or reading looked at.
struct Steps {
  std::size_t left = 0;
  bool spend(std::size_t steps) {
    const bool enough = left >= steps;
    left = enough ? left - steps : 0;
    return enough;
  }
};

/// The readings that a rule gives from `start` on, in order, each once; `start` itself only where the rule gives it.
/// COUNT and UNTIL are not applied: they depend on which readings exist in the zone, and when.
class RuleReadings {
 public:
  /// Readings before `earliest` may be left out, but are not when every one has to be counted: pass `start` then.
  RuleReadings(const RecurrenceRule& rule, LocalTime start, LocalTime earliest);

  /// None: nothing more up to `latest` or the year 9999, or no steps left.
  std::optional<LocalTime> next(LocalTime latest, Steps& steps);

 private:
  bool fill(LocalTime latest, Steps& steps);
  bool fill_hour(LocalTime latest, Steps& steps);
  bool fill_days(LocalTime latest, Steps& steps);
  void keep_positions();

  RecurrenceRule rule_;
  LocalTime start_;
  std::int64_t period_ = 0;       ///< number of the next one, in intervals of the rule, from that of `start`
  std::vector<seconds> times_;    ///< of a day, or of an hour for hourly rules; made when first needed
  std::vector<LocalTime> ready_;  ///< what the last period gave
  std::size_t taken_ = 0;
};

}  // namespace courtesy::intake
