#include "interlock/interlocks.h"

namespace courtesy {

Decision contact_running(const Due& due, const HouseFacts& house, const DueFacts& facts) {
  if (due.key.channel == Channel::email) return allow();
  for (const auto& contact : facts.contacts) {
    if (contact.channel == Channel::call && contact.running)
      return defer(house.now + minutes{2}, Reason::contact_running);
  }
  if (due.key.channel != Channel::call) return allow();
  for (const auto& contact : facts.contacts) {
    const Instant free = contact.at + facts.call_gap;
    if (contact.channel == Channel::call && house.now < free) return defer(free, Reason::recipient_cap);
  }
  return allow();
}

}  // namespace courtesy
