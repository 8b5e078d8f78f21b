// A disk in memory that keeps its promises and no more: what was not synced is lost, torn or out of order after a
// crash.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "base/random.h"

namespace courtesy {

/// A SQLite VFS under a name of its own, for tests and the simulation.
///
/// A write is seen at once by whoever reads, and survives a crash only once its file was synced. Sectors are 512 bytes
/// and are written whole; bytes outside of a write are never harmed (SQLITE_IOCAP_POWERSAFE_OVERWRITE, as SQLite
/// assumes of every Unix file system). A sync that fails loses what it should have kept: later syncs do not make up for
/// it (Linux marks such pages clean).
///
/// One connection at a time, opened with SqliteOptions::exclusive: then the WAL needs no shared memory, and the disk
/// none either. One thread. What happens depends on the calls and on the crashes' `Random` alone; only the salts in the
/// WAL, which SQLite draws itself, differ from run to run.
class SimulatedDisk {
 public:
  SimulatedDisk();
  /// Every connection on it must be gone.
  ~SimulatedDisk();
  SimulatedDisk(const SimulatedDisk&) = delete;
  SimulatedDisk& operator=(const SimulatedDisk&) = delete;

  /// For SqliteOptions::vfs.
  const std::string& vfs() const;

  /// The power goes: each write, truncation or new name that was not synced is kept, lost or (a write) torn at a
  /// sector, as `random` says. Open handles are dead from then on: the connection must be destroyed, then the file may
  /// be opened again. Faults that were set end.
  void crash(Random& random);
  /// The power goes during the `calls`-th write, truncation, sync or removal from now (1: the next): this and every
  /// later call fails and nothing reaches the disk any more, until crash() says what survived.
  void halt_after(std::uint64_t calls);
  bool halted() const;

  /// Files may grow by `bytes` more in all; a write beyond writes what fits and fails with SQLITE_FULL. What is
  /// overwritten or cut off needs no new space.
  void fill_up(std::uint64_t bytes);
  void make_space();
  /// The next `syncs` syncs fail with SQLITE_IOERR_FSYNC.
  void fail_syncs(int syncs);

  /// Writes, truncations, syncs and removals so far: where a halt may be put.
  std::uint64_t calls() const;
  std::uint64_t syncs() const;
  /// Changes the bits of one byte of a file that is there, as a bad sector might.
  void damage(const std::string& file, std::uint64_t offset);
  std::uint64_t size(const std::string& file) const;

  struct Body;

 private:
  std::unique_ptr<Body> body_;
};

}  // namespace courtesy
