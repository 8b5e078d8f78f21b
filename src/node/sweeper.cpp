#include "node/sweeper.h"

#include "store/accounts.h"
#include "store/ledger_prune.h"
#include "store/unit.h"

namespace courtesy {
namespace {

constexpr hours prune_every{24};

}  // namespace

void Sweeper::start() {
  timer_ = parts_.loop.at(parts_.clock.uptime() + every_, [this] {
    sweep();
    start();
  });
}

TzAge Sweeper::tz() const {
  if (!parts_.tz_age) return {};
  return {.judged = true, .days = parts_.tz_age()};
}

void Sweeper::sweep() {
  if (std::exchange(sweeping_, true)) return;
  auto work = std::make_shared<Work>();
  const Uptime now = parts_.clock.uptime();
  const bool prunes = parts_.retention && (!pruned_ || now - *pruned_ >= prune_every);
  if (prunes) pruned_ = now;
  parts_.store.read(
      AccountId{},
      [work, prunes, tz = tz()](Unit& house) -> Result<void> {
        *work = {};
        if (prunes) work->to_prune = TRY(house.accounts().all());
        if (prunes) work->to_prune.push_back(AccountId{});
        work->accounts = TRY(accounts_to_sweep(house));
        work->house = TRY(house_needs_sweep(house, tz));
        return {};
      },
      [this, work](Result<void> read) {
        if (!read) parts_.log.error("sweep_failed", {{"error", read.error().message}});
        next(work);
      });
}

void Sweeper::next(std::shared_ptr<Work> work) {
  const auto done = [this, work](const WriteEnding& ending) {
    if (!ending.work) parts_.log.error("sweep_failed", {{"error", ending.work.error().message}});
    next(work);
  };
  if (work->house) {
    work->house = false;
    return parts_.store.write(
        AccountId{}, [tz = tz()](Unit& house) { return sweep_house(house, tz); },
        [this, done](const WriteEnding& ending) {
          parts_.changed();
          done(ending);
        });
  }
  if (work->accounts.empty()) return prune(work);
  const AccountId account = work->accounts.back();
  work->accounts.pop_back();
  parts_.store.write(
      account, [](Unit& unit) { return sweep_account(unit); }, done);
}

/// A batch at a time, an account after the other: sends go on between them.
void Sweeper::prune(std::shared_ptr<Work> work) {
  if (work->to_prune.empty()) {
    sweeping_ = false;
    return;
  }
  auto erased = std::make_shared<int>(0);
  parts_.store.write(
      work->to_prune.back(),
      [erased, limits = *parts_.retention](Unit& unit) -> Result<void> {
        *erased = TRY(prune_ledger(unit, limits));
        return {};
      },
      [this, work, erased](const WriteEnding& ending) {
        const bool written = ending.commit == CommitEnding::committed;
        if (!written) parts_.log.error("prune_failed", {});
        if (!written || *erased == 0) work->to_prune.pop_back();
        prune(work);
      });
}

}  // namespace courtesy
