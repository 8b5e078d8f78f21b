#include "interlock/unusual_volume.h"

#include <algorithm>

#include "interlock/interlocks.h"

namespace courtesy {
namespace {

/// A room in the sliding hour is free again within a minute at the earliest.
constexpr minutes look_again{1};

bool contacted_since(const VolumeFacts& volume, const DueFacts& facts, Instant since) {
  return std::any_of(facts.contacts.begin(), facts.contacts.end(), [&](const PastContact& contact) {
    // Those of the same fold name no account.
    return contact.at > since && (contact.account == volume.account || !contact.account);
  });
}

}  // namespace

std::int64_t Prices::of(Channel channel) const {
  switch (channel) {
    case Channel::call: return call;
    case Channel::text: return text;
    case Channel::email: return email;
  }
  return call;
}

void VolumeFacts::count(const Due& due, const DueFacts& facts, Instant now) {
  ++sent.hour;
  ++sent.day;
  if (!contacted_since(*this, facts, now - hours{1})) ++sent.recipients_hour;
  if (!contacted_since(*this, facts, now - hours{24})) ++sent.recipients_day;
  sent.spent_day += prices.of(due.key.channel);
}

Decision unusual_volume(const Due& due, const HouseFacts& house, const DueFacts& facts) {
  VolumeFacts after = house.volume;
  after.count(due, facts, house.now);
  // Who waits for the line, and was asked before, takes one of the hour's places in its turn: a text, which has a line
  // of its own, does not overtake the call that is older.
  if (after.probation && after.sent.hour + house.line.waiting() > *after.probation) {
    return defer(house.now + look_again, Reason::probation);
  }
  const Limits& limits = after.limits;
  const bool people = limits.recipients_day > 0 && after.sent.recipients_day > limits.recipients_day;
  if (after.sent.hour <= limits.soft_hour && after.sent.day <= limits.soft_day && !people) return allow();
  if (!due.approved) return hold(Reason::unusual_volume);
  // A person let it go; of an account whose usual volume nobody knows no more than it may have leaves all the same.
  return limits.is_new ? defer(house.now + look_again, Reason::account_pace) : allow();
}

}  // namespace courtesy
