// What tests of rooms with threads of their own stand on: a loop that waits, and a clock that stands. For tests.
#pragma once

#include <atomic>
#include <condition_variable>
#include <deque>
#include <mutex>

#include "base/clock.h"
#include "base/loop.h"
#include "base/result.h"

namespace courtesy {

/// One thread's posted tasks; who runs it waits until there is one. It has no timers: the store sets none.
class PostedTasks final : public Loop {
 public:
  void post(Task task) override {
    const std::lock_guard lock(mutex_);
    tasks_.push_back(std::move(task));
    ready_.notify_one();
  }
  std::unique_ptr<Timer> at(Uptime, Task) override { invariant_broken("no timers", __FILE__, __LINE__); }
  void aside(Task, Task) override { invariant_broken("no helpers", __FILE__, __LINE__); }

  void run_one() {
    Task task;
    {
      std::unique_lock lock(mutex_);
      ready_.wait(lock, [this] { return !tasks_.empty(); });
      task = std::move(tasks_.front());
      tasks_.pop_front();
    }
    task();
  }

 private:
  std::mutex mutex_;
  std::condition_variable ready_;
  std::deque<Task> tasks_;
};

/// Stands still until it is told to go on; read by the store's threads.
class SteppedClock final : public Clock {
 public:
  explicit SteppedClock(Instant begin) : begin_(begin) {}

  Instant now() const override { return begin_ + milliseconds(passed_.load()); }
  Uptime uptime() const override { return milliseconds(passed_.load()); }
  void pass(milliseconds by) { passed_ += by.count(); }

 private:
  const Instant begin_;
  std::atomic<std::int64_t> passed_{0};
};

}  // namespace courtesy
