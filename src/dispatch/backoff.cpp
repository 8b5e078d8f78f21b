#include "dispatch/backoff.h"

#include <algorithm>

namespace courtesy {
namespace {

constexpr seconds shortest{1};
constexpr seconds longest{60};

}  // namespace

void Backoff::failed(AccountId account, Uptime now) {
  const auto [known, is_new] = waits_.emplace(account, Wait{shortest, now + shortest});
  if (is_new) return;
  known->second.length = std::min<Uptime>(known->second.length * 2, longest);
  known->second.until = now + known->second.length;
}

bool Backoff::waits(AccountId account, Uptime now) const {
  const auto known = waits_.find(account);
  return known != waits_.end() && now < known->second.until;
}

std::optional<Uptime> Backoff::earliest() const {
  std::optional<Uptime> first;
  for (const auto& [account, wait] : waits_) first = std::min(first.value_or(wait.until), wait.until);
  return first;
}

}  // namespace courtesy
