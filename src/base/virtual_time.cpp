#include "base/virtual_time.h"

#include <algorithm>
#include <optional>
#include <vector>

namespace courtesy {

/// A heap whose first is the next to run. Most timers are called off long before they are due (time-outs): that leaves
/// its place in the heap empty, and empty places are swept out when they are most of it.
class VirtualTime::Timers {
 public:
  struct Place {
    std::size_t slot;
    std::uint64_t number;
  };

  Place add(Uptime when, Task task) {
    std::size_t slot = slots_.size();
    if (free_.empty()) {
      slots_.emplace_back();
    } else {
      slot = free_.back();
      free_.pop_back();
    }
    const std::uint64_t number = ++numbers_;
    slots_[slot] = {number, std::move(task)};
    heap_.push_back({when, number, slot});
    std::push_heap(heap_.begin(), heap_.end());
    return {slot, number};
  }

  void call_off(Place place) {
    if (slots_[place.slot].number != place.number) return;
    const Task dropped = take(place.slot);
    if (++empty_ * 2 > heap_.size() + 64) sweep();
  }

  /// When the next is due; nothing where there is none.
  std::optional<Uptime> next() {
    while (!heap_.empty() && is_empty(heap_.front())) {
      pop();
      --empty_;
    }
    return heap_.empty() ? std::nullopt : std::optional(heap_.front().when);
  }

  /// The next; there is one.
  Task take_next() {
    const std::size_t slot = heap_.front().slot;
    pop();
    return take(slot);
  }

 private:
  struct Slot {
    std::uint64_t number = 0;  ///< of the timer in it; 0: none
    Task task;
  };
  struct Due {
    Uptime when;
    std::uint64_t number;
    std::size_t slot;
    /// The heap has its greatest first: the greatest is the earliest, of those the one that was made first.
    bool operator<(const Due& other) const { return when != other.when ? when > other.when : number > other.number; }
  };

  bool is_empty(const Due& due) const { return slots_[due.slot].number != due.number; }
  void pop() {
    std::pop_heap(heap_.begin(), heap_.end());
    heap_.pop_back();
  }
  Task take(std::size_t slot) {
    slots_[slot].number = 0;
    free_.push_back(slot);
    return std::move(slots_[slot].task);
  }
  void sweep() {
    std::erase_if(heap_, [this](const Due& due) { return is_empty(due); });
    std::make_heap(heap_.begin(), heap_.end());
    empty_ = 0;
  }

  std::vector<Due> heap_;
  std::vector<Slot> slots_;
  std::vector<std::size_t> free_;
  std::uint64_t numbers_ = 0;
  std::size_t empty_ = 0;  ///< places in the heap
};

class VirtualTime::Scheduled final : public Timer {
 public:
  Scheduled(std::weak_ptr<Timers> timers, Timers::Place place) : timers_(std::move(timers)), place_(place) {}
  ~Scheduled() override {
    if (const auto timers = timers_.lock()) timers->call_off(place_);
  }

 private:
  std::weak_ptr<Timers> timers_;
  Timers::Place place_;
};

VirtualTime::VirtualTime(Instant start) : start_(start), timers_(std::make_shared<Timers>()) {}
VirtualTime::~VirtualTime() = default;

Instant VirtualTime::now() const { return start_ + std::chrono::floor<milliseconds>(uptime_); }

std::unique_ptr<Timer> VirtualTime::at(Uptime when, Task task) {
  return std::make_unique<Scheduled>(timers_, timers_->add(std::max(when, uptime_), std::move(task)));
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
  const auto next = timers_->next();
  if (!next || start_ + *next > limit) return false;
  uptime_ = *next;
  Task task = timers_->take_next();
  task();
  return true;
}

void VirtualTime::run_until(Instant limit) {
  while (step(limit)) {
  }
  uptime_ = std::max(uptime_, std::chrono::duration_cast<Uptime>(limit - start_));
}

}  // namespace courtesy
