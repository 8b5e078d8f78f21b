// A node of a house that lies in a file or on a server: the real store and its threads, by the house's own clock.
#pragma once

#include <memory>
#include <string>

#include "house.h"
#include "net/loop.h"

namespace courtesy::bench {

/// A store that passes everything on, and knows what it still owes.
class WatchedStore final : public Store {
 public:
  explicit WatchedStore(std::unique_ptr<Store> store) : store_(std::move(store)) {}
  void write(AccountId account, Work work, UniqueFunction<void(WriteEnding)> done) override;
  void write_if_free(AccountId account, Foresight foresight, Work work,
                     UniqueFunction<void(WriteEnding)> done) override;
  void write_foreseen(AccountId account, Foresight foresight, Work work,
                      UniqueFunction<void(WriteEnding)> done) override;
  void read(AccountId account, Work work, UniqueFunction<void(Result<void>)> done) override {
    store_->read(account, std::move(work), std::move(done));
  }
  /// As when the process ends: what was accepted is written.
  void close() { store_.reset(); }

  std::size_t open = 0;     ///< writes without an ending
  std::size_t written = 0;  ///< units that were committed
  std::size_t refused = 0;
  std::size_t passed_over = 0;  ///< another node was writing for the account
  Stopwatch since_last;         ///< since the last of them was
  double worked = 0;            ///< processor time of the process then, since it began

 private:
  UniqueFunction<void(WriteEnding)> watched(UniqueFunction<void(WriteEnding)> done);
  std::unique_ptr<Store> store_;
};

struct Node {
  /// `where`: a file, or `postgres://…`. Its clock shows `now`, and keeps time with the wall. Faults: it cannot be
  /// opened.
  Node(const std::string& where, const std::string& name, Instant now);
  ~Node();

  /// Runs the loop until `done()`.
  void run_until(const std::function<bool()>& done);
  /// A unit, to its end. INVARIANT: it is committed.
  void write(AccountId account, Work work);
  void read(AccountId account, Work work);

  net::PacedClock clock;
  net::AsioLoop loop;
  StoreSettings settings;
  std::unique_ptr<WatchedStore> store;
};

bool on_server(const std::string& where);
/// A connection of one's own. Faults: it cannot be opened.
std::unique_ptr<Db> open_database(const std::string& where);

}  // namespace courtesy::bench
