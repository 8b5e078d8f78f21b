// Retention: bodies go when they are old enough, a batch at a time.
#pragma once

#include "ledger/retention.h"
#include "store/unit.h"

namespace courtesy {

/// Bodies that one unit erases, at most: nobody waits behind it.
inline constexpr int prune_batch = 256;

/// Erases this account's bodies that are older than `limits` allow, and what attempts that ended before that left
/// beside the ledger, messages that callers left, and what was said in calls that came in: how many of all; 0 when none
/// is left. Rows stay, and so do opt-outs, which lie elsewhere.
Result<int> prune_ledger(Unit& unit, const LedgerRetention& limits);

}  // namespace courtesy
