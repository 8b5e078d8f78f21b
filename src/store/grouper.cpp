#include "store/grouper.h"

#include <algorithm>
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

/// SQLite's transaction has the one writer's lock already; there it is read that the account exists.
Result<AccountRow> lock_guard(Db& db, AccountId account) {
  static const std::string sql =
      std::string("SELECT ").append(account_columns).append(" FROM account WHERE account = $1 {FOR UPDATE}");
  Rows rows = TRY(db.run(sql, {account}));
  if (rows.empty()) return Error{ErrorCode::not_found, "no such account"};
  return read_account_row(rows[0]);
}

/// `written`: accounts of which a unit of this group has succeeded. Their guards are had until the commit.
Result<void> run_work(Db& db, WriteJob& job, const Clock& clock, const StoreSettings& settings, const NodeEpoch& node,
                      const std::set<AccountId>& written) {
  std::optional<AccountRow> guard;
  if (!written.contains(job.account)) guard = TRY(lock_guard(db, job.account));
  Unit unit(db, job.account, clock.now(), settings, node);
  if (guard) unit.accounts().keep_row(std::move(*guard));
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

UnitEnding run_as_it_is(Db& db, WriteJob& job, const Clock& clock, const StoreSettings& settings, const NodeEpoch& node,
                        const std::set<AccountId>& written) {
  return {run_work(db, job, clock, settings, node, written), {}};
}

struct Ran {
  std::vector<Result<void>> results;  ///< of the units, in their order; as it is, up to the first that failed
  std::set<AccountId> written;
};

/// Units one after the other in one transaction, which stays open. Errors: of what is not a unit's own; then nothing of
/// it may be committed.
Result<Ran> run_units(Db& db, std::vector<WriteJob>& jobs, const Clock& clock, const StoreSettings& settings,
                      const NodeEpoch& node, decltype(run_in_savepoint)& run) {
  TRY(db.begin());
  TRY(check_epoch(db, node));
  Ran ran;
  for (auto& job : jobs) {
    auto [work, savepoint] = run(db, job, clock, settings, node, ran.written);
    if (!savepoint) return work ? savepoint.error() : work.error();
    if (work) ran.written.insert(job.account);
    ran.results.push_back(std::move(work));
    if (!ran.results.back() && &run == &run_as_it_is) break;
  }
  return ran;
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
  Result<Ran> ran = run_units(db, jobs, clock, settings, node, run_as_it_is);
  const bool all_good = !ran || std::ranges::all_of(ran->results, &Result<void>::ok);
  if (!all_good) {
    db.roll_back();
    ran = run_units(db, jobs, clock, settings, node, run_in_savepoint);
  }
  if (ran) {
    if (const Result<void> refreshed = refresh(db, ran->written, clock, settings, node); !refreshed)
      ran = refreshed.error();
  }
  if (!ran) {
    db.roll_back();
    return all_rolled_back(std::move(jobs), ran.error());
  }
  const CommitEnding commit = db.commit();
  std::vector<WriteDone> done;
  for (std::size_t i = 0; i < jobs.size(); ++i) {
    Result<void>& work = ran->results[i];
    const CommitEnding ending = work ? commit : CommitEnding::rolled_back;
    const bool of_store = work && commit != CommitEnding::committed;
    done.push_back({std::move(jobs[i].done), {ending, std::move(work), of_store}});
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
