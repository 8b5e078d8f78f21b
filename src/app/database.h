// The database as a command's tool: opened for one errand, also while a server works on it.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "net/loop.h"
#include "store/store.h"
#include "store/unit.h"

namespace courtesy::app {

enum class Missing { is_an_error, is_made };

/// It has no life as a node of its own: it intends nothing and sends nothing. A server that works on the same database
/// finds out what was written by itself.
class Database {
 public:
  /// Errors: `not_found` where there is no such file and none is to be made; those of SqliteStore::open.
  static Result<std::unique_ptr<Database>> open(const std::string& path, net::PacedClock& clock, Missing missing);
  /// With what the interlocks need, for commands that say what would be sent.
  static Result<std::unique_ptr<Database>> open(const std::string& path, net::PacedClock& clock, Missing missing,
                                                StoreSettings settings);
  ~Database();

  /// Waits until it is durable. Errors: the work's own, or `unavailable` when it could not be committed.
  Result<void> write(AccountId account, Work work);
  Result<void> read(AccountId account, Work work);

  /// The account of that number; with 0 the only one that there is. Errors: `not_found`, `invalid` with the choice.
  Result<AccountId> account(std::int64_t number);

  /// All accounts, by number.
  Result<std::vector<AccountId>> accounts();

  Store& store() { return *store_; }
  /// Runs the loop until `done()`.
  void run_until(const std::function<bool()>& done);

 private:
  Database(net::PacedClock& clock, StoreSettings settings) : loop_(clock), settings_(std::move(settings)) {}

  net::AsioLoop loop_;
  StoreSettings settings_;
  std::unique_ptr<Store> store_;
};

}  // namespace courtesy::app
