// Db over one PostgreSQL connection.
#pragma once

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "store/db.h"

struct pg_conn;
struct pg_result;

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
  bool worth_another_run() const { return passing_; }
  /// The last error was a lock that somebody else held for too long.
  bool waited_in_vain() const { return waited_in_vain_; }
  Result<void> why_not_committed() const override { return why_not_committed_; }
  /// How often a server's answer was waited for, and how many statements were sent, since it was opened.
  struct Traffic {
    std::int64_t waits = 0;
    std::int64_t statements = 0;
  };
  const Traffic& traffic() const { return traffic_; }

  /// How often the connection has been made.
  int lives() const { return lives_; }
  /// Outside of a transaction: hears what is told on the channel of that name, an expression, while the connection
  /// lives.
  Result<void> listen(std::string_view channel);
  /// What others have told on it. Waits until something is told, `wake` can be read, or the time is over.
  std::vector<std::string> hear(int wake, milliseconds at_most);

 private:
  struct Close {
    void operator()(pg_conn* connection) const;
  };
  using Connection = std::unique_ptr<pg_conn, Close>;
  class Parameters;
  struct Nature;
  struct Statement;
  struct Foreseen;
  struct Gathered;
  struct Check;
  struct Expected;

  PostgresDb(PostgresOptions options, Connection connection);
  Result<void> set_up();
  Result<void> check_promises();
  Result<void> check_writable();
  Result<void> connect_again();
  /// The statement as the server knows it, for values of such types.
  Result<Statement*> prepare(std::string_view sql, std::string types);
  /// The one over arrays; null where it has no such form.
  Result<Statement*> prepare_for_many(std::string_view sql, std::size_t width, std::span<const Value> rows);
  Result<Statement*> prepare_as(std::string key, std::string_view named, const std::string& sql,
                                std::string_view types);
  Result<void> send(const Parameters& parameters, Expected next);
  /// Everything that was sent has its answer.
  Result<void> settle();
  Result<void> take_answers();
  Error lost();
  const Nature& nature_of(std::string_view sql);
  Result<void> send_all(std::string_view sql, std::size_t width, std::span<const Value> rows);
  Result<void> check_counts();
  std::vector<std::string> take_notices();
  bool gathers(const Nature& nature, std::size_t width) const;
  Result<Rows> gather(const Nature& nature, std::size_t width, std::span<const Value> rows);
  /// What was gathered and touches what this one does goes first.
  Result<void> send_gathered_before(const Nature& next);
  Result<void> send_gathered(const Gathered& gathered);
  Result<void> send_all_gathered();
  Result<void> send_foreseen(Foreseen& foreseen);
  Result<void> await_foreseen();
  /// As it was when nothing is prepared or expected any more.
  void forget_all();
  const Rows* foreseen_answer(std::string_view sql, std::span<const Value> values);
  void forget_foreseen(const Nature& written, std::size_t width, std::span<const Value> rows);
  /// Outside of a transaction, and with nothing expected: several statements in one text.
  Result<void> plain(const char* sql);
  Error error(const pg_result* result, const Statement* statement = nullptr);

  PostgresOptions options_;
  Connection connection_;
  std::unordered_map<std::string, std::unique_ptr<Statement>> statements_;  // by types and text
  std::deque<Expected> expected_;
  std::unordered_map<std::string, Nature> natures_;  // by text
  std::vector<std::unique_ptr<Foreseen>> foreseen_;
  std::vector<Gathered> gathered_;
  std::deque<Check> checks_;
  Result<void> miscounted_{};  ///< a count was wrong: the transaction comes to nothing, whoever passes over it
  bool in_transaction_ = false;
  int lives_ = 0;
  bool unusable_ = false;   ///< until the next begin() connects again
  bool elsewhere_ = false;  ///< the server takes no writes: the next begin() asks for one that does
  bool passing_ = false;
  bool waited_in_vain_ = false;
  Result<void> why_not_committed_{};
  Traffic traffic_{};
};

}  // namespace courtesy
