// The account's own row, the guard, and the stops.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "store/account_row.h"
#include "store/db.h"

namespace courtesy {

class Unit;

/// When a reminder, and when an attempt, is to be looked at; none: there is nothing.
struct EarliestWork {
  std::optional<Instant> due;
  std::optional<Instant> look;
  std::optional<Instant> first() const;
};

class Accounts {
 public:
  explicit Accounts(Unit& unit) : unit_(unit) {}
  /// The account's row. Whoever writes one of its columns says so: forget_row(), or what it is now.
  Result<const AccountRow*> row();
  void keep_row(AccountRow row) { row_ = std::move(row); }
  AccountRow* known_row() { return row_ ? &*row_ : nullptr; }
  void forget_row() { row_.reset(); }
  /// Account 0 only: a new account.
  Result<AccountId> create(const Account& account);
  Result<Account> get();
  /// The house's stop, else the account's own, else none. Read in the unit: never cached.
  Result<std::optional<Stop>> stop();
  /// That stop() will be asked (Db::foresee).
  Result<void> foresee_stop();
  /// The account's own stop alone, whatever the house's is; account 0: the house's.
  Result<std::optional<Stop>> own_stop();
  /// Stops this account, and calls off what is not answered yet; account 0 stops the house: its accounts'
  /// calls are called off in units of their own (with_calls_to_silence), and silenced when they are answered. Stopping
  /// twice keeps the first.
  Result<void> set_stop(const std::string& who, const std::string& why);
  Result<void> clear_stop();
  /// Whether a text or email of which several looks found nothing is sent once more. Off, unless the account asks.
  Result<bool> retries_absent();
  Result<void> set_retry_absent(bool yes);
  /// Brings next_due and next_look up to date; the runner calls it at the end of each writing unit.
  Result<void> refresh_next();
  /// The same of several accounts whose guards are had.
  static Result<void> refresh_next(Db& db, std::span<const AccountId> accounts);

  /// Account 0 only: the earliest that any account has to look at, be it long past or still to come.
  Result<EarliestWork> earliest_work();
  /// Account 0 only: accounts with a reminder (an attempt) to look at by now, those behind `after` first, in a circle:
  /// nobody's turn depends on how much the others have, or on whether they fail.
  /// With no `after` they begin `begin` (0 to 1) of the way round.
  Result<std::vector<AccountId>> with_due(AccountId after, int limit, double begin = 0);
  Result<std::vector<AccountId>> with_looks(AccountId after, int limit);
  /// Account 0 only: how many reminders each of these has to look at by now, counted up to `most`.
  Result<std::vector<int>> due_of(std::span<const AccountId> accounts, int most);
  /// Account 0 only: when the next of them has something to look at, later than now.
  Result<std::optional<Instant>> next_work();
  /// Account 0 only: accounts with attempts that an older life of this node intended and left without an ending.
  Result<std::vector<AccountId>> with_orphans();
  /// Account 0 only: accounts with calls not answered yet that nobody has called off.
  Result<std::vector<AccountId>> with_calls_to_silence(int limit);
  Result<std::vector<AccountId>> all();
  /// Account 0 only: the account whose caller number this is (texts and calls that come in).
  Result<AccountId> by_number(const std::string& number);
  /// Account 0 only: a new life of this node; whatever older lives still try to write is refused. Its number is higher
  /// than any that began before this second, also where the database has come back older than it was and knows no such
  /// life.
  Result<std::int64_t> begin_epoch(const std::string& node);

 private:
  Unit& unit_;
  std::optional<AccountRow> row_;
};

}  // namespace courtesy
