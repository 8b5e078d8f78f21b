#include "interlock/interlocks.h"

namespace courtesy {

Decision country(const Due& due, const HouseFacts& house, const DueFacts& facts) {
  if (due.key.channel == Channel::email) return allow();
  if (facts.number_kind == NumberKind::refused) return drop(Reason::number_not_allowed);
  if (!house.countries.contains(facts.country)) return drop(Reason::country_not_allowed);
  return allow();
}

}  // namespace courtesy
