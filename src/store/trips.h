// The failsafe's trips as rows: what tripped, when, and which person decided what.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "interlock/failsafe.h"
#include "store/db.h"

namespace courtesy {

class Unit;

struct TripRow {
  std::int64_t trip;
  Instant at;
  Trip what;
  std::optional<Instant> decided_at;
  std::string decided_who;
  std::string decided_why;
};

class Trips {
 public:
  explicit Trips(Unit& unit) : unit_(unit) {}
  /// On record, with a ledger entry. A hard one stops the account (of account 0: the house) in this very unit, and
  /// takes the hour out of the history. One of the same rule that nobody has decided yet stays the only one.
  Result<void> add(const Trip& trip);
  /// Newest first.
  Result<std::vector<TripRow>> list(int limit);
  /// Those that nobody has decided yet, newest first.
  Result<std::vector<TripRow>> open();
  /// All open ones are decided, but those that have nothing to do with what is sent.
  Result<void> decide(const std::string& who, const std::string& why);
  /// Of one rule and one thing that it is about: is nobody's decision there yet?
  Result<bool> is_open(TripRule rule, const std::string& about);
  /// Decides it alone. Errors: `not_found` when none is open.
  Result<void> decide(TripRule rule, const std::string& about, const std::string& who, const std::string& why);
  /// When one of this rule, about this, was last decided; none: never.
  Result<std::optional<Instant>> last_decided(TripRule rule, const std::string& about);
  /// True when a person has decided a hard trip since then.
  Result<bool> released_since(Instant since);
  /// When a person last decided this account's trips (of account 0: released the house); none: never.
  Result<std::optional<Instant>> last_decided();
  /// Account 0 only: what hard trips did to the accounts since then.
  Result<TrippedAccounts> accounts_since(Instant since);
  /// Account 0 only: the newest hard trip of any account, since then, that is wrong for every account.
  Result<std::optional<Trip>> for_the_house(Instant since);

 private:
  Unit& unit_;
};

}  // namespace courtesy
