#include <algorithm>

#include "interlock/interlocks.h"

namespace courtesy {
namespace {

/// Rules whose reminders of one start fall within an hour of each other say the same thing.
constexpr hours same_rule{1};
/// Whatever their rules wanted: who was told of a start just now is not told again.
constexpr minutes just_now{30};

bool says_the_same(const PastContact& contact, const Due& due, const HouseFacts& house, const DueFacts& facts) {
  if (contact.in_vain || contact.client != due.client) return false;
  const bool same_start = contact.start_local == facts.start_local || contact.start_instant == facts.starts_at;
  const bool same_time = contact.due >= due.due - same_rule && contact.due <= due.due + same_rule;
  return same_start && (same_time || contact.at > house.now - just_now);
}

}  // namespace

AttemptId carrier_of(const Due& due, const HouseFacts& house, const DueFacts& facts) {
  for (const auto& contact : facts.contacts) {
    if (contact.running && says_the_same(contact, due, house, facts)) return contact.attempt;
  }
  return {};
}

Decision already_told(const Due& due, const HouseFacts& house, const DueFacts& facts) {
  if (carrier_of(due, house, facts)) return drop(Reason::merged);
  const bool told = std::any_of(facts.contacts.begin(), facts.contacts.end(),
                                [&](const PastContact& contact) { return says_the_same(contact, due, house, facts); });
  return told ? drop(Reason::already_told) : allow();
}

}  // namespace courtesy
