// The clock that app makes: real time, or a virtual instant that runs at a chosen pace and can be held.
#pragma once

#include <atomic>
#include <chrono>
#include <functional>
#include <map>
#include <mutex>
#include <optional>

#include "base/clock.h"

namespace courtesy::net {

/// Thread-safe. A real clock is the system's UTC and steady time; pace and holds do nothing to it.
class PacedClock final : public Clock {
 public:
  /// Keeps a virtual clock standing still while it lives; several may be out at once.
  class Hold {
   public:
    Hold() = default;
    Hold(Hold&& other) noexcept : clock_(std::exchange(other.clock_, nullptr)) {}
    Hold& operator=(Hold&& other) noexcept {
      std::swap(clock_, other.clock_);
      return *this;
    }
    ~Hold() {
      if (clock_ != nullptr) clock_->let_go();
    }

   private:
    friend class PacedClock;
    explicit Hold(PacedClock* clock) : clock_(clock) {}
    PacedClock* clock_ = nullptr;
  };

  /// Real time.
  PacedClock() = default;
  /// Virtual time: `start` now, then `speed` seconds for each real one. `speed` >= 0; 0 stands still.
  PacedClock(Instant start, double speed);

  Instant now() const override;
  Uptime uptime() const override;

  bool is_real() const { return !virtual_; }
  double speed() const;
  /// Virtual clocks only; `speed` >= 0.
  void set_speed(double speed);
  /// Virtual clocks only: time goes on by `by` (> 0) at once, held or not.
  void skip(std::chrono::nanoseconds by);
  /// Must not outlive the clock.
  [[nodiscard]] Hold hold();

  /// Real time until uptime() reaches `when`, at most an hour (ask again); nothing while time stands still.
  std::optional<std::chrono::nanoseconds> real_time_until(Uptime when) const;

  /// `changed` is called whenever real_time_until() may have changed by more than time's passing, on the thread
  /// that changed it. A loop asks for it, to set its timer anew. Not called for a real clock.
  int watch(std::function<void()> changed);
  void unwatch(int watcher);

 private:
  using Steady = std::chrono::steady_clock;

  void let_go();
  Uptime uptime_locked() const;
  /// Makes the present moment the new origin, from which a new pace counts.
  void rebase_locked();
  void tell_watchers();

  const bool virtual_ = false;
  const Instant start_{};
  mutable std::mutex mutex_;
  double speed_ = 1;
  int holds_ = 0;
  Steady::time_point origin_{};
  Uptime at_origin_{0};
  std::mutex watchers_mutex_;
  std::map<int, std::function<void()>> watchers_;
  int next_watcher_ = 0;
};

}  // namespace courtesy::net
