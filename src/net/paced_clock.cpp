#include "net/paced_clock.h"

#include <algorithm>
#include <utility>

namespace courtesy::net {
namespace {

constexpr std::chrono::nanoseconds longest_wait = std::chrono::hours(1);

}  // namespace

PacedClock::PacedClock(Instant start, double speed)
    : virtual_(true), start_(start), speed_(speed), origin_(Steady::now()) {
  INVARIANT(speed >= 0);
}

Instant PacedClock::now() const {
  if (!virtual_) return std::chrono::floor<milliseconds>(std::chrono::system_clock::now());
  return start_ + std::chrono::floor<milliseconds>(uptime());
}

Uptime PacedClock::uptime() const {
  if (!virtual_) return Steady::now().time_since_epoch();
  const std::lock_guard lock(mutex_);
  return uptime_locked();
}

Uptime PacedClock::uptime_locked() const {
  if (holds_ > 0 || speed_ == 0) return at_origin_;
  const auto passed = static_cast<double>((Steady::now() - origin_).count()) * speed_;
  return at_origin_ + Uptime{static_cast<std::int64_t>(passed)};
}

void PacedClock::rebase_locked() {
  at_origin_ = uptime_locked();
  origin_ = Steady::now();
}

double PacedClock::speed() const {
  const std::lock_guard lock(mutex_);
  return speed_;
}

void PacedClock::set_speed(double speed) {
  INVARIANT(virtual_ && speed >= 0);
  {
    const std::lock_guard lock(mutex_);
    rebase_locked();
    speed_ = speed;
  }
  tell_watchers();
}

void PacedClock::skip(std::chrono::nanoseconds by) {
  INVARIANT(virtual_ && by.count() > 0);
  {
    const std::lock_guard lock(mutex_);
    rebase_locked();
    at_origin_ += by;
  }
  tell_watchers();
}

PacedClock::Hold PacedClock::hold() {
  if (!virtual_) return {};
  {
    const std::lock_guard lock(mutex_);
    rebase_locked();
    if (++holds_ > 1) return Hold(this);
  }
  tell_watchers();
  return Hold(this);
}

void PacedClock::let_go() {
  {
    const std::lock_guard lock(mutex_);
    rebase_locked();
    if (--holds_ > 0) return;
  }
  tell_watchers();
}

std::optional<std::chrono::nanoseconds> PacedClock::real_time_until(Uptime when) const {
  if (!virtual_) return std::clamp(when - uptime(), std::chrono::nanoseconds{0}, longest_wait);
  const std::lock_guard lock(mutex_);
  const double ahead = static_cast<double>((when - uptime_locked()).count());
  if (ahead <= 0) return std::chrono::nanoseconds{0};
  if (holds_ > 0 || speed_ == 0) return std::nullopt;
  // Rounded up: a timer that rings a nanosecond early would find nothing to do.
  const double wait = std::min(ahead / speed_ + 1, static_cast<double>(longest_wait.count()));
  return std::chrono::nanoseconds{static_cast<std::int64_t>(wait)};
}

int PacedClock::watch(std::function<void()> changed) {
  const std::lock_guard lock(watchers_mutex_);
  watchers_.emplace(next_watcher_, std::move(changed));
  return next_watcher_++;
}

void PacedClock::unwatch(int watcher) {
  const std::lock_guard lock(watchers_mutex_);
  watchers_.erase(watcher);
}

void PacedClock::tell_watchers() {
  const std::lock_guard lock(watchers_mutex_);
  for (const auto& [id, changed] : watchers_) changed();
}

}  // namespace courtesy::net
