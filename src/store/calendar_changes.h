// What people change in the calendar of closed days: on record with who it was, and reminders follow in the same unit.
#pragma once

#include <string>

#include "store/closed_days.h"

namespace courtesy {

struct CalendarChange {
  ClosedDayId id{};
  int moved = 0;  ///< reminders that go by another time now (plan_by_changed_calendar)
};

/// Errors: as ClosedDays::add(), change(), remove() and set_week(). `who` may be empty.
Result<CalendarChange> close_days(Unit& unit, const ClosedDay& day, const std::string& who);
Result<CalendarChange> change_closed_days(Unit& unit, const ClosedDay& day, const std::string& who);
Result<CalendarChange> open_again(Unit& unit, ClosedDayId id, const std::string& who);
Result<CalendarChange> set_business_week(Unit& unit, const BusinessWeek& week, const std::string& who);

/// `mon` to `sun`, index 0 is Monday: as they are written and read everywhere.
inline constexpr std::array<std::string_view, 7> weekday_names{"mon", "tue", "wed", "thu", "fri", "sat", "sun"};

}  // namespace courtesy
