#include "store/grouper.h"

#include "store/accounts.h"

namespace courtesy {
namespace {

Result<void> check_epoch(Db& db, const NodeEpoch& node) {
  if (node.epoch == 0) return {};
  const Rows rows = TRY(db.run("SELECT epoch FROM node WHERE node = $1", {node.node}));
  if (rows.empty() || rows[0][0].number() != node.epoch) {
    return Error{ErrorCode::conflict, "another life of this node has taken over: it must not write"};
  }
  return {};
}

Result<void> run_work(Db& db, WriteJob& job, const Clock& clock, const StoreSettings& settings, const NodeEpoch& node) {
  // A write to the guard row locks it in both databases.
  const Rows guard =
      TRY(db.run("UPDATE account SET ledger_seq = ledger_seq WHERE account = $1 RETURNING account", {job.account}));
  if (guard.empty()) return Error{ErrorCode::not_found, "no such account"};
  Unit unit(db, job.account, clock.now(), settings, node);
  TRY(job.work(unit));
  return unit.accounts().refresh_next();
}

struct UnitEnding {
  Result<void> work;
  /// An error of the savepoint itself: then nobody knows what the transaction still holds. A full disk, for one, makes
  /// SQLite roll back the whole of it in the middle of a unit, and what follows would be committed bit by bit.
  Result<void> savepoint;
};

UnitEnding run_in_savepoint(Db& db, WriteJob& job, const Clock& clock, const StoreSettings& settings,
                            const NodeEpoch& node) {
  if (const auto set = db.run("SAVEPOINT unit"); !set) return {set.error(), set.error()};
  Result<void> work = run_work(db, job, clock, settings, node);
  const auto leave = [&]() -> Result<void> {
    if (!work) TRY(db.run("ROLLBACK TO unit"));
    TRY(db.run("RELEASE unit"));
    return {};
  };
  return {work, leave()};
}

std::vector<WriteDone> all_rolled_back(std::vector<WriteJob> jobs, const Error& error) {
  std::vector<WriteDone> done;
  for (auto& job : jobs) done.push_back({std::move(job.done), {CommitEnding::rolled_back, error}});
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
  for (auto& job : jobs) {
    auto [work, savepoint] = run_in_savepoint(db, job, clock, settings, node);
    if (!savepoint) {
      db.roll_back();
      return all_rolled_back(std::move(jobs), work ? savepoint.error() : work.error());
    }
    results.push_back(std::move(work));
  }
  const CommitEnding commit = db.commit();
  std::vector<WriteDone> done;
  for (std::size_t i = 0; i < jobs.size(); ++i) {
    const CommitEnding ending = results[i] ? commit : CommitEnding::rolled_back;
    done.push_back({std::move(jobs[i].done), {ending, std::move(results[i])}});
  }
  return done;
}

Result<void> run_read(Db& db, AccountId account, Work& work, const Clock& clock, const StoreSettings& settings) {
  TRY(db.begin());
  Unit unit(db, account, clock.now(), settings, {});
  const Result<void> result = work(unit);
  db.roll_back();
  return result;
}

}  // namespace courtesy
