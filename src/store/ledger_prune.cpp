#include "store/ledger_prune.h"

#include "store/ledger.h"

namespace courtesy {

Result<int> prune_ledger(Unit& unit, const LedgerRetention& limits) {
  TRY(limits.check());
  int erased = TRY(unit.ledger().erase_bodies(unit.now() - limits.bodies, std::nullopt, prune_batch));
  if (erased < prune_batch) {
    erased += TRY(unit.ledger().erase_bodies(unit.now() - limits.recordings, LedgerKind::spoken, prune_batch - erased));
  }
  return erased;
}

}  // namespace courtesy
