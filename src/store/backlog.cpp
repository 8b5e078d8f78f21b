#include "store/backlog.h"

#include "store/unit.h"

namespace courtesy {
namespace {

/// What waits for a place is looked at again each second: its next look is no sign that it is early.
constexpr seconds next_look{2};

}  // namespace

Result<std::optional<Instant>> oldest_due(Unit& unit) {
  const Rows rows =
      TRY(unit.db().run("SELECT MIN(CASE WHEN r.reason IN ('none', 'line_pace') THEN r.send_at ELSE r.look_at END)"
                        " FROM account a JOIN reminder r ON r.account = a.account AND r.state = 'waiting'"
                        " AND r.look_at <= $1 WHERE a.account > 0 AND a.next_due <= $1",
                        {unit.now() + next_look}));
  const auto oldest = rows[0][0].maybe_instant();
  if (oldest && *oldest > unit.now()) return std::optional<Instant>{};
  return oldest;
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

Result<std::int64_t> sends_without_ending(Unit& unit) {
  return TRY(unit.db().run("SELECT COUNT(*) FROM attempt WHERE state = 'intended' AND account > 0"))[0][0].number();
}

}  // namespace courtesy
