// Loop and clock of one life of a node, over the common virtual time: it can stand still, and it can die, alone.
#pragma once

#include <deque>
#include <memory>

#include "base/virtual_time.h"

namespace courtesy::simulation {

/// Once killed nothing that was posted or timed runs any more, as in a process that is gone. While paused everything
/// waits, and runs in order when it goes on: a process that was suspended. Its uptime goes on meanwhile.
class NodeLoop final : public Loop, public Clock {
 public:
  /// `offset`: how far this machine's wall clock is off, now; it outlives the loop.
  NodeLoop(VirtualTime& time, const milliseconds& offset) : time_(time), offset_(offset) {}

  Instant now() const override { return time_.now() + offset_; }
  Uptime uptime() const override { return time_.uptime(); }
  void post(Task task) override;
  std::unique_ptr<Timer> at(Uptime when, Task task) override;
  void aside(Task heavy, Task done) override;

  void kill();
  void pause() { core_->paused = true; }
  void resume();
  bool dead() const { return core_->dead; }
  bool paused() const { return core_->paused; }

 private:
  struct Core {
    bool dead = false;
    bool paused = false;
    std::deque<Task> held;
  };
  class Pending;
  static void run(const std::shared_ptr<Core>& core, Task task);

  VirtualTime& time_;
  const milliseconds& offset_;
  std::shared_ptr<Core> core_ = std::make_shared<Core>();
};

}  // namespace courtesy::simulation
