#include "store/house_trips.h"

#include "store/unit.h"

namespace courtesy {

Result<std::vector<NamedStop>> named_stops(Unit& house, int limit) {
  std::vector<NamedStop> stops;
  for (const Row& row : TRY(house.db().run(
           "SELECT 0 AS account, at, who, why, '' AS name FROM stop WHERE scope = 'house' UNION ALL"
           " SELECT account, stopped_at, stopped_who, stopped_why, name FROM account WHERE stopped_at IS NOT NULL"
           " AND account > 0 ORDER BY 2 DESC, 1 LIMIT $1",
           {limit}))) {
    NamedStop one{{row[0].id<AccountId>(), row[1].instant(), row[2].text(), row[3].text()}, row[4].text()};
    stops.insert(one.stop.account ? stops.end() : stops.begin(), std::move(one));
  }
  return stops;
}

Result<std::vector<NamedTrip>> named_trips(Unit& house, Instant since, int limit) {
  constexpr std::string_view columns =
      "SELECT t.account, a.name, t.trip, t.at, t.rule, t.value, t.allowed, t.about, t.decided_at,"
      " COALESCE(t.decided_who, ''), COALESCE(t.decided_why, '') FROM trip t JOIN account a ON a.account = t.account";
  static const std::string open =
      std::string(columns).append(" WHERE t.decided_at IS NULL ORDER BY t.at DESC, t.account, t.trip LIMIT $1");
  static const std::string decided = std::string(columns).append(
      " WHERE t.decided_at IS NOT NULL AND t.at >= $1 ORDER BY t.at DESC, t.account, t.trip LIMIT $2");
  Rows rows = TRY(house.db().run(open, {limit}));
  const int left = limit - static_cast<int>(rows.size());
  for (Row& row : TRY(house.db().run(decided, {since, left}))) rows.push_back(std::move(row));
  std::vector<NamedTrip> trips;
  for (const Row& row : rows) {
    const auto rule = parse_trip_rule(row[4].text());
    if (!rule) continue;
    trips.push_back(
        {.account = row[0].id<AccountId>(),
         .name = row[1].text(),
         .trip = {.trip = row[2].number(),
                  .at = row[3].instant(),
                  .what = {.rule = *rule, .value = row[5].number(), .limit = row[6].number(), .about = row[7].text()},
                  .decided_at = row[8].maybe_instant(),
                  .decided_who = row[9].text(),
                  .decided_why = row[10].text()}});
  }
  return trips;
}

}  // namespace courtesy
