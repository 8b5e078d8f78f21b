// Passwords are looked at beside the loop, two at once: each takes tens of milliseconds and as many megabytes.
#pragma once

#include <deque>
#include <memory>

#include "base/loop.h"

namespace courtesy::api {

class Hasher {
 public:
  explicit Hasher(Loop& loop) : loop_(loop) {}

  /// `heavy` beside the loop, then `done` on it. False, and neither runs, while `waiting` others wait.
  bool run(Task heavy, Task done);

  static constexpr int at_once = 2;
  static constexpr std::size_t waiting = 8;

 private:
  struct Job {
    Task heavy;
    Task done;
  };
  void start(Job job);

  Loop& loop_;
  int running_ = 0;
  std::deque<Job> jobs_;
  std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
};

}  // namespace courtesy::api
