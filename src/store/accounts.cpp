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

Result<std::optional<Stop>> stop_of_the_house(Unit& unit) {
  const Rows house = TRY(unit.db().run("SELECT at, who, why FROM stop WHERE scope = 'house'"));
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

Result<Account> Accounts::get() {
  const Rows rows =
      TRY(unit_.db().run("SELECT name, spoken_name, callback_number, caller_number, email_from, zone, country, "
                         "language FROM account WHERE account = $1",
                         {unit_.account()}));
  if (rows.empty()) return no_account();
  const Row& row = rows[0];
  return Account{.name = row[0].text(),
                 .spoken_name = row[1].text(),
                 .callback_number = row[2].text(),
                 .caller_number = row[3].text(),
                 .email_from = row[4].text(),
                 .zone = row[5].text(),
                 .country = row[6].text(),
                 .language = row[7].text()};
}

Result<std::optional<Stop>> Accounts::stop() {
  auto house = TRY(stop_of_the_house(unit_));
  if (house || !unit_.account()) return house;
  return own_stop();
}

Result<std::optional<Stop>> Accounts::own_stop() {
  if (!unit_.account()) return stop_of_the_house(unit_);
  const Rows own = TRY(
      unit_.db().run("SELECT stopped_at, stopped_who, stopped_why FROM account WHERE account = $1", {unit_.account()}));
  if (own.empty()) return no_account();
  if (own[0][0].null()) return std::optional<Stop>{};
  return std::optional(Stop{own[0][0].instant(), own[0][1].text(), own[0][2].text(), false});
}

Result<void> Accounts::set_stop(const std::string& who, const std::string& why) {
  if (!unit_.account()) {
    TRY(unit_.db().run("INSERT INTO stop (scope, at, who, why) VALUES ('house', $1, $2, $3) ON CONFLICT DO NOTHING",
                       {unit_.now(), who, why}));
    return {};
  }
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

Result<std::int64_t> Accounts::waiting_until(Instant until) {
  const Rows rows =
      TRY(unit_.db().run("SELECT COUNT(*) FROM reminder WHERE account = $1 AND state = 'waiting' AND look_at <= $2",
                         {unit_.account(), until}));
  return rows[0][0].number();
}

Result<void> Accounts::refresh_next() {
  TRY(unit_.db().run(
      "UPDATE account SET"
      " next_due = (SELECT MIN(at) FROM"
      " (SELECT MIN(look_at) AS at FROM reminder WHERE account = $1 AND state = 'waiting'"
      " UNION ALL SELECT MIN(look_at) FROM reminder WHERE account = $1 AND state = 'held') AS looked_for),"
      " next_look = (SELECT MIN(look_at) FROM attempt WHERE account = $1 AND look_at IS NOT NULL)"
      " WHERE account = $1",
      {unit_.account()}));
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
  const Rows rows =
      TRY(unit_.db().run("INSERT INTO node (node, epoch, heartbeat) VALUES ($1, 1, $2)"
                         " ON CONFLICT (node) DO UPDATE SET epoch = node.epoch + 1, heartbeat = $2 RETURNING epoch",
                         {node, unit_.now()}));
  return rows[0][0].number();
}

}  // namespace courtesy
