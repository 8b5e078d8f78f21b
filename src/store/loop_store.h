// The store as events of a loop: for simulation and tests. The same grouper and words as in production.
// Destroyed, it is a process that died: what waited is not run, and no ending is told any more.
#pragma once

#include <memory>
#include <vector>

#include "base/loop.h"
#include "store/grouper.h"

namespace courtesy {

class LoopStore final : public Store {
 public:
  LoopStore(Loop& loop, const Clock& clock, Db& db, const StoreSettings& settings, NodeEpoch node = {})
      : loop_(loop), clock_(clock), db_(db), settings_(settings), node_(std::move(node)) {}

  void write(AccountId account, Work work, UniqueFunction<void(WriteEnding)> done) override;
  void read(AccountId account, Work work, UniqueFunction<void(Result<void>)> done) override;
  /// The life that this store writes for, once the node has begun it.
  void set_epoch(NodeEpoch node) { node_ = std::move(node); }

 private:
  void run();
  /// Posts `task`, which is dropped once this store is gone.
  void post(Task task);

  Loop& loop_;
  const Clock& clock_;
  Db& db_;
  const StoreSettings& settings_;
  NodeEpoch node_;
  std::vector<WriteJob> waiting_;
  std::shared_ptr<const bool> alive_ = std::make_shared<const bool>(true);
};

}  // namespace courtesy
