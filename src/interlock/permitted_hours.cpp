#include <algorithm>

#include "interlock/interlocks.h"

namespace courtesy {
namespace {

constexpr hours horizon{14 * 24};

/// What must hold at once: the hours of where the client could be and, of a call, the days on which the business is
/// there to be rung back.
std::vector<Constraint> constraints_of(const Due& due, const HouseFacts& house, const DueFacts& facts) {
  std::vector<Constraint> constraints{{facts.zones, facts.hours, {}}};
  if (due.key.channel == Channel::call) constraints.push_back(house.closed_days);
  return constraints;
}

bool where_is_known(const Constraint& constraint) { return !constraint.zones.empty(); }

}  // namespace

Decision permitted_hours(const Due& due, const HouseFacts& house, const DueFacts& facts) {
  if (due.key.channel == Channel::email) return allow();
  const std::vector<Constraint> constraints = constraints_of(due, house, facts);
  if (!std::ranges::all_of(constraints, where_is_known)) return hold(Reason::zone_unknown);
  if (permitted(constraints, house.now)) return allow();
  const bool in_hours = permitted(std::span(constraints).first(1), house.now);
  const Reason reason = in_hours ? Reason::closed_day : Reason::outside_hours;
  const auto opening = next_permitted(constraints, house.now, horizon);
  return opening ? defer(*opening, reason) : hold(reason);
}

}  // namespace courtesy
