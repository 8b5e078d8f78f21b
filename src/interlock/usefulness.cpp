#include "interlock/interlocks.h"

namespace courtesy {
namespace {

/// Between the intent and the answer lie the gateway's queue and the ringing; who answers within that is told.
constexpr minutes ringing{5};

Decision useful_at(Instant at, const Due& due, const DueFacts& facts) {
  if (at > facts.starts_at - facts.min_lead) return drop(Reason::too_late);
  if (!due.approved && at > due.send_at + facts.max_lateness) return hold(Reason::too_late);
  return allow();
}

}  // namespace

Decision usefulness(const Due& due, const HouseFacts& house, const DueFacts& facts) {
  return useful_at(house.now, due, facts);
}

Decision usefulness_at_answer(const Due& due, const HouseFacts& house, const DueFacts& facts) {
  return useful_at(house.now - ringing, due, facts);
}

}  // namespace courtesy
