#include "node/sweeper.h"

#include "store/unit.h"

namespace courtesy {

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
  parts_.store.read(
      AccountId{},
      [work, tz = tz()](Unit& house) -> Result<void> {
        *work = {};
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
  if (work->accounts.empty()) {
    sweeping_ = false;
    return;
  }
  const AccountId account = work->accounts.back();
  work->accounts.pop_back();
  parts_.store.write(
      account, [](Unit& unit) { return sweep_account(unit); }, done);
}

}  // namespace courtesy
