// An import as JSON, for the API and the command line.
#pragma once

#include <string>

#include "intake/import.h"

namespace courtesy::intake {

/// `{"events": 3, "appointments": [{"uid", "start": {"instant", "local", "zone"}, "name", "number" (or null),
/// "unreachable" (only without a number), "flag" (only if not `exact`), "line"}], "excluded": [{"uid", "recurrence",
/// "why", "line"}], "reports": [{"line", "uid", "reason"}]}`
std::string to_json(const Import& import);

}  // namespace courtesy::intake
