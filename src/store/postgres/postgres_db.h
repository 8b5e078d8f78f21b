// Db over one PostgreSQL connection.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "store/db.h"
#include "store/postgres/foreseen.h"
#include "store/postgres/gathered.h"
#include "store/postgres/nature.h"
#include "store/postgres/pipeline.h"

namespace courtesy {

class PostgresDb;

struct PostgresOptions {
  /// `postgres://user@host:port/database`, as libpq takes it.
  std::string url;
  /// Transactions are snapshots that may write nothing and last a second at most.
  bool read_only = false;
  /// A statement that takes longer is given up; 0: none is.
  milliseconds longest_statement{0};
  /// Runs when a connection that was lost has been made again, before anything else; its error is begin()'s.
  std::function<Result<void>(PostgresDb&)> came_back{};
};

/// READ COMMITTED, synchronous_commit=on whatever the server's default is (a lost commit is a second phone call), locks
/// waited for 2 s. One thread at a time. A connection that was lost is made again by the next begin().
///
/// Within a transaction a statement without rows is sent, and not waited for: it goes with the next one that is read,
/// or with the commit. When it fails, that one says so (and names the statement), and the transaction is over.
/// Rows that are inserted, and might be refused only as doubles, are gathered: those of one statement go as one, before
/// anything that names their table, and before the commit.
class PostgresDb final : public Db {
 public:
  /// Errors: `unavailable` when the server cannot be reached, or keeps no promise that is needed (it is said which);
  /// `invalid` for a database whose texts are not ordered by their bytes.
  static Result<std::unique_ptr<PostgresDb>> open(PostgresOptions options);
  ~PostgresDb() override;

  Result<void> begin() override;
  using Db::run;
  Result<Rows> run(std::string_view sql, std::span<const Value> values) override;
  /// In one round trip for each 64.
  Result<Rows> run_each(std::string_view sql, std::size_t width, std::span<const Value> rows) override;
  /// As one statement over arrays, where it has a form of which one can be made.
  Result<Rows> run_all(std::string_view sql, std::size_t width, std::span<const Value> rows) override;
  /// The answers hold until something is written to a table that the statement names, and not beyond the transaction.
  Result<void> foresee(std::string_view sql, std::size_t width, std::span<const Value> rows) override;
  Result<std::int64_t> change(std::string_view sql, std::span<const Value> values) override;
  Result<std::int64_t> change_all(std::string_view sql, std::size_t width, std::span<const Value> rows) override;
  /// By COPY.
  Result<void> add_rows(std::string_view table, const std::vector<std::string>& columns,
                        std::span<const Value> rows) override;
  Result<void> change_exactly(std::string_view sql, std::size_t width, std::span<const Value> rows,
                              std::string_view otherwise) override;
  CommitEnding commit() override;
  void roll_back() override;

  /// The last error was of a kind that a second run need not meet: a deadlock, a lock that was not had in time, a lost
  /// connection.
  bool worth_another_run() const { return pipeline_.trouble().passing; }
  /// The last error was a lock that somebody else held for too long.
  bool waited_in_vain() const { return pipeline_.trouble().waited_in_vain; }
  Result<void> why_not_committed() const override { return why_not_committed_; }
  /// How often a server's answer was waited for, and how many statements were sent, since it was opened.
  const PostgresPipeline::Traffic& traffic() const { return pipeline_.traffic(); }

  /// How often the connection has been made.
  int lives() const { return pipeline_.lives(); }
  /// Outside of a transaction: hears what is told on the channel of that name, an expression, while the connection
  /// lives.
  Result<void> listen(std::string_view channel);
  /// What others have told on it. Waits until something is told, `wake` can be read, or the time is over.
  std::vector<std::string> hear(int wake, milliseconds at_most) { return pipeline_.hear(wake, at_most); }

 private:
  explicit PostgresDb(PostgresOptions options);
  Result<void> set_up();
  Result<void> check_writable();
  Result<void> connect_again();
  const StatementNature& known_nature(std::string_view sql);
  bool put_off(const StatementNature& nature) const { return in_transaction_ && nature.read_by_nobody; }
  /// What comes before a statement: what was foreseen is there, what was gathered and touches what it does is sent, and
  /// what it changes is foreseen no longer.
  Result<void> make_way(const StatementNature& next, std::size_t width, std::span<const Value> rows);
  bool gathers(const StatementNature& nature, std::size_t width) const;
  Result<Rows> gather(const StatementNature& nature, std::size_t width, std::span<const Value> rows);
  Result<void> send_gathered(const std::vector<Gathered>& gathered);
  Result<void> send_foreseen(Foreseen& foreseen);
  Result<void> await_foreseen();

  PostgresOptions options_;
  PostgresPipeline pipeline_;
  std::unordered_map<std::string, StatementNature> natures_;  // by text
  ForeseenAnswers foreseen_;
  GatheredRows gathered_;
  bool in_transaction_ = false;
  Result<void> why_not_committed_{};
};

}  // namespace courtesy
