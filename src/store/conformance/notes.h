// Entries of the ledger, as signs of which units were kept. Included by tests alone.
#pragma once

#include <string>
#include <vector>

#include "store/conformance/bench.h"
#include "store/ledger.h"

namespace courtesy::conformance {

inline LedgerEntry note(const std::string& code) { return {.kind = LedgerKind::error, .code = code}; }

inline std::vector<std::string> notes(StoreBench& bench, AccountId in = ours) {
  std::vector<std::string> codes;
  for (const auto& row : read<std::vector<LedgerRow>>(
                             bench, [](Unit& unit) { return unit.ledger().after(0, 1000); }, in)
                             .value()) {
    codes.push_back(row.code);
  }
  return codes;
}

}  // namespace courtesy::conformance
