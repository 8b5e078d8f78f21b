// How fast one account's contacts may go out now, so that those who ring back find somebody; used up as a fold goes on.
#pragma once

#include <optional>

#include "interlock/turns.h"
#include "schedule/pace_memory.h"

namespace courtesy {

/// What the account says of itself.
struct CapacitySettings {
  PaceTarget target;
  std::chrono::duration<double> handling;
  CallbackDelay delay;
};

/// What is kept from one unit to the next: a crash must not fill the bucket.
struct CapacityState {
  double permits;  ///< contacts that may go out at once: 0 to the pace's `at_once`
  Instant at;      ///< when that was so
  Turns turns;
  PaceMemory memory;
};

class Capacity {
 public:
  /// `agents_from`: when somebody is there next, if a timetable says so. Errors: `invalid`, as pace_now.
  static Result<Capacity> at(Instant now, const CapacitySettings& settings, CapacityState state,
                             const Staffing& staffing, std::optional<Instant> agents_from);

  const PaceNow& pace() const { return pace_; }
  bool free() const { return pace_.hold == PaceHold::none && state_.permits >= 1; }
  /// When the next contact could go out, if not now.
  Places places() const;
  const Turns& turns() const { return state_.turns; }
  const CapacityState& state() const { return state_; }
  bool changed() const { return changed_; }

  /// One goes out.
  void count();
  void give_turn(Instant turn);

 private:
  Capacity(Instant now, const CapacitySettings& settings, CapacityState state, const Staffing& staffing,
           std::optional<Instant> agents_from);
  Result<void> reckon();

  Instant now_;
  CapacitySettings settings_;
  CapacityState state_;
  Staffing staffing_;
  std::optional<Instant> agents_from_;
  PaceNow pace_{};
  bool changed_ = false;
};

}  // namespace courtesy
