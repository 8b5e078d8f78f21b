// What this unit may still send before a person must look, and what it has used of that.
#pragma once

#include <optional>

#include "interlock/failsafe.h"
#include "queue/due.h"

namespace courtesy {

struct DueFacts;

/// What a contact costs, in thousandths of the currency's unit.
struct Prices {
  std::int64_t call = 40;
  std::int64_t text = 10;
  std::int64_t email = 1;

  std::int64_t of(Channel channel) const;
};

struct VolumeFacts {
  AccountId account;
  Sent sent;
  Limits limits;
  std::optional<std::int64_t> probation;  ///< contacts an hour; none when there is no probation
  Prices prices;
  Instant newest_record;  ///< of the ledger

  /// One more contact leaves now.
  void count(const Due& due, const DueFacts& facts, Instant now);
};

}  // namespace courtesy
