// A clock and a loop in virtual time: one thread, events in order of time, then of arrival.
#pragma once

#include <cstdint>
#include <deque>
#include <memory>

#include "base/clock.h"
#include "base/loop.h"

namespace courtesy {

/// For simulation and tests. Nothing here waits: time jumps to the next timer when nothing is posted.
class VirtualTime final : public Clock, public Loop {
 public:
  explicit VirtualTime(Instant start);
  ~VirtualTime() override;

  Instant now() const override;
  Uptime uptime() const override { return uptime_; }

  void post(Task task) override { posted_.push_back(std::move(task)); }
  std::unique_ptr<Timer> at(Uptime when, Task task) override;
  /// Both run on the loop, in this order.
  void aside(Task heavy, Task done) override;

  /// Runs one event; false when there is none at or before `limit`.
  bool step(Instant limit);
  /// Runs all events up to and including `limit`, then stands there.
  void run_until(Instant limit);
  /// Sets UTC off from its course, as an administrator or NTP might; uptime goes on.
  void jump(milliseconds by) { start_ += by; }

 private:
  class Timers;
  class Scheduled;

  Instant start_;
  Uptime uptime_{0};
  std::deque<Task> posted_;
  // Shared with timers, so that a timer outliving the loop is harmless.
  std::shared_ptr<Timers> timers_;
};

}  // namespace courtesy
