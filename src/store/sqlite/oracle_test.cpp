// The store and its oracle in lock-step, on a disk that loses what was not synced.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include <cstdlib>

#include "store/conformance/picture.h"
#include "store/conformance/workload.h"
#include "store/sqlite/loop_bench.h"

using namespace courtesy;
using conformance::carry_out;
using conformance::Picture;
using conformance::picture_of;
using conformance::Step;
using conformance::StepKind;

namespace {

/// `COURTESY_SEEDS=n` runs n seeds instead of the few that a quick run can afford.
std::uint64_t seeds() {
  const char* wanted = std::getenv("COURTESY_SEEDS");
  return wanted != nullptr ? std::strtoull(wanted, nullptr, 10) : 24;
}

struct Counts {
  int units = 0;
  int commits = 0;
  int crashes = 0;
  int inside = 0;        ///< crashes in the middle of a group
  int came_through = 0;  ///< groups whose ending was never told, and that were there after the crash
  int full = 0;
  int failed_syncs = 0;
  int attempts = 0;
};

/// One run. What is wrong is kept in words, since a run without synced commits is expected to go wrong.
class Lockstep {
 public:
  Lockstep(std::uint64_t seed, bool durable) : random_(seed), bench_(durable), model_(conformance::workload_model()) {
    conformance::furnish(bench_, conformance::add_workload_clients);
    checkpoint_often();
  }

  /// Empty, or the first fault.
  std::string run(int groups) {
    for (int i = 0; i < groups && fault_.empty(); ++i) {
      bench_.pass(minutes{1 + static_cast<int>(random_.below(40))});
      set_fault();
      run_group();
      if (fault_.empty()) look_after();
      if (!fault_.empty()) fault_ = fmt::format("group {}: {}", i, fault_);
    }
    for (const auto& [account, book] : model_.books) counts_.attempts += static_cast<int>(book.tries.size());
    return fault_;
  }
  const Counts& counts() const { return counts_; }

 private:
  struct Running {
    Step step;
    std::string answer;
    std::optional<WriteEnding> ending;
  };

  void checkpoint_often() { (void)bench_.db().run("PRAGMA wal_autocheckpoint=24"); }

