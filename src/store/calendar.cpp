#include "store/calendar.h"

#include "store/spans.h"
#include "store/unit.h"

namespace courtesy {
namespace {

AppointmentState state_in(const Row& row, std::size_t at) {
  return state_of(parse_booking(row[at].text()).value(), parse_answer(row[at + 1].text()).value(),
                  parse_presence(row[at + 2].text()).value(), parse_told(row[at + 3].text()).value());
}

constexpr std::string_view reminder_in =
    "EXISTS (SELECT 1 FROM reminder r WHERE r.account = a.account AND r.appointment = a.appointment"
    " AND r.start = a.start_key AND r.state IN ";
constexpr std::string_view in_doubt =
    "EXISTS (SELECT 1 FROM attempt t WHERE t.account = a.account AND t.appointment = a.appointment"
    " AND t.start = a.start_key AND t.state = 'unknown' AND t.ended_at IS NULL AND t.decided = '')";
/// As api/seen.cpp has it. What is about no appointment is not in the index, and SQLite takes the index only when
/// that is said.
constexpr std::string_view wrote =
    "EXISTS (SELECT 1 FROM ledger l WHERE l.account = a.account AND l.appointment = a.appointment"
    " AND l.appointment <> 0 AND l.kind = 'answered' AND l.code IN ('asked_to_cancel', 'wrong_number', 'unclear_reply')"
    " AND NOT EXISTS (SELECT 1 FROM ledger h WHERE h.account = a.account AND h.appointment = a.appointment"
    " AND h.appointment <> 0 AND h.seq > l.seq AND h.kind = 'by_hand'))";

constexpr hours looked_through_at_once{24 * 7};

std::string to_ring_sql() {
  const auto reminder = [](std::string_view states) {
    return std::string(reminder_in).append("(").append(states).append("))");
  };
  // Why somebody must ring for certain; without one of these only an overdue attempt could be why.
  const std::string untold =
      "(a.told <> 'told' AND (" + reminder("'held'") + " OR NOT " + reminder("'waiting', 'intended'") + "))";
  const std::string certain =
      "(a.answer = 'call_back' OR (a.answer = 'none' AND ((c.number = '' AND c.email = '') OR " + untold + ")) OR " +
      std::string(wrote) + ")";
  return "SELECT a.appointment, a.instant, CASE WHEN " + certain +
         " THEN 0 ELSE 1 END FROM appointment a JOIN client c ON c.account = a.account AND c.client = a.client"
         " WHERE a.account = $1 AND a.instant >= $2 AND a.instant < $3 AND a.instant > $4"
         " AND a.booking = 'booked' AND a.presence = 'unknown' AND (" +
         certain + " OR (a.answer = 'none' AND a.told <> 'told' AND " + std::string(in_doubt) +
         ")) ORDER BY a.instant, a.appointment";
}

}  // namespace

Result<StateCounts> Calendar::counts(Instant from, Instant to) {
  StateCounts counts{};
  for (const auto& row :
       TRY(unit_.db().run("SELECT booking, answer, presence, told, COUNT(*) FROM appointment WHERE account = $1"
                          " AND instant >= $2 AND instant < $3 GROUP BY booking, answer, presence, told",
                          {unit_.account(), from, to})))
    counts[static_cast<std::size_t>(state_in(row, 0))] += row[4].number();
  return counts;
}

Result<std::vector<ShortVisit>> Calendar::visits(Instant from, Instant to, int limit) {
  std::vector<ShortVisit> found;
  for (const auto& row :
       TRY(unit_.db().run("SELECT a.booking, a.answer, a.presence, a.told, a.appointment, a.instant, a.local, c.name,"
                          " a.summary FROM appointment a JOIN client c ON c.account = a.account"
                          " AND c.client = a.client WHERE a.account = $1 AND a.instant >= $2 AND a.instant < $3"
                          " ORDER BY a.instant, a.appointment LIMIT $4",
                          {unit_.account(), from, to, limit})))
    found.push_back({.id = row[4].id<AppointmentId>(),
                     .instant = row[5].instant(),
                     .local = parse_local_time(row[6].text()).value(),
                     .state = state_in(row, 0),
                     .name = row[7].text(),
                     .summary = row[8].text()});
  return found;
}

Result<std::vector<ToRing>> Calendar::to_ring(Instant from, Instant to) {
  static const std::string sql = to_ring_sql();
  std::vector<ToRing> found;
  const Value now = unit_.now();
  for (const auto& row :
       TRY(run_in_spans(unit_.db(), unit_.account(), from, to, looked_through_at_once, sql, std::span(&now, 1))))
    found.push_back({.id = row[0].id<AppointmentId>(), .instant = row[1].instant(), .perhaps = row[2].number() == 1});
  return found;
}

}  // namespace courtesy
