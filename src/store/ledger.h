// The ledger's rows: appended under the guard, so that `seq` is the order of commits.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "ledger/chain.h"
#include "ledger/entry.h"
#include "ledger/row.h"
#include "queue/due.h"
#include "store/db.h"

namespace courtesy {

class Unit;
struct Attempt;

/// An entry with all that an attempt, or a due reminder, says of whom it is about.
LedgerEntry entry_about(const Attempt& attempt, LedgerKind kind, std::string code, LedgerBody body = {});
LedgerEntry entry_about(const Due& due, LedgerKind kind, std::string code, LedgerBody body = {});

/// The columns of a row, of a table named `l`; where a column follows, it is the body.
inline constexpr std::string_view ledger_columns =
    "l.seq, l.at, l.kind, l.code, l.client, l.appointment, l.rule, l.start, l.attempt, l.channel";
inline constexpr std::size_t ledger_column_count = 10;
LedgerRow read_ledger_row(const Row& row);

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
  /// Chained to what stands there. Errors: the database's; `not_found` without the account; `invalid` without a salt
  /// key.
  Result<void> append(std::span<const LedgerEntry> entries);
  Result<void> append(const LedgerEntry& entry) { return append(std::span(&entry, 1)); }
  /// Newest first, with bodies.
  Result<std::vector<LedgerRow>> find(const LedgerFilter& filter);
  /// Rows above `seq`, oldest first, without bodies; at most `limit`.
  Result<std::vector<LedgerRow>> after(std::int64_t seq, int limit);
  Result<std::int64_t> last_seq();
  /// Whether there is a row of that kind and code about this attempt.
  Result<bool> has(const Attempt& attempt, LedgerKind kind, std::string_view code);
  /// The newest row about this attempt, without its body.
  Result<std::optional<LedgerRow>> last_of(const Attempt& attempt);

  /// Where the chain stands: `from`, the rows up to this one are older than chains; the last row and its link.
  struct Head {
    std::int64_t from = 0;
    std::int64_t seq = 0;
    std::string link{};
  };
  Result<Head> head();
  /// Where this unit's last append left it; none: it has appended nothing.
  const std::optional<Head>& appended() const { return head_; }
  /// Rows above `seq`, oldest first, with bodies, salts and links; at most `limit`.
  Result<std::vector<ChainedRow>> chained_after(std::int64_t seq, int limit);

  /// Erases the bodies, with their salts, of up to `limit` rows older than `before`, the oldest first; the rows stay.
  /// The count of those erased; less than `limit`: none is left.
  Result<int> erase_bodies(Instant before, int limit);
  /// The same of what calls said alone. `before` grows from one time to the next: what is older is not looked at again.
  Result<int> erase_spoken(Instant before, int limit);

 private:
  Unit& unit_;
  std::optional<Head> head_;  // as of this unit's last append: nobody else writes meanwhile
};

}  // namespace courtesy
