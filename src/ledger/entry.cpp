#include "ledger/entry.h"

#include <array>

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
    case LedgerKind::refused: return "refused";
  }
  return "error";
}

std::span<const LedgerKind> all_ledger_kinds() {
  using enum LedgerKind;
  static constexpr std::array kinds{imported, booked,     planned, decided, intended, sent,    callback, spoken,
                                    answered, reconciled, stopped, tripped, released, by_hand, error,    refused};
  return kinds;
}

std::optional<LedgerKind> parse_ledger_kind(std::string_view text) {
  for (const LedgerKind kind : all_ledger_kinds()) {
    if (to_string(kind) == text) return kind;
  }
  return std::nullopt;
}

}  // namespace courtesy
