#include "store/ledger.h"

#include "store/accounts.h"
#include "store/attempts.h"
#include "store/unit.h"

namespace courtesy {
namespace {

constexpr std::string_view columns = ledger_columns;
constexpr std::size_t column_count = ledger_column_count;

std::vector<LedgerRow> read_all(const Rows& rows) {
  std::vector<LedgerRow> found;
  for (const auto& row : rows) found.push_back(read_ledger_row(row));
  return found;
}

}  // namespace

LedgerRow read_ledger_row(const Row& row) {
  return {.seq = row[0].number(),
          .at = row[1].instant(),
          .kind = row[2].text(),
          .code = row[3].text(),
          .client = row[4].id<ClientId>(),
          .appointment = row[5].id<AppointmentId>(),
          .rule = row[6].id<RuleId>(),
          .start = row[7].text(),
          .attempt = row[8].id<AttemptId>(),
          .channel = row[9].text(),
          .body = row.size() > column_count ? row[column_count].text() : std::string{}};
}

namespace {

LedgerEntry about(const ReminderKey& reminder, ClientId client, LedgerKind kind, std::string code, LedgerBody body) {
  return {.kind = kind,
          .code = std::move(code),
          .client = client,
          .appointment = reminder.appointment,
          .rule = reminder.rule,
          .start = reminder.start,
          .channel = std::string(to_string(reminder.channel)),
          .body = std::move(body)};
}

LedgerRow row_of(const LedgerEntry& entry, std::int64_t seq, Instant at) {
  return {.seq = seq,
          .at = at,
          .kind = std::string(to_string(entry.kind)),
          .code = entry.code,
          .client = entry.client,
          .appointment = entry.appointment,
          .rule = entry.rule,
          .start = entry.start,
          .attempt = entry.attempt,
          .channel = entry.channel,
          .body = entry.body.text()};
}

void put(std::vector<Value>& rows, AccountId account, LedgerRow row, std::string digest, std::string link) {
  rows.emplace_back(account);
  rows.emplace_back(row.seq);
  rows.emplace_back(row.at);
  rows.emplace_back(std::move(row.kind));
  rows.emplace_back(std::move(row.code));
  rows.emplace_back(row.client);
  rows.emplace_back(row.appointment);
  rows.emplace_back(row.rule);
  rows.emplace_back(std::move(row.start));
  rows.emplace_back(row.attempt);
  rows.emplace_back(std::move(row.channel));
  rows.emplace_back(std::move(digest));
  rows.emplace_back(std::move(link));
}
constexpr std::size_t row_width = 13;
constexpr std::size_t body_width = 4;

}  // namespace

LedgerEntry entry_about(const Attempt& attempt, LedgerKind kind, std::string code, LedgerBody body) {
  // A text from somebody whom nobody has written to is about no reminder, and has no channel of one.
  if (!attempt.reminder.appointment) return {.kind = kind, .code = std::move(code), .body = std::move(body)};
  LedgerEntry entry = about(attempt.reminder, attempt.client, kind, std::move(code), std::move(body));
  entry.attempt = attempt.id;
  return entry;
}

LedgerEntry entry_about(const Due& due, LedgerKind kind, std::string code, LedgerBody body) {
  return about(due.key, due.client, kind, std::move(code), std::move(body));
}

Result<void> Ledger::append(std::span<const LedgerEntry> entries) {
  if (entries.empty()) return {};
  const std::string& key = unit_.settings().salt_key.reveal();
  if (key.empty()) return invalid("the ledger has no key for its salts");
  Head now = TRY(head());
  std::vector<Value> rows;
  std::vector<Value> bodies;
  rows.reserve(entries.size() * row_width);
  for (const auto& entry : entries) {
    LedgerRow row = row_of(entry, now.seq + 1, unit_.now());
    std::string digest;
    if (!row.body.empty()) {
      std::string salt = salt_of(key, now.link, row.seq);
      digest = body_digest(salt, row.body);
      bodies.emplace_back(unit_.account());
      bodies.emplace_back(row.seq);
      bodies.emplace_back(std::move(salt));
      bodies.emplace_back(std::move(row.body));
    }
    now.link = chain_link(now.link, unit_.account(), row, digest);
    now.seq = row.seq;
    put(rows, unit_.account(), std::move(row), std::move(digest), now.link);
  }
  TRY(
      unit_.db().run_all("INSERT INTO ledger (account, seq, at, kind, code, client, appointment, rule, start, attempt,"
                         " channel, digest, link) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
                         row_width, rows));
  TRY(unit_.db().run_all("INSERT INTO ledger_body (account, seq, salt, body) VALUES ($1, $2, $3, $4)", body_width,
                         bodies));
  TRY(unit_.db().run("UPDATE account SET ledger_seq = $2, ledger_head = $3 WHERE account = $1",
                     {unit_.account(), now.seq, now.link}));
  head_ = std::move(now);
  return {};
}

Result<Ledger::Head> Ledger::head() {
  if (head_) return *head_;
  const AccountRow& row = *TRY(unit_.accounts().row());
  return Head{.from = row.ledger_from, .seq = row.ledger_seq, .link = row.ledger_head};
}

Result<std::vector<ChainedRow>> Ledger::chained_after(std::int64_t seq, int limit) {
  static const std::string sql = std::string("SELECT ").append(columns).append(
      ", COALESCE(b.body, ''), b.seq IS NOT NULL, COALESCE(b.salt, ''), l.digest, l.link FROM ledger l"
      " LEFT JOIN ledger_body b ON b.account = l.account AND b.seq = l.seq"
      " WHERE l.account = $1 AND l.seq > $2 ORDER BY l.seq LIMIT $3");
  std::vector<ChainedRow> found;
  for (const auto& row : TRY(unit_.db().run(sql, {unit_.account(), seq, limit}))) {
    found.push_back({.row = read_ledger_row(row),
                     .has_body = row[column_count + 1].number() != 0,
                     .salt = row[column_count + 2].text(),
                     .digest = row[column_count + 3].text(),
                     .link = row[column_count + 4].text()});
  }
  return found;
}

Result<std::vector<LedgerRow>> Ledger::find(const LedgerFilter& filter) {
  static const std::string sql = std::string("SELECT ").append(columns).append(
      ", COALESCE(b.body, '') FROM ledger l"
      " LEFT JOIN ledger_body b ON b.account = l.account AND b.seq = l.seq"
      " WHERE l.account = $1 AND ($2 = 0 OR l.appointment = $2) AND ($3 = 0 OR l.attempt = $3) AND ($4 = 0 OR l.seq < "
      "$4)"
      " AND ($5 = '' OR l.kind LIKE '%' || $5 || '%' OR l.code LIKE '%' || $5 || '%' OR b.body LIKE '%' || $5 || '%')"
      " ORDER BY l.seq DESC LIMIT $6");
  const Rows rows = TRY(unit_.db().run(
      sql, {unit_.account(), filter.appointment, filter.attempt, filter.before, filter.text, filter.limit}));
  return read_all(rows);
}

Result<std::vector<LedgerRow>> Ledger::after(std::int64_t seq, int limit) {
  static const std::string sql = std::string("SELECT ").append(columns).append(
      " FROM ledger l WHERE l.account = $1 AND l.seq > $2 ORDER BY l.seq LIMIT $3");
  return read_all(TRY(unit_.db().run(sql, {unit_.account(), seq, limit})));
}

Result<bool> Ledger::has(const Attempt& attempt, LedgerKind kind, std::string_view code) {
  const Rows rows = TRY(unit_.db().run(
      "SELECT 1 FROM ledger WHERE account = $1 AND appointment = $2 AND appointment <> 0 AND attempt = $3 AND kind = $4"
      " AND code = $5 LIMIT 1",
      {unit_.account(), attempt.reminder.appointment, attempt.id, to_string(kind), code}));
  return !rows.empty();
}

Result<std::optional<LedgerRow>> Ledger::last_of(const Attempt& attempt) {
  static const std::string sql =
      std::string("SELECT ")
          .append(ledger_columns)
          .append(
              " FROM ledger l WHERE l.account = $1 AND l.appointment = $2 AND l.appointment <> 0 AND l.attempt = $3"
              " ORDER BY l.seq DESC LIMIT 1");
  const Rows rows = TRY(unit_.db().run(sql, {unit_.account(), attempt.reminder.appointment, attempt.id}));
  if (rows.empty()) return std::optional<LedgerRow>{};
  return std::optional(read_ledger_row(rows[0]));
}

namespace {

Result<int> erase(Unit& unit, const Rows& oldest, Instant before) {
  int erased = 0;
  for (const auto& row : oldest) {
    if (row[1].instant() >= before) break;
    TRY(unit.db().run("DELETE FROM ledger_body WHERE account = $1 AND seq = $2", {unit.account(), row[0].number()}));
    ++erased;
  }
  return erased;
}

}  // namespace

Result<int> Ledger::erase_bodies(Instant before, int limit) {
  // Bodies lie in the order of their rows, and rows in that of time but for a clock that was set back: the oldest
  // bodies come first, and what lies behind a younger one waits until that is old enough too.
  return erase(unit_,
               TRY(unit_.db().run("SELECT b.seq, l.at FROM ledger_body b JOIN ledger l ON l.account = b.account AND"
                                  " l.seq = b.seq WHERE b.account = $1 ORDER BY b.seq LIMIT $2",
                                  {unit_.account(), limit})),
               before);
}

Result<int> Ledger::erase_spoken(Instant before, int limit) {
  // From where it had come to on: what lies before is not looked through again each day.
  const Rows oldest = TRY(
      unit_.db().run("SELECT b.seq, l.at FROM ledger l JOIN ledger_body b ON b.account = l.account AND b.seq = l.seq"
                     " WHERE l.account = $1 AND l.at >= (SELECT spoken_erased FROM account WHERE account = $1)"
                     " AND l.at < $3 AND l.kind = 'spoken' ORDER BY l.at, l.seq LIMIT $2",
                     {unit_.account(), limit, before}));
  const int erased = TRY(erase(unit_, oldest, before));
  const Instant up_to = erased < limit ? before : oldest.back()[1].instant();
  TRY(unit_.db().run("UPDATE account SET spoken_erased = $2 WHERE account = $1 AND spoken_erased < $2",
                     {unit_.account(), up_to}));
  return erased;
}

Result<std::int64_t> Ledger::last_seq() { return TRY(head()).seq; }

}  // namespace courtesy
