#include "interlock/capacity.h"

#include "interlock/interlocks.h"
#include "interlock/useful.h"

namespace courtesy {
namespace {

/// How soon a busy desk is looked at again.
constexpr seconds desk_look{15};
/// Where no timetable says when somebody comes, or those on it have not signed in.
constexpr minutes nobody_look{5};

milliseconds each_in(double per_hour) {
  return milliseconds{static_cast<std::int64_t>(3'600'000 / std::max(per_hour, 0.1))};
}

}  // namespace

Capacity::Capacity(Instant now, const CapacitySettings& settings, CapacityState state, const Staffing& staffing,
                   std::optional<Instant> agents_from)
    : now_(now), settings_(settings), state_(std::move(state)), staffing_(staffing), agents_from_(agents_from) {}

Result<Capacity> Capacity::at(Instant now, const CapacitySettings& settings, CapacityState state,
                              const Staffing& staffing, std::optional<Instant> agents_from) {
  Capacity capacity(now, settings, std::move(state), staffing, agents_from);
  capacity.state_.memory.settle(now);
  TRY(capacity.reckon());
  const std::chrono::duration<double, std::ratio<3600>> passed = std::max(now - capacity.state_.at, milliseconds{0});
  capacity.state_.permits =
      std::min(capacity.pace_.at_once, capacity.state_.permits + passed.count() * capacity.pace_.contacts_per_hour);
  capacity.state_.at = now;
  return capacity;
}

Result<void> Capacity::reckon() {
  pace_ = TRY(pace_now(settings_.target, settings_.handling, settings_.delay, state_.memory.record(now_), staffing_));
  return {};
}

Places Capacity::places() const {
  const milliseconds each = each_in(pace_.contacts_per_hour);
  if (pace_.hold == PaceHold::none) {
    const double missing = std::max(0.0, 1 - state_.permits);
    return {now_ + milliseconds{1 + static_cast<std::int64_t>(missing * static_cast<double>(each.count()))}, each};
  }
  const bool soon = pace_.hold == PaceHold::all_busy || pace_.hold == PaceHold::callbacks_coming;
  if (soon) return {now_ + desk_look, each};
  return {std::max(agents_from_.value_or(now_), now_ + nobody_look), each};
}

void Capacity::count() {
  changed_ = true;
  state_.permits -= 1;
  state_.memory.contact(now_);
  // The same figures with one contact more: what could be reckoned still can.
  INVARIANT(reckon().ok());
}

void Capacity::give_turn(Instant turn) {
  changed_ = true;
  state_.turns.give(turn);
}

Decision capacity(const Due& due, const HouseFacts& house, const DueFacts& facts) {
  if (!house.capacity || house.capacity->free()) return allow();
  return defer(house.capacity->turns().next(house.capacity->places(), last_useful(due, facts)), Reason::capacity);
}

}  // namespace courtesy
