#include "watch/sweep.h"

#include <algorithm>

#include "interlock/failsafe.h"
#include "interlock/plan.h"
#include "store/accounts.h"
#include "store/failsafe.h"
#include "store/tally.h"
#include "store/trips.h"
#include "store/unit.h"

namespace courtesy {
namespace {

constexpr int accounts_at_once = 64;
constexpr std::int64_t pairs_percent = 150;
constexpr std::int64_t pairs_slack = 10;
constexpr hours plan_ahead{24};

struct Swept {
  std::int64_t attempt;
  std::int64_t tallied;
  std::int64_t tallied_now;
  Instant planned_at;
};

Result<Swept> swept(Unit& unit) {
  const Rows rows = TRY(unit.db().run(
      "SELECT swept_attempt, swept_tallied, tallied, planned_at FROM account WHERE account = $1", {unit.account()}));
  if (rows.empty()) return Error{ErrorCode::not_found, "no such account"};
  return Swept{rows[0][0].number(), rows[0][1].number(), rows[0][2].number(), rows[0][3].instant()};
}

/// Every attempt was counted when it was intended, and nothing else was.
Result<void> compare_with_tally(Unit& unit, const Swept& last) {
  const Rows rows =
      TRY(unit.db().run("SELECT COUNT(*), COALESCE(MAX(attempt), $2) FROM attempt WHERE account = $1 AND attempt > $2",
                        {unit.account(), last.attempt}));
  const std::int64_t attempts = rows[0][0].number();
  const std::int64_t counted = last.tallied_now - last.tallied;
  if (attempts != counted)
    TRY(unit.trips().add({TripRule::double_entry, attempts, counted, "attempts against the tally"}));
  TRY(unit.db().run("UPDATE account SET swept_attempt = $2, swept_tallied = tallied WHERE account = $1",
                    {unit.account(), rows[0][1].number()}));
  return {};
}

/// What may have reached somebody is not tried again, unless it was decided so.
Result<void> look_for_second_attempts(Unit& unit, const Swept& last) {
  const Rows rows = TRY(unit.db().run(
      "SELECT COUNT(*) FROM attempt t WHERE t.account = $1 AND t.attempt > $2"
      " AND t.state NOT IN ('not_sent', 'refused') AND EXISTS (SELECT 1 FROM attempt o WHERE o.account = t.account"
      " AND o.appointment = t.appointment AND o.rule = t.rule AND o.channel = t.channel AND o.start = t.start"
      " AND o.n < t.n AND o.state NOT IN ('not_sent', 'refused') AND o.decided <> 'again'"
      " AND NOT (o.state = 'ended' AND o.outcome IN ('busy', 'no_answer', 'failed', 'cancelled')))",
      {unit.account(), last.attempt}));
  const std::int64_t second = rows[0][0].number();
  return second == 0 ? Result<void>{} : unit.trips().add({TripRule::second_attempt, second, 0});
}

/// Counted from the appointments, not from the reminders: people and times of theirs, times rules.
Result<void> count_pairs(Unit& unit) {
  const Rows due =
      TRY(unit.db().run("SELECT COUNT(*) FROM reminder WHERE account = $1 AND state = 'waiting' AND look_at <= $2",
                        {unit.account(), unit.now() + hours{1}}));
  if (due[0][0].number() <= pairs_slack) return {};
  const Rows pairs =
      TRY(unit.db().run("SELECT (SELECT COUNT(*) FROM rule WHERE account = $1) *"
                        " (SELECT COUNT(*) FROM (SELECT DISTINCT client, instant FROM appointment WHERE account = $1 "
                        "AND instant > $2) p)",
                        {unit.account(), unit.now() - hours{24}}));
  const std::int64_t allowed = std::max(pairs[0][0].number() * pairs_percent / 100, pairs[0][0].number() + pairs_slack);
  if (due[0][0].number() <= allowed) return {};
  return unit.trips().add({TripRule::double_entry, due[0][0].number(), allowed, "due against appointments and rules"});
}

/// True when all of the coming day was looked at.
Result<bool> look_at_plan(Unit& unit) {
  TRY(unit.tally().refresh_highs());
  const auto planned = TRY(planned_until(unit, unit.now() + plan_ahead));
  const auto excess = plan_excess(planned, TRY(unit.tally().facts()).limits);
  if (!excess) return true;
  const int held = TRY(hold_plan(unit, excess->from, excess->until, held_at_once));
  if (held > 0) TRY(unit.trips().add(excess->trip));
  return held < held_at_once;
}

struct Ratio {
  std::int64_t contacts;
  std::int64_t recipients;
};
Result<Ratio> ratio_of_house(Unit& house) {
  // A minute's contacts are kept under its beginning: of the oldest, what came before counts too, but for a release.
  const Instant hour = std::chrono::floor<minutes>(house.now()) - hours{1};
  const Instant since = TRY(counts_from(house));
  const Rows rows =
      TRY(house.db().run("SELECT COALESCE(SUM(contacts), 0), COALESCE(SUM(recipients), 0) FROM tally"
                         " WHERE kind = 'minute' AND bucket >= $1 AND account > 0",
                         {since > house.now() - hours{1} ? since : hour}));
  return Ratio{rows[0][0].number(), rows[0][1].number()};
}

Result<std::optional<Trip>> trip_of_house(Unit& house, const TzAge& tz) {
  if (tz.judged) {
    if (const auto trip = tz_too_old(tz.days)) return std::optional(*trip);
  }
  const Ratio ratio = TRY(ratio_of_house(house));
  if (const auto trip = ratio_in_all(ratio.contacts, ratio.recipients)) return std::optional(*trip);
  return trip_of_accounts(house);
}

}  // namespace

Result<std::vector<AccountId>> accounts_to_sweep(Unit& house) {
  std::vector<AccountId> accounts;
  for (const auto& row : TRY(house.db().run("SELECT account FROM account WHERE account > 0"
                                            " AND (tallied <> swept_tallied OR planned_at < $1)"
                                            " ORDER BY planned_at, account LIMIT $2",
                                            {Instant{std::chrono::floor<hours>(house.now())}, accounts_at_once}))) {
    accounts.push_back(row[0].id<AccountId>());
  }
  return accounts;
}

Result<void> sweep_account(Unit& unit) {
  const Swept last = TRY(swept(unit));
  TRY(look_for_second_attempts(unit, last));
  TRY(compare_with_tally(unit, last));
  if (last.planned_at >= std::chrono::floor<hours>(unit.now())) return {};
  TRY(count_pairs(unit));
  if (!TRY(look_at_plan(unit))) return {};
  TRY(unit.db().run("UPDATE account SET planned_at = $2 WHERE account = $1", {unit.account(), unit.now()}));
  return {};
}

Result<bool> house_needs_sweep(Unit& house, const TzAge& tz) {
  if (TRY(house.accounts().stop())) return false;
  return TRY(trip_of_house(house, tz)).has_value();
}

Result<void> sweep_house(Unit& house, const TzAge& tz) {
  if (TRY(house.accounts().stop())) return {};
  const auto trip = TRY(trip_of_house(house, tz));
  return trip ? house.trips().add(*trip) : Result<void>{};
}

}  // namespace courtesy
