#include "interlock/interlocks.h"

namespace courtesy {
namespace {

/// Rules whose reminders of one start fall within an hour of each other say the same thing.
constexpr hours same_rule{1};

}  // namespace

Decision already_told(const Due& due, const HouseFacts&, const DueFacts& facts) {
  for (const auto& contact : facts.contacts) {
    if (contact.in_vain) continue;
    const bool same_start = contact.start_local == facts.start_local || contact.start_instant == facts.starts_at;
    const bool same_time = contact.due >= due.due - same_rule && contact.due <= due.due + same_rule;
    if (contact.client == due.client && same_start && same_time) return drop(Reason::already_told);
  }
  return allow();
}

}  // namespace courtesy
