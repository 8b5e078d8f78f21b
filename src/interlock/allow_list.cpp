#include "interlock/interlocks.h"

namespace courtesy {
namespace {

bool covers(const std::string& entry, const std::string& recipient) {
  if (!entry.empty() && entry.back() == '*')
    return recipient.compare(0, entry.size() - 1, entry, 0, entry.size() - 1) == 0;
  return entry == recipient;
}

}  // namespace

Decision allow_list(const Due& due, const HouseFacts& house, const DueFacts&) {
  if (house.environment.production) return allow();
  for (const auto& entry : house.environment.allow_list) {
    if (covers(entry, due.recipient)) return allow();
  }
  return drop(Reason::not_allow_listed);
}

}  // namespace courtesy
