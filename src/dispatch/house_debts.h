// What account 0 must have on record before anything may be sent again: a trip or a stop is not forgotten because the
// store did not take it at once.
#pragma once

#include <deque>
#include <functional>
#include <memory>
#include <string>

#include "base/clock.h"
#include "base/log.h"
#include "base/loop.h"
#include "store/store.h"

namespace courtesy {

class HouseDebts {
 public:
  struct Parts {
    Loop& loop;
    const Clock& clock;
    Store& store;
    Log& log;
    std::function<void()> paid;  ///< nothing is owed any more
  };
  explicit HouseDebts(Parts parts) : parts_(std::move(parts)) {}

  /// Writes it, and again until it is written, in the order in which it came. `what`: for the log, when it fails.
  void owe(std::string what, std::function<Result<void>(Unit&)> work);
  /// While this is so, nothing may begin.
  bool any() const { return !owed_.empty(); }

 private:
  struct Owed {
    std::string what;
    std::function<Result<void>(Unit&)> work;
  };
  void pay();
  void wait(const WriteEnding& ending);

  Parts parts_;
  std::deque<Owed> owed_;
  Uptime next_wait_{};
  std::unique_ptr<Timer> timer_;
};

}  // namespace courtesy
