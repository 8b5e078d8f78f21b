#include "store/grouper.h"

#include <algorithm>
#include <set>

#include "base/planted.h"
#include "store/accounts.h"

namespace courtesy {
namespace {

/// What units run on.
struct Ground {
  Db& db;
  const Clock& clock;
  const StoreSettings& settings;
  const NodeEpoch& node;

  Unit unit(AccountId account) const { return Unit(db, account, clock.now(), settings, node); }
};

Result<void> check_epoch(const Ground& on) {
  if (on.node.epoch == 0 || planted(Bug::epoch_ignored)) return {};
  const Rows rows = TRY(on.db.run("SELECT epoch FROM node WHERE node = $1 {FOR SHARE}", {on.node.node}));
  if (rows.empty() || rows[0][0].number() != on.node.epoch) {
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
Result<void> run_work(const Ground& on, WriteJob& job, const std::set<AccountId>& written) {
  std::optional<AccountRow> guard;
  if (!written.contains(job.account)) guard = TRY(lock_guard(on.db, job.account));
  Unit unit = on.unit(job.account);
  if (guard) unit.accounts().keep_row(std::move(*guard));
  return job.work(unit);
}

/// Once an account, however many units it had: nobody reads it before the commit.
Result<void> refresh(const Ground& on, const std::set<AccountId>& written) {
  for (const AccountId account : written) {
    Unit unit = on.unit(account);
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

UnitEnding run_in_savepoint(const Ground& on, WriteJob& job, const std::set<AccountId>& written) {
  if (const auto set = on.db.run("SAVEPOINT unit"); !set) return {set.error(), set.error()};
  Result<void> work = run_work(on, job, written);
  const auto leave = [&]() -> Result<void> {
    if (!work) TRY(on.db.run("ROLLBACK TO unit"));
    TRY(on.db.run("RELEASE unit"));
    return {};
  };
  return {work, leave()};
}

/// Each unit in one of its own; or none of them, and the first that fails is the last.
enum class Savepoints { each, none };

struct Ran {
  std::vector<Result<void>> results;  ///< of the units, in their order
  std::set<AccountId> written;
};

/// Units one after the other in one transaction, which stays open. Errors: of what is not a unit's own; then nothing of
/// it may be committed.
Result<Ran> run_units(const Ground& on, std::vector<WriteJob>& jobs, Savepoints savepoints) {
  TRY(on.db.begin());
  TRY(check_epoch(on));
  Ran ran;
  for (auto& job : jobs) {
    auto [work, savepoint] = savepoints == Savepoints::each ? run_in_savepoint(on, job, ran.written)
                                                            : UnitEnding{run_work(on, job, ran.written), {}};
    if (!savepoint) return work ? savepoint.error() : work.error();
    if (work) ran.written.insert(job.account);
    ran.results.push_back(std::move(work));
    if (!ran.results.back() && savepoints == Savepoints::none) break;
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
  const Ground on{db, clock, settings, node};
  Result<Ran> ran = run_units(on, jobs, Savepoints::none);
  const bool all_good = !ran || std::ranges::all_of(ran->results, &Result<void>::ok);
  if (!all_good) {
    db.roll_back();
    ran = run_units(on, jobs, Savepoints::each);
  }
  if (ran) {
    if (const Result<void> refreshed = refresh(on, ran->written); !refreshed) ran = refreshed.error();
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
  const Ground on{db, clock, settings, node};
  const auto of_store = [&](const Error& error) {
    db.roll_back();
    return WriteEnding{CommitEnding::rolled_back, error, error.code != ErrorCode::conflict};
  };
  if (const Result<void> begun = db.begin(); !begun) return of_store(begun.error());
  if (const Result<void> ours = check_epoch(on); !ours) return of_store(ours.error());
  if (Result<void> work = run_work(on, job, {}); !work) {
    db.roll_back();
    return {CommitEnding::rolled_back, std::move(work), false};
  }
  if (const Result<void> refreshed = refresh(on, {job.account}); !refreshed) return of_store(refreshed.error());
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
