// The last moment at which a reminder may still go out. No lateness holds what a person has looked at.
#pragma once

#include "interlock/facts.h"

namespace courtesy {

inline Instant last_useful(const Due& due, const DueFacts& facts) {
  const Instant of_the_visit = facts.starts_at - facts.min_lead;
  return due.approved ? of_the_visit : std::min<Instant>(of_the_visit, due.send_at + facts.max_lateness);
}

}  // namespace courtesy
