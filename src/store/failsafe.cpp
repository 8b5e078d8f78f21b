#include "store/failsafe.h"

#include <fmt/format.h>

#include <algorithm>

#include "interlock/decision.h"
#include "interlock/failsafe.h"
#include "store/accounts.h"
#include "store/ledger.h"
#include "store/queue.h"
#include "store/tally.h"
#include "store/trips.h"
#include "store/unit.h"

namespace courtesy {
namespace {

Result<std::int64_t> overlooked(Unit& unit, int at_most) {
  return TRY(
             unit.db().run("SELECT COUNT(*) FROM (SELECT 1 FROM reminder WHERE account = $1 AND state = 'waiting'"
                           " AND look_at < $2 LIMIT $3) late",
                           {unit.account(), unit.now() - backlog_after, at_most}))[0][0]
      .number();
}

}  // namespace

Result<void> notice_backlog(Unit& unit) {
  if (!TRY(unit.tally().was_untended(backlog_after))) return {};
  const std::int64_t late = TRY(overlooked(unit, backlog_of_account));
  if (late < backlog_of_account) return {};
  TRY(unit.tally().begin_probation());
  return unit.trips().add({TripRule::backlog, late, backlog_of_account - 1});
}

Result<void> notice_backlog_of_house(Unit& house) {
  // Only accounts with something overlooked are counted, each at most to the limit.
  std::int64_t late = 0;
  for (const auto& row : TRY(house.db().run(
           "SELECT (SELECT COUNT(*) FROM (SELECT 1 FROM reminder r WHERE r.account = a.account AND r.state = 'waiting'"
           " AND r.look_at < $1 LIMIT $2) late) FROM account a WHERE a.next_due < $1 AND a.stopped_at IS NULL"
           " ORDER BY a.account",
           {house.now() - backlog_after, backlog_of_house}))) {
    late += row[0].number();
  }
  if (late < backlog_of_house || TRY(house.accounts().stop())) return {};
  TRY(house.tally().begin_probation());
  return house.trips().add({TripRule::backlog, late, backlog_of_house - 1});
}

Result<bool> weigh_ending(Unit& unit, const Ending& ending) {
  std::optional<Trip> trip;
  if (ending.trouble == Trouble::configuration && ending.kind == EndingKind::refused)
    trip = Trip{TripRule::wrong_credentials, 1, 0, ending.code};
  if (ending.kind == EndingKind::unknown) trip = too_many_unknown(TRY(unit.tally().count_unknown()));
  if (!trip) return false;
  TRY(unit.trips().add(*trip));
  return true;
}

Result<void> weigh_opt_out(Unit& unit) {
  const std::int64_t opt_outs = TRY(unit.tally().count_opt_out());
  const auto trip = too_many_opt_outs(opt_outs, TRY(unit.tally().sent()).recipients_day);
  return trip ? unit.trips().add(*trip) : Result<void>{};
}

Result<Instant> counts_from(Unit& house) {
  const Instant an_hour_ago = house.now() - hours{1};
  return std::max(an_hour_ago, TRY(house.trips().last_decided()).value_or(an_hour_ago));
}

Result<std::optional<Trip>> trip_of_accounts(Unit& house) {
  const Instant since = TRY(counts_from(house));
  if (auto trip = TRY(house.trips().for_the_house(since))) return trip;
  return too_many_tripped(TRY(house.trips().accounts_since(since)));
}

Result<bool> weigh_trips(Unit& house) {
  if (TRY(house.accounts().stop())) return false;
  const auto trip = TRY(trip_of_accounts(house));
  if (!trip) return false;
  TRY(house.trips().add(*trip));
  return true;
}

Result<int> take_block(Unit& house, int contacts) {
  TRY(house.tally().refresh_highs());
  const Sent before = TRY(house.tally().sent());
  Sent after = before;
  after.hour += contacts;
  after.day += contacts;
  Sent since_release = after;
  if (const auto released = TRY(house.trips().last_decided()); released && *released > house.now() - hours{1}) {
    since_release.hour = TRY(house.tally().contacts_after(*released)) + contacts;
  }
  if (const auto trip = too_much_in_all(since_release, TRY(house.tally().highs()))) {
    TRY(house.trips().add(*trip));
    return 0;
  }
  TRY(house.tally().count(before, after));
  return contacts;
}

Result<void> release_trips(Unit& unit, const std::string& who, const std::string& why, std::int64_t looked_at) {
  const auto open = TRY(unit.trips().open());
  const auto hard = std::find_if(open.begin(), open.end(),
                                 [](const TripRow& trip) { return severity_of(trip.what.rule) == Severity::hard; });
  if (hard != open.end() && TRY(unit.trips().released_since(unit.now() - probation_lasts)) && hard->trip != looked_at) {
    return Error{
        ErrorCode::conflict,
        fmt::format("This is the second trip within a day of a release: {} Find out why, and release with trip {}.",
                    in_words(hard->what), hard->trip)};
  }
  TRY(unit.trips().decide(who, why));
  return unit.tally().begin_probation();
}

Result<std::vector<Instant>> planned_until(Unit& unit, Instant until) {
  std::vector<Instant> planned;
  for (const auto& row : TRY(unit.db().run("SELECT look_at FROM reminder WHERE account = $1 AND state = 'waiting'"
                                           " AND look_at <= $2 ORDER BY look_at",
                                           {unit.account(), until}))) {
    planned.push_back(row[0].instant());
  }
  return planned;
}

Result<int> hold_plan(Unit& unit, Instant from, Instant until, int limit) {
  const Rows rows = TRY(
      unit.db().run("SELECT appointment, rule, channel, start FROM reminder WHERE account = $1 AND state = 'waiting'"
                    " AND approved_at IS NULL AND look_at >= $2 AND look_at <= $3"
                    " ORDER BY look_at, appointment, rule, channel, start LIMIT $4",
                    {unit.account(), from, until, limit}));
  std::vector<Verdict> verdicts;
  std::vector<LedgerEntry> entries;
  for (const auto& row : rows) {
    const ReminderKey key{row[0].id<AppointmentId>(), row[1].id<RuleId>(), parse_channel(row[2].text()).value(),
                          row[3].text()};
    verdicts.push_back({TRY(unit.queue().get(key)), hold(Reason::unusual_volume)});
    entries.push_back({.kind = LedgerKind::decided,
                       .code = std::string(to_string(Reason::unusual_volume)),
                       .appointment = key.appointment,
                       .rule = key.rule,
                       .start = key.start,
                       .channel = row[2].text(),
                       .body = LedgerBody().plain("decision", "hold")});
  }
  TRY(unit.queue().record(verdicts));
  TRY(unit.ledger().append(entries));
  return static_cast<int>(rows.size());
}

}  // namespace courtesy
