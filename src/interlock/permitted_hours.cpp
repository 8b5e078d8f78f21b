#include "interlock/interlocks.h"

namespace courtesy {
namespace {

constexpr hours horizon{14 * 24};

}  // namespace

Decision permitted_hours(const Due& due, const HouseFacts& house, const DueFacts& facts) {
  if (due.key.channel == Channel::email) return allow();
  if (facts.zones.empty()) return hold(Reason::zone_unknown);
  const Constraint constraint{facts.zones, facts.hours, {}};
  if (permitted({&constraint, 1}, house.now)) return allow();
  const auto opening = next_permitted({&constraint, 1}, house.now, horizon);
  return opening ? defer(*opening, Reason::outside_hours) : hold(Reason::outside_hours);
}

}  // namespace courtesy
