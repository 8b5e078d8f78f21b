// What a reminder would say, for people who decide whether it may go out.
#pragma once

#include <string>

#include "flow/library.h"
#include "queue/due.h"
#include "store/db.h"

namespace courtesy {

class Unit;

/// As it would go out now: of a text and an email the words, of a call what is said at its beginning and, in a
/// paragraph of its own, to whoever presses the key. Errors: `not_found`, `invalid`: it cannot be filled in, and would
/// not go out.
Result<std::string> preview(Unit& unit, const ReminderKey& key, const flow::Library& flows);

}  // namespace courtesy
