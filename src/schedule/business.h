// The days on which a business works: rules by business days count by them, and on a closed date nobody is rung.
#pragma once

#include <array>
#include <set>
#include <vector>

#include "schedule/hours.h"
#include "schedule/rule.h"

namespace courtesy {

/// What an account works by until it says otherwise: Monday to Friday.
inline constexpr std::array<bool, 7> usual_open_weekdays{true, true, true, true, true, false, false};

struct BusinessCalendar {
  std::array<bool, 7> open = usual_open_weekdays;  ///< index 0 is Monday
  std::set<LocalDate> closed_dates{};

  friend bool operator==(const BusinessCalendar&, const BusinessCalendar&) = default;
};

/// The rule with its business days counted by this calendar; another rule as it is.
Rule counted_by(const BusinessCalendar& calendar, Rule rule);

/// At any hour, but on these dates of these zones' calendars. No zones: never.
Constraint any_hour_but_on(std::set<LocalDate> closed_dates, std::vector<Zone> zones);

}  // namespace courtesy
