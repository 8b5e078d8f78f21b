#include "store/postgres/nature.h"

#include <algorithm>

namespace courtesy {
namespace {

bool has(std::string_view text, std::string_view what) { return text.find(what) != std::string_view::npos; }

bool writes(std::string_view sql) {
  return sql.starts_with("INSERT") || sql.starts_with("UPDATE") || sql.starts_with("DELETE");
}

bool is_read_by_nobody(std::string_view sql) {
  if (writes(sql)) return !has(sql, "RETURNING");
  return sql.starts_with("SAVEPOINT") || sql.starts_with("RELEASE") || sql.starts_with("SELECT pg_advisory_xact_lock");
}

/// All that a statement reads or writes.
std::vector<std::string> tables_of(std::string_view sql) {
  std::vector<std::string> tables;
  for (const std::string_view before : {"FROM ", "JOIN ", "INTO ", "UPDATE "}) {
    for (std::size_t at = sql.find(before); at != std::string_view::npos; at = sql.find(before, at + 1)) {
      const std::string_view rest = sql.substr(at + before.size());
      tables.emplace_back(rest.substr(0, rest.find_first_of(" ,()")));
    }
  }
  return tables;
}

/// The table that a statement writes to: the one it names first.
std::string_view written_by(std::string_view sql) {
  for (const std::string_view before : {"INSERT INTO ", "UPDATE ", "DELETE FROM "}) {
    if (sql.starts_with(before)) return sql.substr(before.size(), sql.find(' ', before.size()) - before.size());
  }
  return {};
}

bool is_of_account(std::string_view sql) {
  return has(sql, " account = $1") || has(sql, ".account = $1") || (has(sql, "(account, ") && has(sql, "VALUES ($1,"));
}

bool only_adds(std::string_view sql) {
  return sql.starts_with("INSERT") && has(sql, " VALUES (") && !has(sql, "RETURNING") && !has(sql, "ON CONFLICT");
}

}  // namespace

bool StatementNature::names(std::string_view one) const { return std::ranges::find(tables, one) != tables.end(); }

StatementNature nature_of(std::string_view sql) {
  StatementNature nature;
  nature.sql = sql;
  nature.tables = tables_of(sql);
  nature.table = written_by(sql);
  nature.read_by_nobody = is_read_by_nobody(sql);
  nature.of_account = is_of_account(sql);
  // One that looks at its own table for what it adds must see the rows that were added before.
  const bool looks_at_itself = std::ranges::count(nature.tables, nature.table) > 1;
  nature.adds = only_adds(sql) && !looks_at_itself;
  return nature;
}

}  // namespace courtesy