  void set_fault() {
    const std::uint64_t drawn = random_.below(100);
    if (drawn < 8) bench_.disk.halt_after(1 + random_.below(60));
    if (drawn == 8 || drawn == 9) bench_.disk.fail_syncs(1);
    full_ = drawn == 10 || drawn == 11;
    if (full_) {
      // An empty WAL has no space of its own to write in.
      (void)bench_.db().run("PRAGMA wal_checkpoint(TRUNCATE)");
      bench_.disk.fill_up(random_.below(60'000));
    }
    crash_afterwards_ = drawn == 9 || (drawn >= 11 && drawn < 14);
  }

  void run_group() {
    std::vector<Running> running(1 + random_.below(3));
    for (auto& one : running) {
      one.step = conformance::draw_step(model_, bench_.time.now(), random_);
      bench_.store().write(
          one.step.account,
          [&one](Unit& unit) -> Result<void> {
            one.answer = TRY(carry_out(unit, one.step));
            return {};
          },
          [&one](WriteEnding ending) { one.ending = std::move(ending); });
    }
    bench_.run_until([&] {
      return std::all_of(running.begin(), running.end(), [](const Running& one) { return one.ending.has_value(); });
    });
    compare_endings(running);
  }

  /// The group shares a commit: either all units that did not fail are in it, or none is.
  void compare_endings(const std::vector<Running>& running) {
    StoreModel next = model_;
    std::optional<CommitEnding> commit;
    bool failed = false;
    for (const auto& one : running) {
      ++counts_.units;
      if (!one.ending->work) {
        failed = failed || one.step.kind != StepKind::change_of_mind;
        if (!may_fail(one)) return blame(one.ending->work.error().message);
        continue;
      }
      if (one.step.kind == StepKind::change_of_mind) return blame("a unit that failed is said to have done its work");
      if (commit && *commit != one.ending->commit) return blame("one commit ended in two ways");
      commit = one.ending->commit;
      const std::string expected = carry_out(next, one.step, bench_.time.now());
      if (*commit == CommitEnding::committed && one.answer != expected)
        return blame(fmt::format("a unit answered '{}', the model '{}'", one.answer, expected));
    }
    if (commit == CommitEnding::committed) {
      ++counts_.commits;
      model_ = std::move(next);
      maybe_.clear();
      if (const std::string broken = model_.broken_promise(); !broken.empty()) blame(broken);
    } else if (commit || failed) {
      if (commit) maybe_.push_back(std::move(next));
      ++(full_ ? counts_.full : bench_.disk.halted() ? counts_.inside : counts_.failed_syncs);
    }
  }

  /// One that changed its mind does; another may roll back alone where the disk is full, or its power gone.
  bool may_fail(const Running& one) const {
    const bool on_purpose = one.step.kind == StepKind::change_of_mind;
    return one.ending->commit == CommitEnding::rolled_back && (on_purpose || full_ || bench_.disk.halted());
  }

  void look_after() {
    bench_.disk.make_space();
    if (bench_.disk.halted() || crash_afterwards_) return crash();
    compare("after an ending", false);
  }

  void crash() {
    ++counts_.crashes;
    if (const Result<void> opened = bench_.crash(random_); !opened)
      return blame(fmt::format("after a crash the store cannot be opened: {}", opened.error().message));
    checkpoint_often();
    compare("after a crash", true);
    maybe_.clear();
  }

  /// `maybe`: what a group without a told ending would have left is as good, but only as a whole.
  void compare(std::string_view when, bool maybe) {
    const Result<Picture> stored = picture_of(bench_.db());
    if (!stored) return blame(fmt::format("{} the store cannot be read: {}", when, stored.error().message));
    const Picture expected = picture_of(model_);
    if (*stored == expected) return;
    for (auto& found : maybe_) {
      if (!maybe || *stored != picture_of(found)) continue;
      ++counts_.came_through;
      model_ = std::move(found);
      return;
    }
    blame(fmt::format("{} the store is not as the model:\n{}", when, conformance::difference(*stored, expected)));
  }

  void blame(std::string what) {
    if (fault_.empty()) fault_ = std::move(what);
  }

  SeededRandom random_;
  DiskBench bench_;
  StoreModel model_;
  /// As it may be found after a crash instead: one for each group since the last commit whose ending was not told.
  std::vector<StoreModel> maybe_;
  bool crash_afterwards_ = false;
  bool full_ = false;
  std::string fault_;
  Counts counts_;
};

}  // namespace

TEST_CASE("the store does what its model does, and no crash takes back what was committed") {
  Counts all;
  for (std::uint64_t seed = 1; seed <= seeds(); ++seed) {
    CAPTURE(seed);
    Lockstep lockstep(seed, true);
    CHECK(lockstep.run(150) == "");
    const Counts& counts = lockstep.counts();
    all.units += counts.units;
    all.commits += counts.commits;
    all.crashes += counts.crashes;
    all.inside += counts.inside;
    all.came_through += counts.came_through;
    all.full += counts.full;
    all.failed_syncs += counts.failed_syncs;
    all.attempts += counts.attempts;
  }
  MESSAGE(fmt::format(
      "{} units, {} commits, {} attempts; {} crashes, {} of them inside of a commit, after which {} "
      "groups were there all the same; {} full disks, {} failed syncs",
      all.units, all.commits, all.attempts, all.crashes, all.inside, all.came_through, all.full, all.failed_syncs));
  CHECK(all.attempts > 0);
  CHECK(all.inside > 0);
  CHECK(all.came_through > 0);
  CHECK(all.full > 0);
  CHECK(all.failed_syncs > 0);
}

TEST_CASE("the comparison can fail: without synced commits a crash takes committed units back") {
  int lost = 0;
  for (std::uint64_t seed = 1; seed <= 6; ++seed) {
    Lockstep lockstep(seed, false);
    const std::string fault = lockstep.run(150);
    lost += fault.find("after a crash") != std::string::npos ? 1 : 0;
  }
  CHECK(lost > 0);
}
