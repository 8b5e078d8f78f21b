// Db over one PostgreSQL connection.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "store/db.h"

struct pg_conn;
struct pg_result;

namespace courtesy {

struct PostgresOptions {
  /// `postgres://user@host:port/database`, as libpq takes it.
  std::string url;
  /// Transactions are snapshots that may write nothing and last a second at most.
  bool read_only = false;
};

/// READ COMMITTED, synchronous_commit=on whatever the server's default is (a lost commit is a second phone call), locks
/// waited for 2 s. One thread at a time. A connection that was lost is made again by the next begin().
class PostgresDb final : public Db {
 public:
  /// Errors: `unavailable` when the server cannot be reached, or keeps no promise that is needed (it is said which);
  /// `invalid` for a database whose texts are not ordered by their bytes.
  static Result<std::unique_ptr<PostgresDb>> open(PostgresOptions options);

  Result<void> begin() override;
  using Db::run;
  Result<Rows> run(std::string_view sql, std::span<const Value> values) override;
  /// In one round trip for each 64.
  Result<Rows> run_each(std::string_view sql, std::size_t width, std::span<const Value> rows) override;
  CommitEnding commit() override;
  void roll_back() override;

  /// The last error was of a kind that a second run need not meet: a deadlock, a lock that was not had in time, a lost
  /// connection.
  bool worth_another_run() const { return passing_; }

 private:
  struct Close {
    void operator()(pg_conn* connection) const;
  };
  using Connection = std::unique_ptr<pg_conn, Close>;
  struct Parameters;

  PostgresDb(PostgresOptions options, Connection connection)
      : options_(std::move(options)), connection_(std::move(connection)) {}
  Result<void> set_up();
  Result<void> check_promises();
  /// The name under which the server knows the statement, for values of such types.
  Result<std::string> prepare(std::string_view sql, std::span<const Value> values);
  Result<void> run_batch(const std::string& name, std::size_t width, std::span<const Value> rows, Rows& found);
  Result<void> plain(const char* sql);
  Error error(const pg_result* result);

  PostgresOptions options_;
  Connection connection_;
  std::map<std::string, std::string, std::less<>> statements_;  // types and text, to name
  bool passing_ = false;
};

}  // namespace courtesy
