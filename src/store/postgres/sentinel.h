// A thread with a connection of its own, between the nodes: it tells them that something was written here, hears it of
// them, and is the first to notice that the server was away.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <set>
#include <thread>
#include <vector>

#include "store/postgres/postgres_db.h"

namespace courtesy {

/// All of it is hints, by NOTIFY: where it is not heard (a pooler in between, a server that is away), nodes find out
/// what others wrote when they next look.
class Sentinel {
 public:
  struct Parts {
    std::string url;
    std::function<Result<void>(PostgresDb&)> came_back;  ///< as PostgresOptions
    std::function<Result<void>(PostgresDb&)>
        still_here;  ///< in a transaction, every asks_every: an error, and it is not
    std::function<void(std::vector<AccountId>)> others_wrote;  ///< on its thread; none named: any
  };
  explicit Sentinel(Parts parts);
  /// Tells what is not told yet.
  ~Sentinel();

  /// Something of this account is committed; on any thread.
  void wrote(AccountId account);

  /// Not oftener than that are the others told: a notification is a commit.
  static constexpr milliseconds told_every{50};
  /// A server that has gone is noticed this soon.
  static constexpr seconds asks_every{2};

 private:
  Result<void> ask(PostgresDb& db);
  void watch_forever();
  void rest();
  void watch(PostgresDb& db);
  void tell(PostgresDb& db);
  void hear(PostgresDb& db, milliseconds at_most);

  Parts parts_;
  int wake_;
  std::mutex mutex_;
  std::set<AccountId> untold_;
  std::atomic<bool> closing_{false};
  std::thread thread_;
};

}  // namespace courtesy
