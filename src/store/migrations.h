// Numbered, forward-only changes of the tables, embedded in the binary.
#pragma once

#include "base/instant.h"
#include "store/db.h"

namespace courtesy {

/// Brings the database up to this program's version, one transaction each.
///
/// Errors: `invalid` when the database has a migration that this program does not know or knows otherwise: it was made
/// by a newer or a changed program, and is left alone.
Result<void> migrate(Db& db, Instant now);

}  // namespace courtesy
