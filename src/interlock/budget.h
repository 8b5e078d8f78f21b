// What an account may still spend today and this month, in contacts and in money; used up as a fold goes on.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include "base/instant.h"
#include "queue/attempt.h"

namespace courtesy {

/// Millionths of the account's currency: a text may cost less than a cent.
using Money = std::int64_t;

struct BudgetLimit {
  std::optional<std::int64_t> contacts;  ///< none: as many as it likes
  std::optional<Money> money;
  std::int64_t made;  ///< contacts, in this period
  Money spent;
  Instant renewed;  ///< when the next period begins
};

struct Budget {
  std::vector<BudgetLimit> limits;  ///< of the day and of the month, where there is one
  std::array<Money, 3> prices;      ///< of a call, a text, an email
  std::int64_t counted = 0;         ///< in this fold
  Money cost = 0;

  Money price(Channel channel) const { return prices[static_cast<std::size_t>(channel)]; }
  /// When one more fits into every limit: now (none), or when the last of those that are used up is renewed.
  std::optional<Instant> exhausted_until(Channel channel) const;
  void count(Channel channel);
};

}  // namespace courtesy
