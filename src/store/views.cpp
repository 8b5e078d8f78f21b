#include "store/views.h"

#include <algorithm>

#include "store/appointments.h"
#include "store/unit.h"

namespace courtesy {
namespace {

/// Of one appointment: what is about none is not in its index, and SQLite takes the index only when that is said.
constexpr std::string_view of_appointment = "l.appointment = $2 AND l.appointment <> 0";

/// The sign keeps SQLite from walking the whole ledger in its order: it takes the appointments' index.
constexpr std::string_view that_say_something = " AND l.kind IN ('answered', 'by_hand', 'booked') ORDER BY +l.seq";

std::string with_body(std::string_view where) {
  return std::string("SELECT ")
      .append(ledger_columns)
      .append(
          ", COALESCE(b.body, '') FROM ledger l LEFT JOIN ledger_body b ON b.account = l.account AND b.seq = l.seq"
          " WHERE l.account = $1 AND ")
      .append(where);
}

std::vector<LedgerRow> read_all(const Rows& rows) {
  std::vector<LedgerRow> found;
  for (const Row& row : rows) found.push_back(read_ledger_row(row));
  return found;
}

}  // namespace

Result<LedgerRow> Views::ledger_row(std::int64_t seq) {
  static const std::string sql = with_body("l.seq = $2");
  const Rows rows = TRY(unit_.db().run(sql, {unit_.account(), seq}));
  if (rows.empty()) return Error{ErrorCode::not_found, "the ledger has no such entry"};
  return read_ledger_row(rows[0]);
}

Result<std::string> Views::client_name(AppointmentId appointment) {
  const Rows rows =
      TRY(unit_.db().run("SELECT c.name FROM appointment a JOIN client c ON c.account = a.account AND"
                         " c.client = a.client WHERE a.account = $1 AND a.appointment = $2",
                         {unit_.account(), appointment}));
  return rows.empty() ? std::string{} : rows[0][0].text();
}

Result<std::vector<LedgerRow>> Views::history(AppointmentId appointment, int limit) {
  static const std::string sql = with_body(std::string(of_appointment) + " ORDER BY l.seq DESC LIMIT $3");
  auto found = read_all(TRY(unit_.db().run(sql, {unit_.account(), appointment, limit})));
  std::reverse(found.begin(), found.end());
  return found;
}

Result<std::vector<LedgerRow>> Views::said_of(AppointmentId appointment) {
  static const std::string sql = with_body(std::string(of_appointment) + std::string(that_say_something));
  return read_all(TRY(unit_.db().run(sql, {unit_.account(), appointment})));
}

Result<std::vector<LedgerRow>> Views::said_of_visits(Instant from, Instant to) {
  static const std::string sql =
      with_body("l.appointment <> 0 AND l." + std::string(of_visits_between) + std::string(that_say_something));
  return read_all(TRY(unit_.db().run(sql, {unit_.account(), from, to})));
}

Result<std::vector<Due>> Views::behind_stop(int limit, Instant until) {
  std::vector<Due> due;
  for (const auto& row :
       TRY(unit_.db().run("SELECT r.appointment, r.rule, r.channel, r.start, a.client,"
                          " CASE r.channel WHEN 'email' THEN c.email ELSE c.number END, r.due, r.send_at, r.attempts,"
                          " r.approved_at FROM reminder r"
                          " JOIN appointment a ON a.account = r.account AND a.appointment = r.appointment"
                          " JOIN client c ON c.account = a.account AND c.client = a.client"
                          " WHERE r.account = $1 AND r.state = 'waiting' AND (r.look_at <= $2 OR r.reason = 'stopped')"
                          " ORDER BY r.send_at, r.appointment, r.rule, r.channel LIMIT $3",
                          {unit_.account(), until, limit}))) {
    due.push_back(
        {.key = {row[0].id<AppointmentId>(), row[1].id<RuleId>(), parse_channel(row[2].text()).value(), row[3].text()},
         .client = row[4].id<ClientId>(),
         .recipient = row[5].text(),
         .due = row[6].instant(),
         .send_at = row[7].instant(),
         .attempts = static_cast<int>(row[8].number()),
         .approved = !row[9].null()});
  }
  return due;
}

Result<std::string> Views::import_result(ImportId import) {
  const Rows rows =
      TRY(unit_.db().run("SELECT result FROM import WHERE account = $1 AND import = $2", {unit_.account(), import}));
  if (rows.empty()) return Error{ErrorCode::not_found, "there was no such import"};
  return rows[0][0].text();
}

}  // namespace courtesy
