// When a node begins with another tz database than the visits were derived by, they are derived again before it sends.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/log.h"
#include "base/loop.h"
#include "store/store.h"
#include "store/tz_change.h"

namespace courtesy {

class TzKeeper {
 public:
  struct Parts {
    Loop& loop;
    const Clock& clock;
    Store& store;
    Log& log;
    std::string version;           ///< of the tz database; empty: not known, and all is derived again
    std::function<void()> got_on;  ///< a unit was done
  };
  explicit TzKeeper(Parts parts) : parts_(std::move(parts)) {}

  /// An account after the other, in small units; then `done`, once. What the store does not take is tried again until
  /// it does; an account whose own data forbid it is logged, goes by what was derived before, and is asked for again at
  /// the next start.
  void start(Task done);

 private:
  void look();
  void next();
  void derive();
  void derived(const DerivedAgain& unit);
  void later(void (TzKeeper::*what)());

  static constexpr seconds try_again{1};

  Parts parts_;
  Task done_;
  std::vector<AccountId> accounts_;  // the last is at work
  AppointmentId after_{};
  int changed_ = 0;
  std::unique_ptr<Timer> timer_;
};

}  // namespace courtesy
