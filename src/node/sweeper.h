// Runs the failsafe's sweep: asks what there is to look over, then a unit for each account; and once a day lets the
// ledger's old bodies go.
#pragma once

#include <functional>
#include <memory>
#include <vector>

#include "base/clock.h"
#include "base/log.h"
#include "base/loop.h"
#include "ledger/retention.h"
#include "store/store.h"
#include "watch/sweep.h"

namespace courtesy {

class Sweeper {
 public:
  struct Parts {
    Loop& loop;
    const Clock& clock;
    Store& store;
    Log& log;
    std::function<std::optional<int>()> tz_age;  ///< in days; null: not judged here
    /// Something was stopped or held.
    std::function<void()> changed;
    /// Once a day bodies that are older go; none: they stay until somebody asks (`courtesy ledger prune`).
    std::optional<LedgerRetention> retention{};
  };
  Sweeper(Parts parts, seconds every) : parts_(std::move(parts)), every_(every) {}

  /// Sweeps from now on, at that pace.
  void start();

  /// Nothing while the last one is still under way.
  void sweep();

 private:
  struct Work {
    std::vector<AccountId> accounts;
    bool house = false;
    std::vector<AccountId> to_prune{};
  };
  void next(std::shared_ptr<Work> work);
  void prune(std::shared_ptr<Work> work);

  TzAge tz() const;

  Parts parts_;
  seconds every_;
  std::unique_ptr<Timer> timer_;
  bool sweeping_ = false;
  std::optional<Uptime> pruned_;  // when that began
};

}  // namespace courtesy
