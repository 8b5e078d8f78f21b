// An iCalendar file cut into its components; what is broken is a reason with a line, and the rest goes on.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "intake/content_line.h"
#include "intake/import.h"
#include "intake/reading.h"

namespace courtesy::intake {

struct Component {
  std::string kind;  ///< VEVENT, VTIMEZONE; STANDARD or DAYLIGHT inside a VTIMEZONE
  int line = 0;      ///< of its BEGIN
  std::vector<Property> properties;
  std::vector<Component> parts;
  std::string broken;  ///< why it can't be read, in plain words; empty when it can

  /// The first of that name; null if there is none.
  const Property* find(std::string_view name) const;
};

struct Calendar {
  std::string method;  ///< in capitals; empty if there is none
  std::vector<Component> events;
  std::vector<Component> zones;
};

struct CalendarFile {
  std::vector<Calendar> calendars;
  std::vector<Report> reports;  ///< what belongs to no component: a file that is cut off, lines outside
};

/// Components other than VEVENT and VTIMEZONE (tasks, alarms) are passed over. An event that is cut off by the file's
/// end is a report and no component. Errors: `invalid` for text that is no calendar, and for more than
/// `bounds.components` components.
Result<CalendarFile> split_components(std::string_view text, const Bounds& bounds);

}  // namespace courtesy::intake
