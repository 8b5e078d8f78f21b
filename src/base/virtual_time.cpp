#include "base/virtual_time.h"

#include <algorithm>

namespace courtesy {

class VirtualTime::Scheduled final : public Timer {
 public:
  Scheduled(std::weak_ptr<std::map<Key, Task>> timers, Key key) : timers_(std::move(timers)), key_(key) {}
  ~Scheduled() override {
    if (const auto timers = timers_.lock()) timers->erase(key_);
  }

 private:
  std::weak_ptr<std::map<Key, Task>> timers_;
  Key key_;
};

Instant VirtualTime::now() const { return start_ + std::chrono::floor<milliseconds>(uptime_); }

std::unique_ptr<Timer> VirtualTime::at(Uptime when, Task task) {
  const Key key{std::max(when, uptime_), next_++};
  timers_->emplace(key, std::move(task));
  return std::make_unique<Scheduled>(timers_, key);
}

void VirtualTime::aside(Task heavy, Task done) {
  post([heavy = std::move(heavy), done = std::move(done)]() mutable {
    heavy();
    done();
  });
}

bool VirtualTime::step(Instant limit) {
  if (!posted_.empty()) {
    Task task = std::move(posted_.front());
    posted_.pop_front();
    task();
    return true;
  }
  const auto first = timers_->begin();
  if (first == timers_->end() || start_ + first->first.first > limit) return false;
  uptime_ = first->first.first;
  Task task = std::move(first->second);
  timers_->erase(first);
  task();
  return true;
}

void VirtualTime::run_until(Instant limit) {
  while (step(limit)) {
  }
  uptime_ = std::max(uptime_, std::chrono::duration_cast<Uptime>(limit - start_));
}

}  // namespace courtesy
