// Numbered, forward-only changes of the tables, embedded in the binary.
//
// `NNNN_words.sql` only adds: what runs beside it and does not know it goes on as before (a new column has a default).
// What takes away or changes the meaning of what is there is `NNNN_words.contract.sql`, in a later version than the one
// that has stopped using it: docs/adr/0048.
#pragma once

#include <string>
#include <string_view>

#include "base/instant.h"
#include "store/db.h"

namespace courtesy {

/// Brings the database up to this program's version, one transaction each. What a newer program has only added is left
/// alone. `node`: who starts; empty for none of the house's. An older life of that name is over, or fenced off when
/// this one begins.
///
/// Errors: `invalid` when the database has a migration that this program knows otherwise, or does not know and that
/// took something away; `conflict` when one is to take away what another node, heard of lately, still needs.
Result<void> migrate(Db& db, std::string_view node, Instant now);

/// Of those that this program knows.
std::string newest_migration();
/// By its name: it takes something away.
bool contracts(std::string_view name);
/// Errors: `conflict`, naming a node other than `node` that runs a program older than migration `name`.
Result<void> no_older_program_runs(Db& db, std::string_view name, std::string_view node, Instant now);

}  // namespace courtesy
