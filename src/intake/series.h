// All components of one UID become occurrences: appointments, exclusions, reports.
#pragma once

#include <vector>

#include "intake/event.h"
#include "intake/import.h"
#include "intake/reading.h"
#include "intake/rule.h"

namespace courtesy::intake {

/// `versions` are in the order of the file. Of two with the same RECURRENCE-ID (or both without) the one with the
/// higher SEQUENCE counts, then the later. RFC 5545 §3.8.4.4, §3.8.5; what it leaves open is decided so:
/// - DTSTART is always the first occurrence, also where its rule would not give it; it counts for COUNT.
/// - An occurrence that a rule puts into the hour a clock skips is a report and does not count for COUNT.
/// - EXDATE leaves an occurrence out even if it was changed as well; a date alone leaves out all of that day.
/// - A change of an occurrence that the series does not have is an appointment of its own.
/// - A cancelled series has no occurrences, whatever changes of single ones say.
/// - A change whose RECURRENCE-ID can't be read could be of any occurrence: the whole series is one report.
/// Only occurrences in [from, to) are returned; their number is bounded by `reading.bounds`, and so are the steps.
Import expand_series(std::vector<Event> versions, const Reading& reading, Steps& steps);

}  // namespace courtesy::intake
