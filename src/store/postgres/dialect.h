// The house's SQL as PostgreSQL spells it.
#pragma once

#include <string>
#include <string_view>

namespace courtesy {

/// The placeholders of db.h, and the trigger that refuses every change of a table, whose body SQLite writes in SQL.
std::string postgres_dialect(std::string_view sql);

}  // namespace courtesy
