// Db over one SQLite connection.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "store/db.h"

struct sqlite3;
struct sqlite3_stmt;

namespace courtesy {

/// Of the writer: what a unit reads is there again for the next.
constexpr int usual_cache_mib = 16;

struct SqliteOptions {
  std::string path;  ///< a file, or ":memory:"
  bool read_only = false;
  std::string vfs{};  ///< empty: the system's; the simulated disk has one of its own
  /// The only connection there is: the WAL then needs no memory shared with others.
  bool exclusive = false;
  /// Only tests say no (synchronous=OFF): a commit that was reported may then be gone after a crash.
  bool durable = true;
  /// No: somebody asks `wal_pages` and calls `checkpoint`. Yes: SQLite does, within the commit that fills the WAL.
  bool checkpoints_itself = true;
  int cache_mib = usual_cache_mib;  ///< pages kept in memory; one that only reads keeps 2 MB
};

/// What the dearest run of a statement took, in steps of SQLite's virtual machine: the same on every machine.
struct StatementCost {
  std::string sql;
  std::int64_t most_steps;
};

/// WAL, synchronous=FULL (a lost commit is a second phone call), foreign keys, secure_delete. One thread at a time.
class SqliteDb final : public Db {
 public:
  static Result<std::unique_ptr<SqliteDb>> open(const SqliteOptions& options);
  ~SqliteDb() override;

  Result<void> begin() override;
  Result<Rows> run(std::string_view sql, std::span<const Value> values) override;
  using Db::run;
  Result<Rows> run_each(std::string_view sql, std::size_t width, std::span<const Value> rows) override;
  CommitEnding commit() override;
  void roll_back() override;
  /// That lie in the WAL since the last commit of this connection; 0 where it checkpoints itself.
  int wal_pages() const { return wal_pages_; }
  /// Carries into the database file what no reader holds back, without making anybody wait. True when nothing is left:
  /// the next commit then begins the WAL anew.
  bool checkpoint();
  /// Of every statement since the connection was opened, or since `forget_costs`.
  std::vector<StatementCost> costs() const;
  void forget_costs();

 private:
  explicit SqliteDb(sqlite3* db) : db_(db) {}
  struct Statement {
    std::string_view sql;  ///< its key
    sqlite3_stmt* statement;
    std::vector<int> places;  ///< of `$1`, `$2` …: a value may stand anywhere and more than once
    bool writes;
    std::int64_t most_steps = 0;
  };
  /// Prepared once for each text, and kept.
  Result<Statement*> prepare(std::string_view sql);
  Error error(int code) const;

  sqlite3* db_;
  bool read_only_ = false;
  bool begun_ = false;
  int wal_pages_ = 0;
  std::map<std::string, Statement, std::less<>> statements_;
  std::array<Statement*, 256> recent_{};  // by where its text lies in memory
};

}  // namespace courtesy
