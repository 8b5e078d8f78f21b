#include "store/trips.h"

#include <set>

#include "store/accounts.h"
#include "store/ledger.h"
#include "store/stopper.h"
#include "store/tally.h"
#include "store/unit.h"

namespace courtesy {
namespace {

constexpr std::string_view columns =
    "SELECT trip, at, rule, value, allowed, about, decided_at, COALESCE(decided_who, ''), COALESCE(decided_why, '')"
    " FROM trip WHERE account = $1";

std::vector<TripRow> read_all(const Rows& rows) {
  std::vector<TripRow> found;
  for (const auto& row : rows) {
    found.push_back({.trip = row[0].number(),
                     .at = row[1].instant(),
                     .what = {.rule = parse_trip_rule(row[2].text()).value(),
                              .value = row[3].number(),
                              .limit = row[4].number(),
                              .about = row[5].text()},
                     .decided_at = row[6].maybe_instant(),
                     .decided_who = row[7].text(),
                     .decided_why = row[8].text()});
  }
  return found;
}

LedgerEntry entry(const Trip& trip, Severity severity) {
  return {.kind = severity == Severity::hard ? LedgerKind::stopped : LedgerKind::tripped,
          .code = std::string(to_string(trip.rule)),
          .body = LedgerBody()
                      .plain("who", "failsafe")
                      .plain("why", in_words(trip))
                      .plain("value", trip.value)
                      .plain("limit", trip.limit)
                      .personal("about", trip.about)};
}

}  // namespace

Result<void> Trips::add(const Trip& trip) {
  const Severity severity = severity_of(trip.rule);
  const Rows added = TRY(unit_.db().run(
      "INSERT INTO trip (account, trip, at, rule, severity, value, allowed, about)"
      " SELECT $1, COALESCE((SELECT MAX(trip) FROM trip WHERE account = $1), 0) + 1, $2, $3, $4, $5, $6, $7"
      " WHERE NOT EXISTS (SELECT 1 FROM trip WHERE account = $1 AND rule = $3 AND about = $7 AND decided_at IS NULL)"
      " RETURNING trip",
      {unit_.account(), unit_.now(), to_string(trip.rule), to_string(severity), trip.value, trip.limit, trip.about}));
  if (severity == Severity::hard) {
    TRY(unit_.accounts().set_stop(std::string(failsafe_name), in_words(trip)));
    TRY(unit_.tally().mark_tripped());
  }
  if (added.empty()) return {};
  return unit_.ledger().append(entry(trip, severity));
}

Result<std::vector<TripRow>> Trips::list(int limit) {
  static const std::string sql = std::string(columns).append(" ORDER BY trip DESC LIMIT $2");
  return read_all(TRY(unit_.db().run(sql, {unit_.account(), limit})));
}

Result<std::vector<TripRow>> Trips::open() {
  static const std::string sql = std::string(columns).append(" AND decided_at IS NULL ORDER BY trip DESC");
  return read_all(TRY(unit_.db().run(sql, {unit_.account()})));
}

Result<void> Trips::decide(const std::string& who, const std::string& why) {
  TRY(
      unit_.db().run("UPDATE trip SET decided_at = $2, decided_who = $3, decided_why = $4"
                     " WHERE account = $1 AND decided_at IS NULL AND rule <> $5",
                     {unit_.account(), unit_.now(), who, why, to_string(TripRule::wrong_codes)}));
  return {};
}

Result<bool> Trips::is_open(TripRule rule, const std::string& about) {
  return !TRY(unit_.db().run(
                  "SELECT 1 FROM trip WHERE account = $1 AND rule = $2 AND about = $3 AND decided_at IS NULL",
                  {unit_.account(), to_string(rule), about}))
              .empty();
}

Result<void> Trips::decide(TripRule rule, const std::string& about, const std::string& who, const std::string& why) {
  const Rows rows =
      TRY(unit_.db().run("UPDATE trip SET decided_at = $4, decided_who = $5, decided_why = $6"
                         " WHERE account = $1 AND rule = $2 AND about = $3 AND decided_at IS NULL RETURNING trip",
                         {unit_.account(), to_string(rule), about, unit_.now(), who, why}));
  if (rows.empty()) return Error{ErrorCode::not_found, "no such trip is open"};
  return unit_.ledger().append({.kind = LedgerKind::released,
                                .code = std::string(to_string(rule)),
                                .body = LedgerBody().plain("who", who).plain("why", why).personal("about", about)});
}

Result<std::optional<Instant>> Trips::last_decided(TripRule rule, const std::string& about) {
  return TRY(unit_.db().run("SELECT MAX(decided_at) FROM trip WHERE account = $1 AND rule = $2 AND about = $3",
                            {unit_.account(), to_string(rule), about}))[0][0]
      .maybe_instant();
}

Result<bool> Trips::released_since(Instant since) {
  return !TRY(unit_.db().run("SELECT 1 FROM trip WHERE account = $1 AND severity = 'hard' AND decided_at > $2 LIMIT 1",
                             {unit_.account(), since}))
              .empty();
}

Result<std::optional<Instant>> Trips::last_decided() {
  return TRY(unit_.db().run("SELECT MAX(decided_at) FROM trip WHERE account = $1", {unit_.account()}))[0][0]
      .maybe_instant();
}

Result<TrippedAccounts> Trips::accounts_since(Instant since) {
  TrippedAccounts tripped;
  std::set<std::int64_t> stopped;
  std::set<std::int64_t> by_promises;
  for (const auto& row : TRY(unit_.db().run(
           "SELECT account, rule FROM trip WHERE at > $1 AND account > 0 AND severity = 'hard' ORDER BY account, trip",
           {since}))) {
    stopped.insert(row[0].number());
    const auto rule = parse_trip_rule(row[1].text());
    if (!rule || breaks_a_promise(*rule)) by_promises.insert(row[0].number());
  }
  if (stopped.empty()) return tripped;
  tripped.accounts = static_cast<std::int64_t>(stopped.size());
  tripped.by_broken_promises = static_cast<std::int64_t>(by_promises.size());
  tripped.of = TRY(unit_.db().run("SELECT COUNT(*) FROM account WHERE account > 0"))[0][0].number();
  return tripped;
}

Result<std::optional<Trip>> Trips::for_the_house(Instant since) {
  for (const auto& row : TRY(unit_.db().run("SELECT rule, value, allowed, about FROM trip WHERE at > $1 AND account > 0"
                                            " AND severity = 'hard' ORDER BY at DESC, account, trip",
                                            {since}))) {
    const auto rule = parse_trip_rule(row[0].text());
    if (rule && concerns_the_house(*rule))
      return std::optional(Trip{*rule, row[1].number(), row[2].number(), row[3].text()});
  }
  return std::optional<Trip>{};
}

}  // namespace courtesy
