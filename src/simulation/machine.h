// The computer that a simulated node runs on: a disk that may fail, one database on it, a wall clock that may be set.
#pragma once

#include <memory>
#include <string>

#include "store/sqlite/simulated_disk.h"
#include "store/sqlite/sqlite_db.h"

namespace courtesy::simulation {

class Machine {
 public:
  /// `durable`: false is synchronous=OFF, a bug to be found.
  explicit Machine(bool durable) : durable_(durable) {}

  /// Opens the database, as a process that starts does. Errors: the database's.
  Result<void> open();
  bool on() const { return db_ != nullptr; }
  SqliteDb& db() { return *db_; }
  SimulatedDisk& disk() { return disk_; }
  /// The power has gone: what was not synced is kept, lost or torn. Every connection is gone too.
  void lose_power(Random& random);

  /// How far the wall clock is off.
  milliseconds clock_offset{0};

 private:
  bool durable_;
  SimulatedDisk disk_;
  std::unique_ptr<SqliteDb> db_;
};

}  // namespace courtesy::simulation
