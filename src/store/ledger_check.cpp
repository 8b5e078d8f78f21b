#include "store/ledger_check.h"

#include <fmt/format.h>

#include "store/unit.h"

namespace courtesy {

Result<LedgerCheck> LedgerCheck::begin(Unit& unit) { return LedgerCheck(unit.account(), TRY(unit.ledger().head())); }

void LedgerCheck::must_pass(std::int64_t seq, std::string link) {
  const bool is_beginning = seq == head_.from && link.empty();
  noted_ = Noted{seq, std::move(link), is_beginning};
}

Result<void> LedgerCheck::go_on(Unit& unit, int rows) {
  const auto chained = TRY(unit.ledger().chained_after(walk_.seq(), rows));
  for (const ChainedRow& row : chained) {
    if (walk_.seq() >= head_.seq || !broken_.empty()) break;
    broken_ = walk_.take(row);
    if (noted_ && row.row.seq == noted_->seq) noted_->passed = noted_->passed || row.link == noted_->link;
  }
  if (broken_.empty() && !chained.empty() && walk_.seq() < head_.seq) return {};
  if (broken_.empty()) broken_ = walk_.at_head(head_.seq, head_.link);
  if (broken_.empty() && noted_ && !noted_->passed)
    broken_ = fmt::format("row {} is not the one that was noted: everything was written anew", noted_->seq);
  over_ = true;
  return {};
}

int LedgerCheck::percent() const {
  const std::int64_t all = head_.seq - head_.from;
  if (over_ || all <= 0) return 100;
  return static_cast<int>((walk_.seq() - head_.from) * 100 / all);
}

}  // namespace courtesy
