// Tasks that run later and that nobody calls off by name.
#pragma once

#include <memory>
#include <unordered_map>
#include <utility>

#include "base/clock.h"
#include "base/loop.h"

namespace courtesy::phonenet {

/// Keeps the timers until they fire; what has not run when it is destroyed never runs.
class Delays {
 public:
  Delays(Loop& loop, const Clock& clock) : loop_(loop), clock_(clock) {}

  void in(milliseconds delay, Task task) {
    const std::uint64_t id = next_++;
    timers_.emplace(id, loop_.at(clock_.uptime() + delay, [this, id, task = std::move(task)]() mutable {
      const auto own = timers_.extract(id);
      task();
    }));
  }
  std::size_t size() const { return timers_.size(); }

 private:
  Loop& loop_;
  const Clock& clock_;
  std::uint64_t next_ = 0;
  std::unordered_map<std::uint64_t, std::unique_ptr<Timer>> timers_;
};

}  // namespace courtesy::phonenet
