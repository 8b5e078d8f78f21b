#include "interlock/interlocks.h"

namespace courtesy {
namespace {

bool covers(const std::string& entry, const std::string& recipient) {
  if (!entry.empty() && entry.back() == '*')
    return recipient.compare(0, entry.size() - 1, entry, 0, entry.size() - 1) == 0;
  return entry == recipient;
}

}  // namespace

bool may_be_contacted(const Environment& environment, const std::string& recipient) {
  if (environment.production) return true;
  for (const auto& entry : environment.allow_list) {
    if (covers(entry, recipient)) return true;
  }
  return false;
}

Decision allow_list(const Due& due, const HouseFacts& house, const DueFacts& facts) {
  if (facts.audience == Audience::nobody) return drop(Reason::test_key);
  const Environment guests{.production = false, .allow_list = house.environment.allow_list};
  if (facts.audience == Audience::guests && !may_be_contacted(guests, due.recipient)) return drop(Reason::guest_key);
  return may_be_contacted(house.environment, due.recipient) ? allow() : drop(Reason::not_allow_listed);
}

}  // namespace courtesy
