#include "simulation/sim_store.h"

namespace courtesy::simulation {

/// The machine's database, but for the commit, which the witness makes.
class SimStore::CommittingDb final : public Db {
 public:
  CommittingDb(Db& db, StoreWitness& witness, const std::vector<UnitTrace>& traces)
      : db_(db), witness_(witness), traces_(traces) {}

  Result<void> begin() override {
    witness_.begins();
    return db_.begin();
  }
  Result<Rows> run(std::string_view sql, std::span<const Value> values) override { return db_.run(sql, values); }
  Result<Rows> run_each(std::string_view sql, std::size_t width, std::span<const Value> rows) override {
    return db_.run_each(sql, width, rows);
  }
  CommitEnding commit() override {
    CommitEnding ending = CommitEnding::unknown;
    fate = witness_.commit(db_, traces_, ending);
    return ending;
  }
  void roll_back() override { db_.roll_back(); }

  Fate fate = Fate::rolled_back;

 private:
  Db& db_;
  StoreWitness& witness_;
  const std::vector<UnitTrace>& traces_;
};

milliseconds SimStore::delay() {
  const auto drawn = parts_.random.below(100);
  const milliseconds usual{drawn < 60 ? 0 : drawn < 97 ? parts_.random.below(6) : parts_.random.below(400)};
  return usual + std::exchange(extra_, milliseconds{0});
}

void SimStore::later(milliseconds delay, Task task) {
  if (delay > milliseconds{0}) return delays_.in(delay, std::move(task));
  parts_.loop.post([alive = std::weak_ptr(alive_), task = std::move(task)]() mutable {
    if (!alive.expired()) task();
  });
}

void SimStore::write(AccountId account, Work work, UniqueFunction<void(WriteEnding)> done) {
  if (parts_.loop.dead()) return;
  waiting_.push_back({account, std::move(work), std::move(done)});
  if (waiting_.size() == 1) later(delay(), [this] { run(); });
}

void SimStore::run() {
  auto jobs = std::exchange(waiting_, {});
  std::vector<UnitTrace> traces(jobs.size());
  for (std::size_t i = 0; i < jobs.size(); ++i) {
    jobs[i].work = [this, account = jobs[i].account, trace = &traces[i],
                    work = std::move(jobs[i].work)](Unit& unit) mutable -> Result<void> {
      *trace = {.account = account.value()};
      parts_.witness.unit_runs(trace);
      Result<void> result = work(unit);
      parts_.witness.unit_runs(nullptr);
      if (!result) *trace = {.account = account.value()};
      if (result) TRY(parts_.witness.unit_ran(unit, *trace));
      return result;
    };
  }
  CommittingDb db(parts_.witness.database(), parts_.witness, traces);
  auto finished = run_group(db, std::move(jobs), parts_.loop, parts_.settings, node_);
  for (std::size_t i = 0; i < finished.size(); ++i) {
    if (!finished[i].ending.work) traces[i] = {.account = traces[i].account};
  }
  parts_.witness.over(std::move(traces), db.fate);
  for (auto& one : finished) {
    later(milliseconds{0}, [one = std::move(one)]() mutable { one.done(std::move(one.ending)); });
  }
}

void SimStore::read(AccountId account, Work work, UniqueFunction<void(Result<void>)> done) {
  if (parts_.loop.dead()) return;
  later(milliseconds{0}, [this, account, work = std::move(work), done = std::move(done)]() mutable {
    done(run_read(parts_.witness.database(), account, work, parts_.loop, parts_.settings));
  });
}

}  // namespace courtesy::simulation
