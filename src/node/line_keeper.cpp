#include "node/line_keeper.h"

#include "store/line_tidying.h"
#include "store/sessions.h"
#include "store/unit.h"
#include "webhook/inbound.h"

namespace courtesy {
namespace {

constexpr int most_at_once = 100;

Result<void> tend(Unit& unit, const CallDesk& desk) {
  for (auto& session : TRY(Sessions(unit).unended(unit.now() - longest_call, most_at_once)))
    TRY(end_forgotten(unit, desk, std::move(session)));
  return tidy_lines(unit);
}

}  // namespace

void LineKeeper::start() {
  timer_ = parts_.loop.at(parts_.clock.uptime() + every, [this] {
    look();
    start();
  });
}

void LineKeeper::look() {
  if (std::exchange(looking_, true)) return;
  const auto accounts = std::make_shared<std::vector<AccountId>>();
  parts_.store.read(
      AccountId{},
      [accounts](Unit& house) -> Result<void> {
        *accounts = TRY(accounts_to_tidy(house));
        return {};
      },
      [this, accounts](const Result<void>& read) {
        if (!read) parts_.log.warning("lines_not_looked_after", {{"why", read.error().message}});
        next(accounts);
      });
}

void LineKeeper::next(std::shared_ptr<std::vector<AccountId>> accounts) {
  if (accounts->empty()) {
    looking_ = false;
    return;
  }
  const AccountId account = accounts->back();
  accounts->pop_back();
  parts_.store.write(
      account, [this](Unit& unit) { return tend(unit, parts_.desk); },
      [this, accounts](const WriteEnding& ending) {
        if (ending.commit != CommitEnding::committed) parts_.log.warning("lines_not_tidied", {});
        next(accounts);
      });
}

}  // namespace courtesy
