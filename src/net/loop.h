// The loop of production: one thread, Boost.Asio underneath (which stays in loop.cpp).
#pragma once

#include <memory>

#include "base/loop.h"
#include "net/paced_clock.h"

namespace boost::asio {
class io_context;
}

namespace courtesy::net {

/// Timers follow `clock`, whatever its pace. What was posted and not run when the loop goes is dropped unrun.
class AsioLoop final : public Loop {
 public:
  /// `clock` outlives the loop.
  explicit AsioLoop(PacedClock& clock);
  /// Waits for `heavy` tasks that have begun.
  ~AsioLoop() override;

  /// Any thread may call.
  void post(Task task) override;
  /// On the loop's thread, or before run(). Timers of one instant run in the order in which they were made.
  std::unique_ptr<Timer> at(Uptime when, Task task) override;
  /// On one of two helper threads. The caller bounds how many are under way.
  void aside(Task heavy, Task done) override;
  /// After `wait` of real time, whatever the clock's pace: for what people and sockets wait for.
  [[nodiscard]] std::unique_ptr<Timer> real_after(milliseconds wait, Task task);

  /// Runs tasks on the calling thread until stop(), which may have come before. May be called again.
  void run();
  /// Runs one event of the loop's, waiting for it for at most `patience` of real time.
  void run_one(milliseconds patience);
  /// run() returns after the task under way. Any thread may call.
  void stop();
  /// Runs `task` on the loop at each SIGINT and SIGTERM, which then no longer end the process.
  void on_signal(Task task);

  PacedClock& clock();
  /// For the other parts of this room.
  boost::asio::io_context& context();

 private:
  struct Core;
  std::unique_ptr<Core> core_;
};

}  // namespace courtesy::net
