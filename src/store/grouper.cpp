#include "store/grouper.h"

#include <set>

#include "base/planted.h"
#include "store/accounts.h"

namespace courtesy {
namespace {

Result<void> check_epoch(Db& db, const NodeEpoch& node) {
  if (node.epoch == 0 || planted(Bug::epoch_ignored)) return {};
  const Rows rows = TRY(db.run("SELECT epoch FROM node WHERE node = $1 {FOR SHARE}", {node.node}));
  if (rows.empty() || rows[0][0].number() != node.epoch) {
    return Error{ErrorCode::conflict, "another life of this node has taken over: it must not write"};
  }
  return {};
}

/// A write to the guard row locks it in both databases.
Result<void> lock_guard(Db& db, AccountId account) {
  const Rows guard =
      TRY(db.run("UPDATE account SET ledger_seq = ledger_seq WHERE account = $1 RETURNING account", {account}));
  if (guard.empty()) return Error{ErrorCode::not_found, "no such account"};
  return {};
}

/// `written`: accounts of which a unit of this group has succeeded. Their guards are had until the commit.
Result<void> run_work(Db& db, WriteJob& job, const Clock& clock, const StoreSettings& settings, const NodeEpoch& node,
                      const std::set<AccountId>& written) {
  if (!written.contains(job.account)) TRY(lock_guard(db, job.account));
  Unit unit(db, job.account, clock.now(), settings, node);
  return job.work(unit);
}

/// Once an account, however many units it had: nobody reads it before the commit.
Result<void> refresh(Db& db, const std::set<AccountId>& written, const Clock& clock, const StoreSettings& settings,
                     const NodeEpoch& node) {
  for (const AccountId account : written) {
    Unit unit(db, account, clock.now(), settings, node);
    TRY(unit.accounts().refresh_next());
  }
  return {};
}

struct UnitEnding {
  Result<void> work;
  /// An error of the savepoint itself: then nobody knows what the transaction still holds. A full disk, for one, makes
  /// SQLite roll back the whole of it in the middle of a unit, and what follows would be committed bit by bit.
  Result<void> savepoint;
};

UnitEnding run_in_savepoint(Db& db, WriteJob& job, const Clock& clock, const StoreSettings& settings,
                            const NodeEpoch& node, const std::set<AccountId>& written) {
  if (const auto set = db.run("SAVEPOINT unit"); !set) return {set.error(), set.error()};
  Result<void> work = run_work(db, job, clock, settings, node, written);
  const auto leave = [&]() -> Result<void> {
    if (!work) TRY(db.run("ROLLBACK TO unit"));
    TRY(db.run("RELEASE unit"));
    return {};
  };
  return {work, leave()};
}

std::vector<WriteDone> all_rolled_back(std::vector<WriteJob> jobs, const Error& error) {
  // A life that was replaced finds no better store by waiting.
  const bool of_store = error.code != ErrorCode::conflict;
  std::vector<WriteDone> done;
  for (auto& job : jobs) done.push_back({std::move(job.done), {CommitEnding::rolled_back, error, of_store}});
  return done;
}

}  // namespace

std::vector<WriteDone> run_group(Db& db, std::vector<WriteJob> jobs, const Clock& clock, const StoreSettings& settings,
                                 const NodeEpoch& node) {
  if (const Result<void> begun = db.begin(); !begun) return all_rolled_back(std::move(jobs), begun.error());
  if (const Result<void> ours = check_epoch(db, node); !ours) {
    db.roll_back();
    return all_rolled_back(std::move(jobs), ours.error());
  }
  std::vector<Result<void>> results;
  std::set<AccountId> written;
  for (auto& job : jobs) {
    auto [work, savepoint] = run_in_savepoint(db, job, clock, settings, node, written);
    if (!savepoint) {
      db.roll_back();
      return all_rolled_back(std::move(jobs), work ? savepoint.error() : work.error());
    }
    if (work) written.insert(job.account);
    results.push_back(std::move(work));
  }
  if (const Result<void> refreshed = refresh(db, written, clock, settings, node); !refreshed) {
    db.roll_back();
    return all_rolled_back(std::move(jobs), refreshed.error());
  }
  const CommitEnding commit = db.commit();
  std::vector<WriteDone> done;
  for (std::size_t i = 0; i < jobs.size(); ++i) {
    const CommitEnding ending = results[i] ? commit : CommitEnding::rolled_back;
    const bool of_store = results[i] && commit != CommitEnding::committed;
    done.push_back({std::move(jobs[i].done), {ending, std::move(results[i]), of_store}});
  }
  return done;
}

WriteEnding run_alone(Db& db, WriteJob& job, const Clock& clock, const StoreSettings& settings, const NodeEpoch& node) {
  const auto of_store = [&](const Error& error) {
    db.roll_back();
    return WriteEnding{CommitEnding::rolled_back, error, error.code != ErrorCode::conflict};
  };
  if (const Result<void> begun = db.begin(); !begun) return of_store(begun.error());
  if (const Result<void> ours = check_epoch(db, node); !ours) return of_store(ours.error());
  if (Result<void> work = run_work(db, job, clock, settings, node, {}); !work) {
    db.roll_back();
    return {CommitEnding::rolled_back, std::move(work), false};
  }
  if (const Result<void> refreshed = refresh(db, {job.account}, clock, settings, node); !refreshed)
    return of_store(refreshed.error());
  const CommitEnding commit = db.commit();
  return {commit, {}, commit != CommitEnding::committed};
}

Result<void> run_read(Db& db, AccountId account, Work& work, const Clock& clock, const StoreSettings& settings) {
  TRY(db.begin());
  Unit unit(db, account, clock.now(), settings, {});
  const Result<void> result = work(unit);
  db.roll_back();
  return result;
}

}  // namespace courtesy
