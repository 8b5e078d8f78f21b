// Many units, one durable commit.
#pragma once

#include <vector>

#include "base/clock.h"
#include "store/store.h"
#include "store/unit.h"

namespace courtesy {

struct WriteJob {
  AccountId account;
  Work work;
  UniqueFunction<void(WriteEnding)> done;
  bool may_be_put_off = false;
  Foresight foresight{};
};

struct ReadJob {
  AccountId account;
  Work work;
  UniqueFunction<void(Result<void>)> done;
};

struct WriteDone {
  UniqueFunction<void(WriteEnding)> done;
  WriteEnding ending;
};

/// Runs the jobs in order, each under its account's guard row, and commits once. A unit that fails rolls back alone; a
/// commit that fails, or a database that gives the transaction up in the middle of a unit (a full disk), rolls back
/// all. Lock order: stop and node rows, guard row, the rest.
///
/// Most groups have no unit that fails, and a savepoint has each page copied that its unit changes: so they run without
/// any, and a group in which one fails is rolled back and run again, each unit in a savepoint of its own.
///
/// A node whose epoch is no longer the stored one has been replaced: nothing of it is written (fencing). Epoch 0 is a
/// tool without a life of its own, which intends nothing.
std::vector<WriteDone> run_group(Db& db, std::vector<WriteJob> jobs, const Clock& clock, const StoreSettings& settings,
                                 const NodeEpoch& node);

/// One job as a transaction of its own, where units of other accounts run beside it. `job.done` is left to the caller.
WriteEnding run_alone(Db& db, WriteJob& job, const Clock& clock, const StoreSettings& settings, const NodeEpoch& node);

/// One reading unit in a snapshot, rolled back afterwards.
Result<void> run_read(Db& db, AccountId account, Work& work, const Clock& clock, const StoreSettings& settings);

}  // namespace courtesy
