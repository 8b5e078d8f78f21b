#include "interlock/budget.h"

#include "interlock/interlocks.h"

namespace courtesy {

std::optional<Instant> Budget::exhausted_until(Channel channel) const {
  std::optional<Instant> until;
  for (const auto& limit : limits) {
    const bool fits = (!limit.contacts || limit.made < *limit.contacts) &&
                      (!limit.money || limit.spent + price(channel) <= *limit.money);
    if (!fits) until = std::max(until.value_or(limit.renewed), limit.renewed);
  }
  return until;
}

void Budget::count(Channel channel) {
  ++counted;
  cost += price(channel);
  for (auto& limit : limits) {
    ++limit.made;
    limit.spent += price(channel);
  }
}

Decision budget(const Due& due, const HouseFacts& house, const DueFacts&) {
  const auto until = house.budget.exhausted_until(due.key.channel);
  return until ? defer(*until, Reason::budget) : allow();
}

}  // namespace courtesy
