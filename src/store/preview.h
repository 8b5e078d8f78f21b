// What a reminder would say, for people who decide whether it may go out.
#pragma once

#include <string>
#include <vector>

#include "flow/heard.h"
#include "flow/library.h"
#include "queue/due.h"
#include "store/db.h"

namespace courtesy {

class Unit;

/// As it would go out now: of a text and an email the words, of a call what is said at its beginning and, in a
/// paragraph of its own, to whoever presses the key. Errors: `not_found`, `invalid`: it cannot be filled in, and would
/// not go out.
Result<std::string> preview(Unit& unit, const ReminderKey& key, const flow::Library& flows);

/// Of a call the same as it is heard: recordings, by their path on this server, where there are any, and the words that
/// a robot's voice says between them. Errors as above.
Result<std::vector<flow::HeardPiece>> preview_call(Unit& unit, const ReminderKey& key, const flow::Library& flows);

}  // namespace courtesy
