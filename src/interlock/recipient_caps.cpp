#include <algorithm>

#include "interlock/interlocks.h"

namespace courtesy {

Decision recipient_caps(const Due&, const HouseFacts& house, const DueFacts& facts) {
  for (const auto& cap : facts.caps) {
    std::vector<Instant> inside;
    for (const auto& contact : facts.contacts) {
      if (contact.at > house.now - cap.window) inside.push_back(contact.at);
    }
    const int excess = static_cast<int>(inside.size()) - cap.contacts;
    if (excess < 0) continue;
    if (cap.contacts <= 0) return hold(Reason::recipient_cap);
    // One more fits when the oldest, and all beyond the cap, have left the window.
    std::sort(inside.begin(), inside.end());
    return defer(inside[static_cast<std::size_t>(excess)] + cap.window, Reason::recipient_cap);
  }
  return allow();
}

}  // namespace courtesy
