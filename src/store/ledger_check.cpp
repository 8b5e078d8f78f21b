#include "store/ledger_check.h"

#include "store/unit.h"

namespace courtesy {

Result<LedgerCheck> LedgerCheck::begin(Unit& unit) { return LedgerCheck(unit.account(), TRY(unit.ledger().head())); }

Result<void> LedgerCheck::go_on(Unit& unit, int rows) {
  const auto chained = TRY(unit.ledger().chained_after(walk_.seq(), rows));
  for (const ChainedRow& row : chained) {
    if (walk_.seq() >= head_.seq || !broken_.empty()) break;
    broken_ = walk_.take(row);
  }
  if (broken_.empty() && !chained.empty() && walk_.seq() < head_.seq) return {};
  if (broken_.empty()) broken_ = walk_.at_head(head_.seq, head_.link);
  over_ = true;
  return {};
}

int LedgerCheck::percent() const {
  const std::int64_t all = head_.seq - head_.from;
  if (over_ || all <= 0) return 100;
  return static_cast<int>((walk_.seq() - head_.from) * 100 / all);
}

}  // namespace courtesy
