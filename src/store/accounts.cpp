#include "store/accounts.h"

#include <algorithm>

#include "store/attempts.h"
#include "store/unit.h"

namespace courtesy {
namespace {

Error no_account() { return {ErrorCode::not_found, "no such account"}; }

std::vector<AccountId> read_accounts(const Rows& rows) {
  std::vector<AccountId> accounts;
  for (const auto& row : rows) accounts.push_back(row[0].id<AccountId>());
  return accounts;
}

/// The first `limit`, beginning behind `after`. Sorted here: a database makes a table of its own for such an order.
std::vector<AccountId> in_a_circle(const Rows& rows, AccountId after, int limit) {
  std::vector<AccountId> accounts = read_accounts(rows);
  std::ranges::sort(accounts);
  std::ranges::rotate(accounts, std::ranges::upper_bound(accounts, after));
  if (accounts.size() > static_cast<std::size_t>(limit)) accounts.resize(static_cast<std::size_t>(limit));
  return accounts;
}

constexpr std::string_view select_stop = "SELECT at, who, why FROM stop WHERE scope = $1";
constexpr const char* whole_house = "house";

Result<std::optional<Stop>> stop_of_the_house(Unit& unit) {
  const Rows house = TRY(unit.db().run(select_stop, {whole_house}));
  if (house.empty()) return std::optional<Stop>{};
  return std::optional(Stop{house[0][0].instant(), house[0][1].text(), house[0][2].text(), true});
}

}  // namespace

std::optional<Instant> EarliestWork::first() const {
  if (due && look) return std::min(*due, *look);
  return due ? due : look;
}

Result<AccountId> Accounts::create(const Account& account) {
  const Rows rows =
      TRY(unit_.db().run("INSERT INTO account (account, name, spoken_name, callback_number, caller_number, email_from, "
                         "zone, country, language,"
                         " created_at) VALUES ((SELECT MAX(account) + 1 FROM account), $1, $2, $3, $4, $5, $6, $7, $8, "
                         "$9) RETURNING account",
                         {account.name, account.spoken_name, account.callback_number, account.caller_number,
                          account.email_from, account.zone, account.country, account.language, unit_.now()}));
  return rows[0][0].id<AccountId>();
}

Result<const AccountRow*> Accounts::row() {
  static const std::string sql =
      std::string("SELECT ").append(account_columns).append(" FROM account WHERE account = $1");
  if (!row_) {
    Rows rows = TRY(unit_.db().run(sql, {unit_.account()}));
    if (rows.empty()) return no_account();
    row_ = read_account_row(rows[0]);
  }
  return &*row_;
}

Result<Account> Accounts::get() { return TRY(row())->account; }

Result<void> Accounts::foresee_stop() {
  const Value asked[] = {whole_house};
  return unit_.db().foresee(select_stop, 1, asked);
}

Result<std::optional<Stop>> Accounts::stop() {
  auto house = TRY(stop_of_the_house(unit_));
  if (house || !unit_.account()) return house;
  return own_stop();
}

Result<std::optional<Stop>> Accounts::own_stop() {
  if (!unit_.account()) return stop_of_the_house(unit_);
  return TRY(row())->stop;
}

Result<void> Accounts::set_stop(const std::string& who, const std::string& why) {
  if (!unit_.account()) {
    TRY(unit_.db().run("INSERT INTO stop (scope, at, who, why) VALUES ('house', $1, $2, $3) ON CONFLICT DO NOTHING",
                       {unit_.now(), who, why}));
    return {};
  }
  forget_row();
  TRY(
      unit_.db().run("UPDATE account SET stopped_at = $2, stopped_who = $3, stopped_why = $4"
                     " WHERE account = $1 AND stopped_at IS NULL",
                     {unit_.account(), unit_.now(), who, why}));
  return unit_.attempts().silence_unanswered(Reason::stopped, "");
}

Result<void> Accounts::clear_stop() {
  if (!unit_.account()) {
    TRY(unit_.db().run("DELETE FROM stop WHERE scope = 'house'"));
    return {};
  }
  forget_row();
  TRY(unit_.db().run("UPDATE account SET stopped_at = NULL, stopped_who = NULL, stopped_why = NULL WHERE account = $1",
                     {unit_.account()}));
  // What waited for the release is looked at now.
  TRY(unit_.db().run("UPDATE reminder SET look_at = $2 WHERE account = $1 AND state = 'waiting' AND reason = 'stopped'",
                     {unit_.account(), unit_.now()}));
  return {};
}

Result<bool> Accounts::retries_absent() {
  const Rows rows = TRY(unit_.db().run("SELECT retry_absent FROM account WHERE account = $1", {unit_.account()}));
  if (rows.empty()) return no_account();
  return rows[0][0].number() != 0;
}

Result<void> Accounts::set_retry_absent(bool yes) {
  TRY(unit_.db().run("UPDATE account SET retry_absent = $2 WHERE account = $1", {unit_.account(), yes}));
  return {};
}

Result<void> Accounts::refresh_next() {
  const AccountId one[] = {unit_.account()};
  return refresh_next(unit_.db(), one);
}

Result<void> Accounts::refresh_next(Db& db, std::span<const AccountId> accounts) {
  const std::vector<Value> rows(accounts.begin(), accounts.end());
  TRY(
      db.run_all("UPDATE account SET"
                 " next_due = (SELECT MIN(at) FROM"
                 " (SELECT MIN(look_at) AS at FROM reminder WHERE account = $1 AND state = 'waiting'"
                 " UNION ALL SELECT MIN(look_at) FROM reminder WHERE account = $1 AND state = 'held') AS looked_for),"
                 " next_look = (SELECT MIN(look_at) FROM attempt WHERE account = $1 AND look_at IS NOT NULL)"
                 " WHERE account = $1",
                 1, rows));
  return {};
}

Result<EarliestWork> Accounts::earliest_work() {
  const Rows rows =
      TRY(unit_.db().run("SELECT (SELECT MIN(next_due) FROM account WHERE next_due IS NOT NULL),"
                         " (SELECT MIN(next_look) FROM account WHERE next_look IS NOT NULL)"));
  return EarliestWork{.due = rows[0][0].maybe_instant(), .look = rows[0][1].maybe_instant()};
}

Result<std::vector<AccountId>> Accounts::with_due(AccountId after, int limit, double begin) {
  const Rows rows =
      TRY(unit_.db().run("SELECT account FROM account WHERE next_due <= $1 ORDER BY next_due", {unit_.now()}));
  if (!after && !rows.empty() && begin > 0) {
    std::vector<AccountId> accounts = read_accounts(rows);
    std::ranges::sort(accounts);
    after = accounts[static_cast<std::size_t>(begin * static_cast<double>(accounts.size()))];
  }
  return in_a_circle(rows, after, limit);
}

Result<std::vector<AccountId>> Accounts::with_looks(AccountId after, int limit) {
  return in_a_circle(
      TRY(unit_.db().run("SELECT account FROM account WHERE next_look <= $1 ORDER BY next_look", {unit_.now()})), after,
      limit);
}

Result<std::vector<int>> Accounts::due_of(std::span<const AccountId> accounts, int most) {
  constexpr std::string_view count =
      "SELECT COUNT(*) FROM (SELECT 1 FROM reminder WHERE account = $1 AND state = 'waiting' AND look_at <= $2"
      " LIMIT $3) AS due";
  std::vector<Value> rows;
  for (const AccountId account : accounts) rows.insert(rows.end(), {account, unit_.now(), most});
  TRY(unit_.db().foresee(count, 3, rows));
  std::vector<int> found;
  for (std::size_t at = 0; at < rows.size(); at += 3)
    found.push_back(static_cast<int>(TRY(unit_.db().run(count, std::span(rows).subspan(at, 3)))[0][0].number()));
  return found;
}

Result<std::optional<Instant>> Accounts::next_work() {
  const Rows rows =
      TRY(unit_.db().run("SELECT (SELECT MIN(next_due) FROM account WHERE next_due > $1),"
                         " (SELECT MIN(next_look) FROM account WHERE next_look > $1)",
                         {unit_.now()}));
  return EarliestWork{.due = rows[0][0].maybe_instant(), .look = rows[0][1].maybe_instant()}.first();
}

Result<std::vector<AccountId>> Accounts::with_orphans() {
  return read_accounts(
      TRY(unit_.db().run("SELECT DISTINCT account FROM attempt WHERE look_at IS NOT NULL AND state = 'intended' AND "
                         "epoch < $1 AND node = $2"
                         " ORDER BY account",
                         {unit_.node().epoch, unit_.node().node})));
}

Result<std::vector<AccountId>> Accounts::with_calls_to_silence(int limit) {
  return read_accounts(TRY(unit_.db().run(
      "SELECT DISTINCT account FROM attempt WHERE look_at IS NOT NULL AND channel = 'call' AND silenced = 'none'"
      " AND state IN ('intended', 'accepted', 'ringing', 'unknown') ORDER BY account LIMIT $1",
      {limit})));
}

Result<std::vector<AccountId>> Accounts::all() {
  return read_accounts(TRY(unit_.db().run("SELECT account FROM account WHERE account > 0 ORDER BY account")));
}

Result<AccountId> Accounts::by_number(const std::string& number) {
  const Rows rows =
      TRY(unit_.db().run("SELECT account FROM account WHERE caller_number = $1 ORDER BY account LIMIT 1", {number}));
  if (rows.empty()) return no_account();
  return rows[0][0].id<AccountId>();
}

Result<std::int64_t> Accounts::begin_epoch(const std::string& node) {
  const Rows rows = TRY(
      unit_.db().run("INSERT INTO node (node, epoch, heartbeat) VALUES ($1, $3, $2) ON CONFLICT (node) DO UPDATE SET"
                     " epoch = CASE WHEN node.epoch < $3 THEN $3 ELSE node.epoch + 1 END, heartbeat = $2"
                     " RETURNING epoch",
                     {node, unit_.now(), to_millis(unit_.now()) / 1000}));
  return rows[0][0].number();
}

}  // namespace courtesy
