#include "interlock/account_pace.h"

#include "interlock/interlocks.h"
#include "interlock/useful.h"

namespace courtesy {

// In a window there fit the burst and one for each further interval that begins in it: burst - 1 + window / each,
// rounded up. With `each` rounded up to the millisecond that is never more than `contacts`.
SpacedLimit::SpacedLimit(int contacts, seconds window, Instant line)
    : burst_(std::max(1, contacts / 60)), each_(0), line_(line) {
  const std::int64_t rest = contacts - burst_ + 1;
  each_ = milliseconds{(milliseconds(window).count() + rest - 1) / rest};
}

bool AccountPace::free(Instant now) const {
  return std::all_of(limits.begin(), limits.end(), [now](const SpacedLimit& limit) { return limit.next(now) <= now; });
}

Places AccountPace::places(Instant now) const {
  Places places{now, milliseconds{0}};
  for (const auto& limit : limits) {
    places.from = std::max(places.from, limit.next(now));
    places.each = std::max(places.each, limit.each());
  }
  return places;
}

void AccountPace::count(Instant now) {
  changed = true;
  for (auto& limit : limits) limit.count(now);
}

void AccountPace::give_turn(Instant turn) {
  changed = true;
  turns.give(turn);
}

Decision account_pace(const Due& due, const HouseFacts& house, const DueFacts& facts) {
  if (house.account_pace.free(house.now)) return allow();
  const Places places = house.account_pace.places(house.now);
  return defer(house.account_pace.turns.next(places, last_useful(due, facts)), Reason::account_pace);
}

}  // namespace courtesy
