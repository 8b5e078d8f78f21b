// How far behind sending is, and what stops it: what the watch asks.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "store/db.h"

namespace courtesy {

class Unit;

/// Since when the longest-waiting reminder of any account could have been sent; none: nothing waits. A reminder that
/// was deferred on purpose (hours, caps, a stop) waits from the instant it was deferred to; one that waits for a place
/// on the line, from its own time. Account 0 only.
Result<std::optional<Instant>> oldest_due(Unit& unit);

/// What could be sent and waits for longer is late.
inline constexpr minutes late_after{10};

struct DueOfAccount {
  AccountId account;
  std::int64_t due = 0;
  std::int64_t late = 0;
  std::optional<Instant> oldest{};
};
/// The same by account, of those within the two, with counts; accounts that have nothing due are left out. Account 0
/// only.
Result<std::vector<DueOfAccount>> due_by_account(Unit& unit, AccountId from, AccountId to);

struct StandingStop {
  AccountId account;  ///< 0: the house
  Instant at;
  std::string who;
  std::string why;
};
/// Every stop that stands, the house's first. Account 0 only.
Result<std::vector<StandingStop>> standing_stops(Unit& unit);

/// A hard trip that no person has decided yet, whoever stopped the account first.
struct StandingTrip {
  AccountId account;  ///< 0: the house
  Instant at;
  std::string words;
};
/// The house's first, oldest first. Account 0 only.
Result<std::vector<StandingTrip>> standing_trips(Unit& unit);

/// Attempts that were intended and have no ending yet. Account 0 only.
Result<std::int64_t> sends_without_ending(Unit& unit);

}  // namespace courtesy
