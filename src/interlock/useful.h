// The last moment at which a reminder may still go out.
#pragma once

#include "interlock/facts.h"

namespace courtesy {

inline Instant last_useful(const Due& due, const DueFacts& facts) {
  return std::min<Instant>(facts.starts_at - facts.min_lead, due.send_at + facts.max_lateness);
}

}  // namespace courtesy
