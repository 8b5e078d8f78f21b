// What people changed, over all accounts, newest first: for whoever runs the installation.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "ledger/row.h"
#include "store/db.h"

namespace courtesy {

class Unit;

/// Where a list goes on.
struct PeoplePlace {
  Instant at{};
  AccountId account{};
  std::int64_t seq = 0;
};

struct PeopleSearch {
  std::string who{};                    ///< a part of the name; ASCII letters of both cases are the same. Empty: all
  std::optional<AccountId> account{};   ///< 0: the installation's own
  std::optional<PeoplePlace> before{};  ///< rows behind this one
  int limit = 50;
};

struct PeopleLine {
  AccountId account{};
  std::string name;  ///< of the account
  std::string who;   ///< a person, a key, or the failsafe; empty where the body is erased
  LedgerRow row;     ///< of the body the plain fields alone
};

struct PeopleFound {
  std::vector<PeopleLine> lines;
  /// Where the next page goes on; none at the end. A page may be short and still have one: a search looks at 10,000
  /// rows at a time.
  std::optional<PeoplePlace> before{};
};

/// Rows of the kinds `by_hand`, `stopped` and `released`. Account 0 only.
Result<PeopleFound> what_people_did(Unit& house, const PeopleSearch& search);

}  // namespace courtesy
