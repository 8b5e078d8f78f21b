// The ledger's rows: appended under the guard, so that `seq` is the order of commits.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "ledger/entry.h"
#include "store/db.h"

namespace courtesy {

class Unit;

struct LedgerRow {
  std::int64_t seq;
  Instant at;
  std::string kind;
  std::string code;
  AppointmentId appointment;
  AttemptId attempt;
  std::string channel;
  std::string body;
};

struct LedgerFilter {
  AppointmentId appointment{};  ///< 0: any
  AttemptId attempt{};          ///< 0: any
  std::int64_t before = 0;      ///< rows below this seq; 0: from the newest
  std::string text{};           ///< in kind, code or body
  int limit = 200;
};

class Ledger {
 public:
  explicit Ledger(Unit& unit) : unit_(unit) {}
  Result<void> append(std::span<const LedgerEntry> entries);
  Result<void> append(const LedgerEntry& entry) { return append(std::span(&entry, 1)); }
  /// Newest first, with bodies.
  Result<std::vector<LedgerRow>> find(const LedgerFilter& filter);
  /// Rows above `seq`, oldest first, without bodies; at most `limit`.
  Result<std::vector<LedgerRow>> after(std::int64_t seq, int limit);
  Result<std::int64_t> last_seq();

 private:
  Unit& unit_;
};

}  // namespace courtesy
