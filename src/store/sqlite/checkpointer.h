// Carries what was committed from the WAL into the database file, beside the writer: whoever waits for a commit does
// not wait for that.
#pragma once

#include <condition_variable>
#include <memory>
#include <mutex>
#include <thread>

#include "store/sqlite/sqlite_db.h"

namespace courtesy {

class Checkpointer {
 public:
  /// Of 4 KiB each: with so many new ones there is something to carry.
  static constexpr int pages_a_pass = 4'000;
  /// Here the writer carries the rest itself. Under a load that never pauses the WAL grows behind the pass; begun anew
  /// it is only when all of it was carried, which between two commits is the work of what came since the last pass.
  static constexpr int most_pages = 16'000;

  /// `db` is a connection of its own, and is closed with this.
  explicit Checkpointer(std::unique_ptr<SqliteDb> db);
  /// Ends a pass that was asked for.
  ~Checkpointer();

  /// By the writer after a commit, for its own connection.
  void committed(SqliteDb& writer);

 private:
  void run();

  std::unique_ptr<SqliteDb> db_;
  int carried_ = 0;  ///< the WAL's pages at the last pass asked for; the writer's
  std::mutex mutex_;
  std::condition_variable changed_;
  bool asked_ = false;
  bool closed_ = false;
  std::thread thread_;
};

}  // namespace courtesy
