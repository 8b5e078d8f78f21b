// Looks after calls that came in: ends those of whose end nobody told us, and erases what is not needed any more.
#pragma once

#include <memory>
#include <vector>

#include "base/clock.h"
#include "base/log.h"
#include "base/loop.h"
#include "store/store.h"
#include "webhook/call.h"

namespace courtesy {

class LineKeeper {
 public:
  struct Parts {
    Loop& loop;
    const Clock& clock;
    Store& store;
    Log& log;
    CallDesk desk;  ///< a flow that hears of a hang-up speaks of paths
  };
  static constexpr minutes every{10};

  explicit LineKeeper(Parts parts) : parts_(std::move(parts)) {}

  /// Looks from now on, at that pace.
  void start();
  /// Nothing while the last look is still under way.
  void look();

 private:
  void next(std::shared_ptr<std::vector<AccountId>> accounts);

  Parts parts_;
  std::unique_ptr<Timer> timer_;
  bool looking_ = false;
};

}  // namespace courtesy
