#include "store/postgres/account_units.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <map>

#include "store/accounts.h"
#include "store/ledger.h"
#include "store/trips.h"

namespace courtesy {
namespace {

/// Of the server's own locks, which cost no row: two names with one number only wait for each other.
std::int64_t lock_of(const std::string& node) {
  std::uint64_t hash = 0xcbf29ce484222325;  // FNV-1a
  for (const char c : node) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3;
  return static_cast<std::int64_t>(hash);
}

using Guards = std::map<AccountId, AccountRow>;

std::string array_of(const std::vector<AccountId>& accounts) {
  std::string text = "{";
  for (const AccountId account : accounts)
    fmt::format_to(std::back_inserter(text), "{}{}", text.size() == 1 ? "" : ",", account.value());
  return text + "}";
}

/// Of all of them in one statement, in the order of their numbers: two that wait never wait for each other.
Result<void> take(Db& db, const NodeEpoch& node, const std::vector<AccountId>& accounts, bool if_free, Guards& guards) {
  static const std::string wait =
      std::string("SELECT account, COALESCE((SELECT epoch FROM node WHERE node = $2), 0), ")
          .append(account_columns)
          .append(" FROM account WHERE account = ANY($1::bigint[]) ORDER BY account FOR NO KEY UPDATE OF account");
  static const std::string pass_over = wait + " SKIP LOCKED";
  if (accounts.empty()) return {};
  Rows rows = TRY(db.run(if_free ? pass_over : wait, {array_of(accounts), node.node}));
  if (rows.size() < accounts.size() && !if_free) return Error{ErrorCode::not_found, "no such account"};
  for (Row& row : rows) {
    if (node.epoch != 0 && row[1].number() != node.epoch)
      return Error{ErrorCode::conflict, "another life of this node has taken over: it must not write"};
    guards.emplace(row[0].id<AccountId>(), read_account_row(row, 2));
  }
  return {};
}

/// First those that are waited for, so that nobody is kept waiting by one who waits himself.
Result<Guards> take_guards(Db& db, const NodeEpoch& node, std::span<const WriteJob> jobs) {
  // Before the epoch is read, and by a statement of its own: it is read as it is once the lock is had.
  if (node.epoch != 0) TRY(db.run("SELECT pg_advisory_xact_lock_shared($1)", {lock_of(node.node)}));
  std::map<AccountId, bool> may_be_put_off;
  for (const auto& job : jobs) {
    bool& all = may_be_put_off.try_emplace(job.account, true).first->second;
    all = all && job.may_be_put_off;
  }
  std::vector<AccountId> waited_for, if_free;
  for (const auto& [account, put_off] : may_be_put_off) (put_off ? if_free : waited_for).push_back(account);
  Guards guards;
  TRY(take(db, node, waited_for, false, guards));
  TRY(take(db, node, if_free, true, guards));
  return guards;
}

Result<void> refresh_next(Db& db, const Guards& guards) {
  std::vector<AccountId> accounts;
  for (const auto& [account, row] : guards) accounts.push_back(account);
  return Accounts::refresh_next(db, accounts);
}

/// Of those whose guards are had: what they will read is asked for together.
Result<void> run_all(std::span<WriteJob> jobs, std::map<AccountId, Unit>& units) {
  for (auto& job : jobs) {
    const auto unit = units.find(job.account);
    if (unit != units.end() && job.foresight) TRY(job.foresight(unit->second));
  }
  for (auto& job : jobs) {
    const auto unit = units.find(job.account);
    if (unit != units.end()) TRY(job.work(unit->second));
  }
  return {};
}

/// Each intent has read that nothing was stopped, and the others have taken their time since.
Result<void> not_stopped_since(Db& db, std::span<const WriteJob> jobs) {
  const bool sends = std::ranges::any_of(jobs, [](const WriteJob& job) { return job.may_be_put_off; });
  if (jobs.size() < 2 || !sends) return {};
  if (TRY(db.run("SELECT 1 FROM stop WHERE scope = 'house'")).empty()) return {};
  return Error{ErrorCode::conflict, "the house was stopped meanwhile: each unit looks for itself"};
}

void tell(SeenMarks& seen, std::map<AccountId, Unit>& units) {
  for (auto& [account, unit] : units) {
    if (const auto& head = unit.ledger().appended()) seen.saw({account, head->seq, head->link});
  }
}

bool is_of_store(const Error& error) { return error.code == ErrorCode::unavailable || error.code == ErrorCode::full; }

}  // namespace

Result<std::int64_t> begin_life(Db& db, const std::string& node, const Clock& clock, const StoreSettings& settings) {
  TRY(db.begin());
  const auto begun = [&]() -> Result<std::int64_t> {
    TRY(db.run("SELECT pg_advisory_xact_lock($1)", {lock_of(node)}));
    Unit house(db, AccountId{}, clock.now(), settings, {});
    return house.accounts().begin_epoch(node);
  }();
  if (!begun) db.roll_back();
  if (!begun) return begun;
  if (db.commit() == CommitEnding::committed) return begun;
  return Error{ErrorCode::unavailable, "the database did not take a new life of this node"};
}

WriteEnding run_together(Db& db, std::span<WriteJob> jobs, const Clock& clock, const StoreSettings& settings,
                         const NodeEpoch& node, SeenMarks* seen, std::set<AccountId>* written) {
  const auto none = [&](Error error, bool of_store) {
    db.roll_back();
    return WriteEnding{.commit = CommitEnding::rolled_back, .work = std::move(error), .of_store = of_store};
  };
  if (const Result<void> begun = db.begin(); !begun) return none(begun.error(), true);
  Result<Guards> guards = take_guards(db, node, jobs);
  if (!guards) return none(guards.error(), is_of_store(guards.error()));
  if (guards->empty()) {
    db.roll_back();
    return {.commit = CommitEnding::rolled_back, .work = {}, .passed_over = true};
  }
  std::map<AccountId, Unit> units;
  for (auto& [account, row] : *guards) {
    Unit& unit = units.try_emplace(account, db, account, clock.now(), settings, node).first->second;
    unit.accounts().keep_row(std::move(row));
  }
  if (const Result<void> ran = run_all(jobs, units); !ran) return none(ran.error(), false);
  if (const Result<void> looked = not_stopped_since(db, jobs); !looked) return none(looked.error(), false);
  if (const Result<void> refreshed = refresh_next(db, *guards); !refreshed)
    return none(refreshed.error(), is_of_store(refreshed.error()));
  if (written != nullptr) {
    written->clear();
    for (const auto& [account, row] : *guards) written->insert(account);
  }
  const CommitEnding commit = db.commit();
  if (seen != nullptr && commit == CommitEnding::committed) tell(*seen, units);
  Result<void> why = commit == CommitEnding::rolled_back ? db.why_not_committed() : Result<void>{};
  const bool of_store = commit != CommitEnding::committed && (why || is_of_store(why.error()));
  return {.commit = commit, .work = std::move(why), .of_store = of_store};
}

Result<void> stop_since_it_went_back(Db& db, std::int64_t accounts, const Clock& clock, const StoreSettings& settings,
                                     const NodeEpoch& node) {
  // As a tool: the node's own life may be one that the database does not know.
  WriteJob job{AccountId{},
               [&](Unit& house) -> Result<void> {
                 TRY(
                     house.db().run("INSERT INTO node (node, epoch, heartbeat) VALUES ($1, $2, $3)"
                                    " ON CONFLICT (node) DO UPDATE SET epoch = $2 WHERE node.epoch < $2",
                                    {node.node, node.epoch, house.now()}));
                 return house.trips().add(
                     {.rule = TripRule::store_went_back, .value = accounts, .limit = 0, .about = node.node});
               },
               {}};
  const WriteEnding ending = run_together(db, {&job, 1}, clock, settings, {});
  if (ending.commit == CommitEnding::committed) return {};
  if (!ending.work) return ending.work;
  return Error{ErrorCode::unavailable, "the database is older than it was, and did not take the stop"};
}

Result<std::int64_t> stored_epoch(Db& db, const NodeEpoch& node) {
  const Rows rows = TRY(db.run("SELECT epoch FROM node WHERE node = $1", {node.node}));
  return rows.empty() ? 0 : rows[0][0].number();
}

}  // namespace courtesy
