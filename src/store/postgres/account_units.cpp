#include "store/postgres/account_units.h"

#include <algorithm>

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

enum class Guard { ours, anothers };

Result<Guard> take_guard(Db& db, const NodeEpoch& node, AccountId account, bool if_free) {
  // Before the epoch is read, and by a statement of its own: it is read as it is once the lock is had.
  if (node.epoch != 0) TRY(db.run("SELECT pg_advisory_xact_lock_shared($1)", {lock_of(node.node)}));
  static const std::string wait =
      "SELECT COALESCE((SELECT epoch FROM node WHERE node = $2), 0) FROM account WHERE account = $1"
      " FOR NO KEY UPDATE OF account";
  static const std::string pass_over = wait + " SKIP LOCKED";
  const Rows rows = TRY(db.run(if_free ? pass_over : wait, {account, node.node}));
  if (rows.empty() && if_free) return Guard::anothers;
  if (rows.empty()) return Error{ErrorCode::not_found, "no such account"};
  if (node.epoch != 0 && rows[0][0].number() != node.epoch)
    return Error{ErrorCode::conflict, "another life of this node has taken over: it must not write"};
  return Guard::ours;
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
                         const NodeEpoch& node, SeenMarks* seen) {
  const auto none = [&](Error error, bool of_store) {
    db.roll_back();
    return WriteEnding{.commit = CommitEnding::rolled_back, .work = std::move(error), .of_store = of_store};
  };
  const AccountId account = jobs.front().account;
  const bool if_free = std::ranges::all_of(jobs, &WriteJob::may_be_put_off);
  if (const Result<void> begun = db.begin(); !begun) return none(begun.error(), true);
  const Result<Guard> guard = take_guard(db, node, account, if_free);
  if (!guard) return none(guard.error(), is_of_store(guard.error()));
  if (*guard == Guard::anothers) {
    db.roll_back();
    return {.commit = CommitEnding::rolled_back, .work = {}, .passed_over = true};
  }
  Unit unit(db, account, clock.now(), settings, node);
  for (auto& job : jobs) {
    if (const Result<void> work = job.work(unit); !work) return none(work.error(), false);
  }
  if (const Result<void> refreshed = unit.accounts().refresh_next(); !refreshed)
    return none(refreshed.error(), is_of_store(refreshed.error()));
  const CommitEnding commit = db.commit();
  if (const auto& head = unit.ledger().appended(); head && seen != nullptr && commit == CommitEnding::committed)
    seen->saw({account, head->seq, head->link});
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
