#include "interlock/interlocks.h"

namespace courtesy {

Decision consent(const Due& due, const HouseFacts&, const DueFacts& facts) {
  if (due.recipient.empty()) return drop(Reason::unreachable);
  if (facts.suppressed) return drop(Reason::suppressed);
  if (!facts.consented) return drop(Reason::no_consent);
  return allow();
}

}  // namespace courtesy
