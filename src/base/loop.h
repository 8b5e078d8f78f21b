// One thread's work in order: posted tasks and timers. Real in net, virtual in simulation.
#pragma once

#include <memory>

#include "base/instant.h"
#include "base/unique_function.h"

namespace courtesy {

/// Its destructor calls the timer off; after that the task never runs.
class Timer {
 public:
  virtual ~Timer() = default;
};

class Loop {
 public:
  virtual ~Loop() = default;
  /// Runs `task` on the loop, later. The only call that another thread may make.
  virtual void post(Task task) = 0;
  /// Runs `task` when Clock::uptime() reaches `when`, at once if it has passed.
  [[nodiscard]] virtual std::unique_ptr<Timer> at(Uptime when, Task task) = 0;
  /// `heavy` runs on a helper thread (no store, no clock in it), then `done` on the loop.
  virtual void aside(Task heavy, Task done) = 0;
};

}  // namespace courtesy
