// The seam of the shell: units of work, one account and one transaction each.
#pragma once

#include <functional>
#include <vector>

#include "base/id.h"
#include "base/result.h"
#include "base/unique_function.h"
#include "store/db.h"

namespace courtesy {

class Unit;

/// What a unit does. It may run again from its start (deadlock, lost connection, a neighbour of its group that
/// failed), so it touches its unit and its own result slot only.
using Work = UniqueFunction<Result<void>(Unit&)>;

/// What a unit's work will read, said by Db::foresee alone: of units that share a transaction, all are asked before the
/// first of them works. May be called again, as the work.
using Foresight = std::function<Result<void>(Unit&)>;

struct WriteEnding {
  CommitEnding commit;
  /// Why it was rolled back, where `work` said so.
  Result<void> work;
  /// It was rolled back through no fault of its own: the store could not begin, keep or commit it. Given again, it may
  /// be taken.
  bool of_store = false;
  /// Somebody else has the account, or what else the unit needs: nothing was done, and nothing is wrong with the store.
  bool passed_over = false;
};

/// What a store that several nodes share says by itself, on the loop. None of it need ever come.
struct StoreNews {
  /// It is older than what this node has seen committed in it: a restored copy, or a replica that did not have all. The
  /// house is stopped, and that is committed.
  std::function<void()> went_back{};
  /// It is another server than before, or another time on it. Nothing is known to be lost; another node may know more.
  std::function<void()> moved{};
  /// Another node wrote for these accounts; none named: for any.
  std::function<void(std::vector<AccountId>)> others_wrote{};
};

class Store {
 public:
  virtual ~Store() = default;
  /// Before anything else is asked of it.
  virtual void tell(StoreNews) {}
  /// `done`: once, on the loop, after the commit is durable, an account's in the order of its writes. A full queue:
  /// rolled_back with `full`.
  virtual void write(AccountId account, Work work, UniqueFunction<void(WriteEnding)> done) = 0;
  /// The same for what may be put off: where another node is writing for the account it is passed over, and not waited
  /// for.
  virtual void write_if_free(AccountId account, Foresight, Work work, UniqueFunction<void(WriteEnding)> done) {
    write(account, std::move(work), std::move(done));
  }
  /// write(), where much is written at once.
  virtual void write_foreseen(AccountId account, Foresight, Work work, UniqueFunction<void(WriteEnding)> done) {
    write(account, std::move(work), std::move(done));
  }
  /// A snapshot, at most 1 s. Account 0 reads across accounts: only polls for due work and doors do.
  virtual void read(AccountId account, Work work, UniqueFunction<void(Result<void>)> done) = 0;
};

}  // namespace courtesy
