#include "store/backlog.h"

#include "interlock/failsafe.h"
#include "store/unit.h"

namespace courtesy {
namespace {

/// What waits for a place is looked at again each second: its next look is no sign that it is early.
constexpr seconds next_look{2};

/// Since when a waiting reminder `r` could be sent.
constexpr std::string_view since = "CASE WHEN r.reason IN ('none', 'line_pace') THEN r.send_at ELSE r.look_at END";

}  // namespace

Result<std::optional<Instant>> oldest_due(Unit& unit) {
  // Account by account, those that have something due first: SQLite would otherwise walk all that waits anywhere.
  static const std::string sql = std::string("SELECT MIN(")
                                     .append(since)
                                     .append(
                                         ") FROM account a CROSS JOIN reminder r WHERE +a.account > 0 AND a.next_due <="
                                         " $1 AND r.account = a.account AND r.state = 'waiting' AND r.look_at <= $1");
  const Rows rows = TRY(unit.db().run(sql, {unit.now() + next_look}));
  const auto oldest = rows[0][0].maybe_instant();
  if (oldest && *oldest > unit.now()) return std::optional<Instant>{};
  return oldest;
}

Result<std::vector<DueOfAccount>> due_by_account(Unit& unit, AccountId from, AccountId to) {
  static const std::string sql =
      std::string("SELECT account, COUNT(*), SUM(CASE WHEN since < $3 THEN 1 ELSE 0 END), MIN(since) FROM (SELECT")
          .append(" r.account AS account, ")
          .append(since)
          .append(
              " AS since FROM account a CROSS JOIN reminder r WHERE +a.account BETWEEN $4 AND $5 AND a.next_due <= $1"
              " AND r.account = a.account AND r.state = 'waiting' AND r.look_at <= $1) w WHERE since <= $2"
              " GROUP BY account ORDER BY account");
  std::vector<DueOfAccount> found;
  for (const auto& row :
       TRY(unit.db().run(sql, {unit.now() + next_look, unit.now(), unit.now() - late_after, from, to})))
    found.push_back({row[0].id<AccountId>(), row[1].number(), row[2].number(), row[3].maybe_instant()});
  return found;
}

Result<std::vector<StandingStop>> standing_stops(Unit& unit) {
  std::vector<StandingStop> stops;
  const Rows rows = TRY(
      unit.db().run("SELECT 0, at, who, why FROM stop WHERE scope = 'house' UNION ALL"
                    " SELECT account, stopped_at, stopped_who, stopped_why FROM account WHERE stopped_at IS NOT NULL"
                    " ORDER BY 1"));
  for (const auto& row : rows) {
    stops.push_back({row[0].id<AccountId>(), row[1].instant(), row[2].text(), row[3].text()});
  }
  return stops;
}

Result<std::vector<StandingTrip>> standing_trips(Unit& unit) {
  std::vector<StandingTrip> trips;
  const Rows rows = TRY(unit.db().run(
      "SELECT account, at, rule, value, allowed, about FROM trip"
      " WHERE (severity = 'hard' OR rule = 'wrong_codes') AND decided_at IS NULL ORDER BY account, trip"));
  for (const auto& row : rows) {
    // A row by a rule of a later version is no reason to see none.
    const auto rule = parse_trip_rule(row[2].text());
    trips.push_back({row[0].id<AccountId>(), row[1].instant(),
                     rule ? in_words({*rule, row[3].number(), row[4].number(), row[5].text()}) : row[2].text()});
  }
  return trips;
}

Result<std::int64_t> sends_without_ending(Unit& unit) {
  return TRY(unit.db().run(
      "SELECT COUNT(*) FROM attempt WHERE look_at IS NOT NULL AND state = 'intended' AND account > 0"))[0][0]
      .number();
}

}  // namespace courtesy
