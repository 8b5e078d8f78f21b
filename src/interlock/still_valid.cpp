#include "interlock/interlocks.h"

namespace courtesy {

Decision still_valid(const Due& due, const HouseFacts& house, const DueFacts& facts) {
  if (facts.booking == Booking::cancelled || facts.answer == Answer::cancelled)
    return drop(Reason::appointment_cancelled);
  if (facts.start_key != due.key.start) return drop(Reason::appointment_moved);
  if (!facts.rule_in_force) return drop(Reason::discarded);
  if (facts.answer == Answer::confirmed) return drop(Reason::already_confirmed);
  if (facts.presence != Presence::unknown || house.now >= facts.starts_at) return drop(Reason::appointment_past);
  return allow();
}

}  // namespace courtesy
