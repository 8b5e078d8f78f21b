#include "interlock/interlocks.h"

namespace courtesy {

Decision usefulness(const Due& due, const HouseFacts& house, const DueFacts& facts) {
  if (house.now > facts.starts_at - facts.min_lead) return drop(Reason::too_late);
  if (house.now > due.send_at + facts.max_lateness) return drop(Reason::too_late);
  return allow();
}

}  // namespace courtesy
