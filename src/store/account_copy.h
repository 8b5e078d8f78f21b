// What is needed of an account to try out one of its days elsewhere: its rows as they are, of the tables that decide
// who is contacted, how and in which words. No ledger, no people, no keys, no feeds.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "base/language.h"
#include "store/db.h"
#include "store/unit.h"

namespace courtesy {

struct AccountCopy {
  AccountId account;
  StoreSettings settings;  ///< of the store that it was read from
  Instant taken{};
  Instant from{};                    ///< nothing that was to go out before is in it
  Instant until{};                   ///< exclusive
  bool stopped = false;              ///< the account, or the house
  Language language = Language::en;  ///< of the unit that it was read in: of whoever is told what came of it
  std::vector<std::pair<std::string, Rows>> tables;
};

/// Of more reminders no copy is made.
inline constexpr std::int64_t most_copied_reminders = 5'000;

/// What is to go out on `date` by the account's calendar: from midnight, or from now on if that is today. Errors:
/// `invalid` for a day that is over or more than 14 days ahead; `full` for more than `most_copied_reminders`.
Result<AccountCopy> copy_account(Unit& unit, LocalDate date);

/// Into an empty database of the same version, with the stop of the account released and nowhere to deliver events to.
Result<void> put_copy(Db& db, const AccountCopy& copy);

}  // namespace courtesy
