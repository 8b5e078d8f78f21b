// A rule: remind by CHANNEL, this long before, with this FLOW or TEMPLATE.
#pragma once

#include <array>
#include <optional>
#include <set>
#include <string>
#include <variant>
#include <vector>

#include "appointment/appointment.h"
#include "base/id.h"
#include "base/instant.h"
#include "base/result.h"
#include "schedule/machines.h"

namespace courtesy {

/// That much real time before the start.
struct ElapsedBefore {
  minutes time;
};
/// The same wall clock, that many calendar days earlier.
struct DaysBeforeSameTime {
  int days;
};
/// That many calendar days before the appointment's date, at that wall clock. 0 days: the same day.
struct DaysBeforeAt {
  int days;
  minutes time;
};
/// As DaysBeforeAt, counting only open weekdays (index 0 is Monday) that are not closed dates.
struct BusinessDaysBeforeAt {
  int days;
  minutes time;
  std::array<bool, 7> open;
  std::set<LocalDate> closed_dates;
};
using Offset = std::variant<ElapsedBefore, DaysBeforeSameTime, DaysBeforeAt, BusinessDaysBeforeAt>;

enum class RuleZone { appointment, client };
/// Where a due instant goes that lies outside the permitted hours.
enum class Shift { none, later, earlier };

struct Rule {
  RuleId id;
  Channel channel;
  Offset offset;
  RuleZone zone = RuleZone::appointment;
  Shift shift = Shift::earlier;
  minutes min_lead{30};                          ///< not sent later than the start minus this
  minutes max_lateness{120};                     ///< how late it may still go out
  std::string content;                           ///< flow of a call, template of a text or email
  Machines machines = Machines::ask_first_hint;  ///< calls only
};

/// Errors: `invalid` for an offset that cannot be counted: negative or above 366 days, a clock time outside 00:00 to
/// 23:59, business days without an open weekday, a negative lead or lateness. `plan` asks this first.
Result<void> check(const Rule& rule);

}  // namespace courtesy
