#include "interlock/interlocks.h"

namespace courtesy {

Decision stopped(const Due&, const HouseFacts& house, const DueFacts&) {
  // Looked at again each minute, so that what grows useless meanwhile reaches the staff in time.
  if (house.stopped) return defer(house.now + minutes{1}, Reason::stopped);
  return allow();
}

}  // namespace courtesy
