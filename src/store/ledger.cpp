#include "store/ledger.h"

#include "store/unit.h"

namespace courtesy {
namespace {

LedgerRow read(const Row& row) {
  return {.seq = row[0].number(),
          .at = row[1].instant(),
          .kind = row[2].text(),
          .code = row[3].text(),
          .appointment = row[4].id<AppointmentId>(),
          .attempt = row[5].id<AttemptId>(),
          .channel = row[6].text(),
          .body = row.size() > 7 ? row[7].text() : std::string{}};
}

std::vector<LedgerRow> read_all(const Rows& rows) {
  std::vector<LedgerRow> found;
  for (const auto& row : rows) found.push_back(read(row));
  return found;
}

}  // namespace

Result<void> Ledger::append(std::span<const LedgerEntry> entries) {
  if (entries.empty()) return {};
  const auto count = static_cast<std::int64_t>(entries.size());
  const Rows guard =
      TRY(unit_.db().run("UPDATE account SET ledger_seq = ledger_seq + $2 WHERE account = $1 RETURNING ledger_seq",
                         {unit_.account(), count}));
  if (guard.empty()) return Error{ErrorCode::not_found, "no such account"};
  std::int64_t seq = guard[0][0].number() - count;
  for (const auto& entry : entries) {
    ++seq;
    TRY(
        unit_.db().run("INSERT INTO ledger (account, seq, at, kind, code, appointment, attempt, channel)"
                       " VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
                       {unit_.account(), seq, unit_.now(), to_string(entry.kind), entry.code, entry.appointment,
                        entry.attempt, entry.channel}));
    if (entry.body.empty()) continue;
    TRY(unit_.db().run("INSERT INTO ledger_body (account, seq, body) VALUES ($1, $2, $3)",
                       {unit_.account(), seq, entry.body}));
  }
  return {};
}

Result<std::vector<LedgerRow>> Ledger::find(const LedgerFilter& filter) {
  const Rows rows = TRY(unit_.db().run(
      "SELECT l.seq, l.at, l.kind, l.code, l.appointment, l.attempt, l.channel, COALESCE(b.body, '') FROM ledger l"
      " LEFT JOIN ledger_body b ON b.account = l.account AND b.seq = l.seq"
      " WHERE l.account = $1 AND ($2 = 0 OR l.appointment = $2) AND ($3 = 0 OR l.attempt = $3) AND ($4 = 0 OR l.seq < "
      "$4)"
      " AND ($5 = '' OR l.kind LIKE '%' || $5 || '%' OR l.code LIKE '%' || $5 || '%' OR b.body LIKE '%' || $5 || '%')"
      " ORDER BY l.seq DESC LIMIT $6",
      {unit_.account(), filter.appointment, filter.attempt, filter.before, filter.text, filter.limit}));
  return read_all(rows);
}

Result<std::vector<LedgerRow>> Ledger::after(std::int64_t seq, int limit) {
  const Rows rows =
      TRY(unit_.db().run("SELECT seq, at, kind, code, appointment, attempt, channel FROM ledger WHERE account = $1 AND "
                         "seq > $2 ORDER BY seq LIMIT $3",
                         {unit_.account(), seq, limit}));
  return read_all(rows);
}

Result<std::int64_t> Ledger::last_seq() {
  const Rows rows = TRY(unit_.db().run("SELECT ledger_seq FROM account WHERE account = $1", {unit_.account()}));
  return rows.empty() ? 0 : rows[0][0].number();
}

}  // namespace courtesy
