// iCalendar files (RFC 5545) become appointments, exclusions and reports.
#pragma once

#include <string_view>

#include "base/result.h"
#include "intake/import.h"
#include "intake/reading.h"

namespace courtesy::intake {

/// Every occurrence in [from, to) of `reading.settings` is an appointment, excluded, or reported; so is every component
/// that can't be expanded. A time zone that can't be resolved, a file that is cut off, an event without a time of day:
/// reported with its line, never guessed. The client's name and number: see client.h; an event without a usable number
/// is still an appointment, and says why it is `unreachable`.
///
/// Times in UTC keep their instant (Authority::instant), told by the account's clock; so do times in a zone that only
/// the file defines, where its clock is not the account's. All others keep their wall clock.
///
/// The years 1900 to 9989 are read.
///
/// Errors: `invalid` for what is no calendar at all, for an encoding other than UTF-8 or UTF-16, for a file beyond
/// `reading.bounds`, and for a pattern that is none.
Result<Import> read_icalendar(std::string_view bytes, const Reading& reading);

}  // namespace courtesy::intake
