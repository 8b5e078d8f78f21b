// A bounded queue from one thread to others.
#pragma once

#include <condition_variable>
#include <deque>
#include <mutex>
#include <vector>

namespace courtesy {

template <typename Job>
class WorkInbox {
 public:
  explicit WorkInbox(std::size_t most_waiting) : most_waiting_(most_waiting) {}

  /// False, with `job` untouched, when full.
  bool push(Job& job) {
    const std::lock_guard lock(mutex_);
    if (jobs_.size() >= most_waiting_) return false;
    jobs_.push_back(std::move(job));
    ready_.notify_one();
    return true;
  }
  /// Waits; empty only when closed and drained.
  std::vector<Job> pop(std::size_t most) {
    std::unique_lock lock(mutex_);
    ready_.wait(lock, [this] { return closed_ || !jobs_.empty(); });
    std::vector<Job> taken;
    while (!jobs_.empty() && taken.size() < most) {
      taken.push_back(std::move(jobs_.front()));
      jobs_.pop_front();
    }
    return taken;
  }
  /// Lets those who wait go, once nothing is left.
  void close() {
    const std::lock_guard lock(mutex_);
    closed_ = true;
    ready_.notify_all();
  }

 private:
  const std::size_t most_waiting_;
  std::mutex mutex_;
  std::condition_variable ready_;
  std::deque<Job> jobs_;
  bool closed_ = false;
};

}  // namespace courtesy
