// One connection to PostgreSQL: statements are sent one behind the other, and their answers read when somebody waits.
#pragma once

#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "store/db.h"
#include "store/postgres/bound_values.h"
#include "store/postgres/server_answer.h"

struct pg_conn;

namespace courtesy {

/// One thread at a time. What it is given to read an answer into stays until the answer is there, or an error is.
class PostgresPipeline {
 public:
  /// A statement as the server knows it.
  struct Statement {
    std::string name;
    std::string sql;                    ///< as the house has it
    std::vector<PostgresType> types{};  ///< of its values, as the server understands them
  };
  /// Takes what a statement found. None: nobody reads it.
  using Read = std::function<void(const pg_result*)>;
  /// What the last error says of another try.
  struct Trouble {
    bool passing = false;  ///< a second run need not meet it: a deadlock, a lock not had in time, a lost connection
    bool waited_in_vain = false;  ///< for a lock that somebody else held for too long
  };
  /// Since it was opened.
  struct Traffic {
    std::int64_t waits = 0;       ///< how often a server's answer was waited for
    std::int64_t statements = 0;  ///< how many were sent
  };

  /// `url`: as libpq takes it. Whether anybody was there start() says.
  explicit PostgresPipeline(const std::string& url);

  /// A new session begins, with the settings that every one of ours has; nothing is prepared or expected.
  Result<void> start();
  /// Connects again; start() says what came of it.
  void connect_again();
  /// The connection stands, and nothing was lost on it.
  bool stands() const;
  /// Nothing more goes over it, until the next start().
  void give_up() { unusable_ = true; }
  /// The server takes no writes: somewhere else, or later, one may.
  bool takes_writes() const { return takes_writes_; }
  void takes_no_writes() { takes_writes_ = false; }
  /// How often a session has begun.
  int lives() const { return lives_; }

  /// What the end of the last transaction has left is read, and what was said of it forgotten.
  void begin_afresh();
  /// Whatever was sent comes to nothing. The answer is read by whatever comes next: nobody waits for it.
  void roll_back();

  /// The statement for values of such types.
  Result<Statement*> prepare(std::string_view sql, std::string types);
  /// The one for all of these rows: over arrays where they are several; null where it has no such form.
  Result<Statement*> prepare_for(std::string_view sql, std::size_t width, std::span<const Value> rows);
  Result<void> send(Statement& statement, const BoundValues& values, Read read = {});
  /// It must find so many rows. A wrong count is a `conflict` that says `otherwise`, of the next settle() and all that
  /// follow until the transaction has ended, whoever passes over it.
  Result<void> send_counted(Statement& statement, const BoundValues& values, std::size_t expected,
                            std::string_view otherwise);
  /// The last of its transaction: it is not waited for, however much was sent before it.
  Result<void> send_last(Statement& statement, const BoundValues& values, Read read);
  /// Some count is not known yet, or was wrong.
  bool owes_a_count() const { return !checks_.empty() || !miscounted_; }
  /// Everything that was sent has its answer. Errors: the first statement's that failed, which names it.
  Result<void> settle();

  /// Outside of a transaction, and with nothing expected: several statements in one text.
  Result<void> plain(const std::string& sql);
  /// With nothing expected: by COPY.
  Result<void> copy(std::string_view table, const std::vector<std::string>& columns, std::span<const Value> rows);
  /// What others have told on the channels that are listened to. Waits until something is told, `wake` can be read, or
  /// the time is over.
  std::vector<std::string> hear(int wake, milliseconds at_most);

  const Trouble& trouble() const { return trouble_; }
  const Traffic& traffic() const { return traffic_; }

 private:
  struct Close {
    void operator()(pg_conn* connection) const;
  };
  /// An answer that the server still owes.
  struct Expected {
    Statement* statement;  ///< null: the end of what was sent together
    Read read{};
  };
  /// How many rows a statement must have found.
  struct Check {
    Rows found{};
    std::size_t expected;
    std::string otherwise;
  };

  Result<Statement*> prepare_as(std::string key, std::string_view named, const std::string& sql,
                                std::string_view types);
  Result<void> put(Statement& statement, const BoundValues& values, Read read);
  Result<void> take_answers();
  bool mark_end();
  Result<void> check_counts();
  std::vector<std::string> take_notices();
  Error lost();
  Error error(const pg_result* result, const Statement* statement = nullptr);

  std::unique_ptr<pg_conn, Close> connection_;
  std::unordered_map<std::string, std::unique_ptr<Statement>> statements_;  // by types and text
  std::deque<Expected> expected_;
  std::deque<Check> checks_;
  Result<void> miscounted_{};
  int lives_ = 0;
  bool unusable_ = false;
  bool takes_writes_ = true;
  Trouble trouble_{};
  Traffic traffic_{};
};

}  // namespace courtesy
