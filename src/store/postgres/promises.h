// What a server must keep before it is trusted with what nobody may be called for twice.
#pragma once

#include <optional>
#include <string>

#include "store/db.h"

namespace courtesy {

/// Errors: `unavailable` for a server that is too old or keeps nothing through a crash; `invalid` for a database whose
/// texts are not ordered by their bytes.
Result<void> check_promises(Db& db);

/// Why the server takes no writes, and how to mend it; none where it takes them.
Result<std::optional<std::string>> why_no_writes(Db& db);

}  // namespace courtesy
