// Benches for the store as events of a virtual loop, over SQLite in memory or on a simulated disk. For tests.
#pragma once

#include <memory>
#include <optional>

#include "base/virtual_time.h"
#include "store/conformance/bench.h"
#include "store/loop_store.h"
#include "store/migrations.h"
#include "store/sqlite/simulated_disk.h"
#include "store/sqlite/sqlite_db.h"

namespace courtesy {

class LoopBench : public StoreBench {
 public:
  explicit LoopBench(SqliteOptions options) : options_(std::move(options)) { open().value(); }

  Store& store() override { return *store_; }
  void run_until(const std::function<bool()>& done) override {
    while (!done()) INVARIANT(time.step(time.now()));
  }
  void pass(milliseconds by) override { time.run_until(time.now() + by); }
  void begin_another_life() override { (void)next_epoch().value(); }

  /// Opens the database, as a process that starts does. Errors: the database's.
  Result<void> open() {
    db_ = TRY(SqliteDb::open(options_));
    TRY(migrate(*db_, {}, time.now()));
    const std::int64_t epoch = TRY(next_epoch());
    store_.emplace(time, time, *db_, settings_, NodeEpoch{"test", epoch});
    return {};
  }
  /// The process is gone; its file handles die with it.
  void die() {
    store_.reset();
    db_.reset();
  }
  SqliteDb& db() { return *db_; }

  VirtualTime time{conformance::noon()};

 private:
  Result<std::int64_t> next_epoch() {
    Unit house(*db_, AccountId{}, time.now(), settings_, {});
    return house.accounts().begin_epoch("test");
  }

  SqliteOptions options_;
  StoreSettings settings_ = conformance::settings();
  std::unique_ptr<SqliteDb> db_;
  std::optional<LoopStore> store_;
};

class MemoryBench final : public LoopBench {
 public:
  MemoryBench() : LoopBench({.path = ":memory:"}) {}
};

/// The disk is made before the bench that opens a file on it.
struct OwnsDisk {
  SimulatedDisk disk;
};

class DiskBench : public OwnsDisk, public LoopBench {
 public:
  explicit DiskBench(bool durable = true)
      : LoopBench({.path = "courtesy.db", .vfs = disk.vfs(), .exclusive = true, .durable = durable}) {}

  /// The power goes; what survives is opened again. Errors: it cannot be.
  Result<void> crash(Random& random) {
    disk.crash(random);
    die();
    return open();
  }
};

}  // namespace courtesy
