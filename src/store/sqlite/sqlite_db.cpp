#include "store/sqlite/sqlite_db.h"

#include <fmt/format.h>
#include <sqlite3.h>

#include <algorithm>
#include <cstdlib>

#include "store/sqlite/sqlite_library.h"

namespace courtesy {
namespace {

/// Bytes of what a statement needs while it runs, cursors and texts mostly: had without asking the system's allocator.
constexpr int small_place = 1'200;

/// The placeholders, as SQLite spells them.
std::string dialect(std::string_view sql) {
  std::string text(sql);
  const std::pair<std::string_view, std::string_view> spellings[] = {
      {"{I64}", "INTEGER"}, {"{STRICT}", "STRICT"}, {"{SKIP LOCKED}", ""},
      {"{FOR SHARE}", ""},  {"{FOR UPDATE}", ""},   {"{DO LOCK}", "DO NOTHING"}};
  for (const auto& [placeholder, spelling] : spellings) {
    for (std::size_t at; (at = text.find(placeholder)) != std::string::npos;) {
      text.replace(at, placeholder.size(), spelling);
    }
  }
  return text;
}

/// `value` outlives the step: its text is not copied.
int bind(sqlite3_stmt* statement, int index, const Value& value) {
  if (value.null()) return sqlite3_bind_null(statement, index);
  if (const auto* number = std::get_if<std::int64_t>(&value.raw()))
    return sqlite3_bind_int64(statement, index, *number);
  const std::string& text = value.text();
  return sqlite3_bind_text(statement, index, text.data(), static_cast<int>(text.size()), SQLITE_STATIC);
}

/// For `$1`, `$2` … where SQLite keeps it; 0 for one that the statement does not mention.
std::vector<int> places_of(sqlite3_stmt* statement) {
  std::vector<int> places;
  for (int index = 1; index <= sqlite3_bind_parameter_count(statement); ++index) {
    const char* name = sqlite3_bind_parameter_name(statement, index);
    const std::size_t number = name == nullptr ? 0 : std::strtoul(name + 1, nullptr, 10);
    if (number == 0) continue;
    if (places.size() < number) places.resize(number, 0);
    places[number - 1] = index;
  }
  return places;
}

Row read_row(sqlite3_stmt* statement) {
  Row row;
  const int columns = sqlite3_column_count(statement);
  row.reserve(static_cast<std::size_t>(columns));
  for (int i = 0; i < columns; ++i) {
    // Asked for once: each question of the statement itself looks for its errors again.
    sqlite3_value* column = sqlite3_column_value(statement, i);
    switch (sqlite3_value_type(column)) {
      case SQLITE_NULL: row.emplace_back(); break;
      case SQLITE_INTEGER: row.emplace_back(static_cast<std::int64_t>(sqlite3_value_int64(column))); break;
      default:
        row.emplace_back(std::string(reinterpret_cast<const char*>(sqlite3_value_text(column)),
                                     static_cast<std::size_t>(sqlite3_value_bytes(column))));
    }
  }
  return row;
}

std::string settings_of(const SqliteOptions& options) {
  if (options.read_only) return "PRAGMA query_only=1; PRAGMA cache_size=-2000;";
  // temp_store: a unit's savepoint copies each page before its first change, to a file where nothing says otherwise.
  return fmt::format(
      "PRAGMA temp_store=MEMORY; PRAGMA locking_mode={}; PRAGMA journal_mode=WAL; PRAGMA synchronous={}; PRAGMA "
      "foreign_keys=1;"
      "PRAGMA secure_delete=1; PRAGMA cache_size={}; PRAGMA journal_size_limit=67108864;",
      options.exclusive ? "EXCLUSIVE" : "NORMAL", options.durable ? "FULL" : "OFF", -1'024 * options.cache_mib);
}

}  // namespace

Result<std::unique_ptr<SqliteDb>> SqliteDb::open(const SqliteOptions& options) {
  set_up_sqlite();
  sqlite3* raw = nullptr;
  const int flags = options.read_only ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
  const int code = sqlite3_open_v2(options.path.c_str(), &raw, flags | SQLITE_OPEN_NOMUTEX,
                                   options.vfs.empty() ? nullptr : options.vfs.c_str());
  std::unique_ptr<SqliteDb> db(new SqliteDb(raw));
  if (code != SQLITE_OK) {
    return Error{ErrorCode::unavailable,
                 fmt::format("cannot open the database {}: {}", options.path, sqlite3_errstr(code))};
  }
  db->read_only_ = options.read_only;
  // Before anything is prepared: what is prepared is kept, and would hold all of SQLite's own small places for good.
  sqlite3_db_config(raw, SQLITE_DBCONFIG_LOOKASIDE, nullptr, small_place, options.read_only ? 200 : 500);
  sqlite3_extended_result_codes(raw, 1);
  sqlite3_busy_timeout(raw, 2'000);
  if (sqlite3_exec(raw, settings_of(options).c_str(), nullptr, nullptr, nullptr) != SQLITE_OK)
    return db->error(sqlite3_errcode(raw));
  if (!options.checkpoints_itself) {
    const auto note = [](void* pages, sqlite3*, const char*, int now) {
      return *static_cast<int*>(pages) = now, SQLITE_OK;
    };
    sqlite3_wal_hook(raw, note, &db->wal_pages_);
  }
  return db;
}

SqliteDb::~SqliteDb() {
  for (const auto& [sql, prepared] : statements_) sqlite3_finalize(prepared.statement);
  sqlite3_close_v2(db_);
}

Error SqliteDb::error(int code) const {
  const std::string message = fmt::format("database: {} ({})", sqlite3_errmsg(db_), code);
  switch (code & 0xff) {
    case SQLITE_CONSTRAINT: return {ErrorCode::conflict, message};
    case SQLITE_FULL: return {ErrorCode::full, message};
    default: return {ErrorCode::unavailable, message};
  }
}

Result<SqliteDb::Statement*> SqliteDb::prepare(std::string_view sql) {
  // Most texts are constants: one comparison, where the search by text makes many of long beginnings that are alike.
  Statement*& recent = recent_[std::hash<const char*>()(sql.data()) / alignof(void*) % recent_.size()];
  if (recent != nullptr && recent->sql == sql) return recent;
  if (const auto known = statements_.find(sql); known != statements_.end()) return recent = &known->second;
  const std::string text = dialect(sql);
  sqlite3_stmt* statement = nullptr;
  const int code = sqlite3_prepare_v3(db_, text.data(), static_cast<int>(text.size()), SQLITE_PREPARE_PERSISTENT,
                                      &statement, nullptr);
  if (code != SQLITE_OK) return error(code);
  const auto kept =
      statements_.emplace(sql, Statement{{}, statement, places_of(statement), sqlite3_stmt_readonly(statement) == 0})
          .first;
  kept->second.sql = kept->first;
  return recent = &kept->second;
}

Result<void> SqliteDb::begin() {
  TRY(run(read_only_ ? "BEGIN" : "BEGIN IMMEDIATE"));
  begun_ = true;
  return {};
}

Result<Rows> SqliteDb::run(std::string_view sql, std::span<const Value> values) {
  return run_each(sql, values.size(), values);
}

Result<Rows> SqliteDb::run_each(std::string_view sql, std::size_t width, std::span<const Value> rows) {
  // A full disk, say, lets SQLite give up the whole transaction, whatever became of the error: what follows would be
  // kept one by one.
  if (begun_ && sqlite3_get_autocommit(db_) != 0)
    return Error{ErrorCode::unavailable, "the database gave up this transaction at an earlier error"};
  Statement& prepared = *TRY(prepare(sql));
  sqlite3_stmt* statement = prepared.statement;
  Rows found;
  if (width > 0 && rows.empty()) return found;
  for (std::size_t at = 0; at == 0 || at < rows.size(); at += width) {
    for (std::size_t i = 0; i < std::min(width, prepared.places.size()); ++i) {
      if (prepared.places[i] > 0) bind(statement, prepared.places[i], rows[at + i]);
    }
    int code;
    while ((code = sqlite3_step(statement)) == SQLITE_ROW) found.push_back(read_row(statement));
    const Error failure = code == SQLITE_DONE ? Error{} : error(code);
    sqlite3_reset(statement);
    sqlite3_clear_bindings(statement);
    const std::int64_t steps = sqlite3_stmt_status(statement, SQLITE_STMTSTATUS_VM_STEP, 1);
    prepared.most_steps = std::max(prepared.most_steps, steps);
    if (code != SQLITE_DONE) return failure;
    if (prepared.writes) found.changed += sqlite3_changes64(db_);
    if (width == 0) break;
  }
  return found;
}

bool SqliteDb::checkpoint() {
  int pages = 0;
  int carried = 0;
  // What fails here is tried again with the next pages; until then it is in the WAL, which is as durable.
  const int code = sqlite3_wal_checkpoint_v2(db_, nullptr, SQLITE_CHECKPOINT_PASSIVE, &pages, &carried);
  return code == SQLITE_OK && pages == carried;
}

std::vector<StatementCost> SqliteDb::costs() const {
  std::vector<StatementCost> costs;
  for (const auto& [sql, prepared] : statements_) {
    if (prepared.most_steps > 0) costs.push_back({sql, prepared.most_steps});
  }
  return costs;
}

void SqliteDb::forget_costs() {
  for (auto& [sql, prepared] : statements_) prepared.most_steps = 0;
}

CommitEnding SqliteDb::commit() {
  const bool committed = run("COMMIT").ok();
  begun_ = false;
  if (committed) return CommitEnding::committed;
  // SQLite says so itself: with autocommit on again nothing is open, and what failed was rolled back.
  const bool open = sqlite3_get_autocommit(db_) == 0;
  if (open) roll_back();
  return open ? CommitEnding::rolled_back : CommitEnding::unknown;
}

void SqliteDb::roll_back() {
  begun_ = false;
  if (sqlite3_get_autocommit(db_) == 0) (void)run("ROLLBACK");
}

}  // namespace courtesy
