#include "ledger/entry.h"

namespace courtesy {

std::string_view to_string(LedgerKind kind) {
  switch (kind) {
    case LedgerKind::imported: return "imported";
    case LedgerKind::booked: return "booked";
    case LedgerKind::planned: return "planned";
    case LedgerKind::decided: return "decided";
    case LedgerKind::intended: return "intended";
    case LedgerKind::sent: return "sent";
    case LedgerKind::callback: return "callback";
    case LedgerKind::spoken: return "spoken";
    case LedgerKind::answered: return "answered";
    case LedgerKind::reconciled: return "reconciled";
    case LedgerKind::stopped: return "stopped";
    case LedgerKind::tripped: return "tripped";
    case LedgerKind::released: return "released";
    case LedgerKind::by_hand: return "by_hand";
    case LedgerKind::error: return "error";
  }
  return "error";
}

}  // namespace courtesy
