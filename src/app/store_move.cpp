#include "app/store_move.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/bytes.h"
#include "store/migrations.h"
#include "store/postgres/postgres_db.h"
#include "store/sqlite/sqlite_db.h"

namespace courtesy::app {
namespace {

constexpr int rows_at_once = 2'000;
constexpr std::string_view sqlite_prefix = "sqlite:";

struct Table {
  std::string name;
  std::vector<std::string> columns;
  std::vector<std::string> key;
};

std::string joined(const std::vector<std::string>& words) { return fmt::format("{}", fmt::join(words, ", ")); }

std::string places(std::size_t count) {
  std::string text;
  for (std::size_t i = 1; i <= count; ++i) text += fmt::format("{}${}", i == 1 ? "" : ", ", i);
  return text;
}

/// A digest of rows in their order, in which no value can be taken for a part of its neighbour.
class Sum {
 public:
  void add(const Row& row) {
    std::string text = sum_;
    for (const Value& value : row) {
      if (value.null()) {
        text += "-";
      } else if (std::holds_alternative<std::int64_t>(value.raw())) {
        text += fmt::format("{};", value.number());
      } else {
        text += fmt::format("{}:{}", value.text().size(), value.text());
      }
    }
    sum_ = sha256(text);
    ++rows_;
  }
  std::int64_t rows() const { return rows_; }
  friend bool operator==(const Sum&, const Sum&) = default;

