// Dates and times as iCalendar writes them: 20260512, 20260512T090000, 20260512T130000Z (RFC 5545 §3.3.4, §3.3.5).
#pragma once

#include <optional>
#include <string_view>

#include "base/instant.h"

namespace courtesy::intake {

struct CivilTime {
  LocalTime local;
  bool utc = false;
};

/// None for anything else, and for days that no calendar has.
std::optional<LocalDate> civil_date(std::string_view text);
/// Second 60 is read as 59.
std::optional<CivilTime> civil_time(std::string_view text);

}  // namespace courtesy::intake