 private:
  std::string sum_;
  std::int64_t rows_ = 0;
};

/// All rows by key, some at a time.
Result<void> each(Db& db, const Table& table, const std::function<Result<void>(const Rows&)>& take) {
  const std::string beginning = fmt::format("SELECT {} FROM {}", joined(table.columns), table.name);
  const std::string rest = fmt::format(" ORDER BY {} LIMIT {}", joined(table.key), rows_at_once);
  const std::string after =
      fmt::format("{} WHERE ({}) > ({}){}", beginning, joined(table.key), places(table.key.size()), rest);
  Rows rows = TRY(db.run(beginning + rest));
  while (!rows.empty()) {
    TRY(take(rows));
    std::vector<Value> last;
    for (const std::string& part : table.key) {
      const auto at = std::find(table.columns.begin(), table.columns.end(), part) - table.columns.begin();
      last.push_back(rows.back()[static_cast<std::size_t>(at)]);
    }
    rows = TRY(db.run(after, last));
  }
  return {};
}

Result<Sum> sum_of(Db& db, const Table& table) {
  Sum sum;
  TRY(each(db, table, [&](const Rows& rows) -> Result<void> {
    for (const Row& row : rows) sum.add(row);
    return {};
  }));
  return sum;
}

Result<Sum> copy(Db& from, Db& to, const Table& table) {
  Sum sum;
  TRY(each(from, table, [&](const Rows& rows) -> Result<void> {
    std::vector<Value> values;
    for (const Row& row : rows) {
      sum.add(row);
      values.insert(values.end(), row.begin(), row.end());
    }
    return to.add_rows(table.name, table.columns, values);
  }));
  return sum;
}

Result<std::vector<Table>> tables_of(MovableHouse& house) {
  std::vector<Table> tables;
  for (const std::string& name : TRY(house.tables()))
    tables.push_back({name, TRY(house.columns(name)), TRY(house.key(name))});
  return tables;
}

/// A new house has account 0 and nothing else.
Result<void> make_room(Db& to, const std::vector<Table>& tables) {
  const Rows known =
      TRY(to.run("SELECT (SELECT COUNT(*) FROM account), (SELECT COUNT(*) FROM ledger),"
                 " (SELECT COUNT(*) FROM node)"));
  if (known[0][0].number() > 1 || known[0][1].number() > 0 || known[0][2].number() > 0)
    return Error{ErrorCode::conflict, "there is a house already where this one is to go: name an empty database"};
  for (const Table& table : tables) {
    if (!TRY(to.run(fmt::format("SELECT 1 FROM {} LIMIT 1", table.name))).empty())
      TRY(to.run("DELETE FROM " + table.name));
  }
  return {};
}

Result<std::vector<MovedTable>> copy_all(Db& from, Db& to, const std::vector<Table>& tables) {
  TRY(make_room(to, tables));
  std::vector<MovedTable> moved;
  for (const Table& table : tables) {
    const Sum sent = TRY(copy(from, to, table));
    if (TRY(sum_of(to, table)) != sent)
      return Error{ErrorCode::unavailable,
                   fmt::format("the table {} did not arrive as it was sent: nothing was moved", table.name)};
    moved.push_back({table.name, sent.rows()});
  }
  return moved;
}

}  // namespace

Result<MovableHouse> MovableHouse::open(const std::string& where, Instant now) {
  const bool server = where.starts_with("postgres://") || where.starts_with("postgresql://");
  if (!server && !where.starts_with(sqlite_prefix))
    return invalid(fmt::format("\"{}\" is no place for a house: it must be sqlite:FILE or postgres://…", where));
  std::unique_ptr<Db> db;
  if (server) {
    db = TRY(PostgresDb::open({.url = where}));
  } else {
    db = TRY(SqliteDb::open({.path = where.substr(sqlite_prefix.size())}));
  }
  TRY(migrate(*db, {}, now));
  // One of the two waits, in its transaction, while a large table is counted on the other side.
  if (server) TRY(db->run("SELECT set_config('idle_in_transaction_session_timeout', '0', false)"));
  return MovableHouse(std::move(db), server);
}

Result<void> MovableHouse::begin() {
  TRY(db_->begin());
  // SQLite's transactions that write are alone; a unit on the server must have its account's row.
  if (server_) TRY(db_->run("LOCK TABLE account IN EXCLUSIVE MODE"));
  return {};
}

Result<std::vector<std::string>> MovableHouse::names(std::string_view sqlite, std::string_view postgres,
                                                     std::initializer_list<Value> values) {
  std::vector<std::string> found;
  for (const Row& row : TRY(db_->run(server_ ? postgres : sqlite, values))) found.push_back(row[0].text());
  return found;
}

Result<std::vector<std::string>> MovableHouse::tables() {
  return names(
      "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT IN ('migration')"
      " AND name NOT LIKE 'sqlite%' ORDER BY name",
      "SELECT tablename::text FROM pg_tables WHERE schemaname = current_schema() AND tablename <> 'migration'"
      " ORDER BY tablename",
      {});
}

Result<std::vector<std::string>> MovableHouse::columns(const std::string& table) {
  return names("SELECT name FROM pragma_table_info($1) ORDER BY name",
               "SELECT column_name::text FROM information_schema.columns WHERE table_schema = current_schema()"
               " AND table_name = $1 ORDER BY column_name",
               {table});
}

Result<std::vector<std::string>> MovableHouse::key(const std::string& table) {
  return names("SELECT name FROM pragma_table_info($1) WHERE pk > 0 ORDER BY pk",
               "SELECT a.attname::text FROM pg_index i JOIN pg_attribute a ON a.attrelid = i.indrelid"
               " AND a.attnum = ANY(i.indkey) WHERE i.indisprimary AND i.indrelid = $1::regclass"
               " ORDER BY array_position(i.indkey::int2[], a.attnum)",
               {table});
}

Result<std::vector<MovedTable>> move_house(MovableHouse& from, MovableHouse& to, const std::string& left_for,
                                           Instant now) {
  const std::vector<Table> tables = TRY(tables_of(from));
  TRY(from.begin());
  TRY(to.begin());
  const auto give_up = [&](const Error& error) {
    to.db().roll_back();
    from.db().roll_back();
    return error;
  };
  auto moved = copy_all(from.db(), to.db(), tables);
  if (!moved) return give_up(moved.error());
  const auto stopped = from.db().run(
      "INSERT INTO stop (scope, at, who, why) VALUES ('house', $1, 'courtesy store move', $2) ON CONFLICT DO NOTHING",
      {now, left_for});
  if (!stopped) return give_up(stopped.error());
  // The one that is left first: should the second commit fail, nobody sends anything.
  if (from.db().commit() != CommitEnding::committed)
    return give_up({ErrorCode::unavailable, "the old database could not be stopped: nothing was moved"});
  if (to.db().commit() != CommitEnding::committed)
    return Error{ErrorCode::unavailable,
                 "the new database did not say that it kept the house. The old one is whole and stopped: release it, "
                 "or move again into an empty database"};
  return moved;
}

}  // namespace courtesy::app
