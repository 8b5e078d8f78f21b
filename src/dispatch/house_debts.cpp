#include "dispatch/house_debts.h"

#include <algorithm>

namespace courtesy {
namespace {

constexpr seconds first_wait{1};
constexpr seconds longest_wait{30};

}  // namespace

void HouseDebts::owe(std::string what, std::function<Result<void>(Unit&)> work) {
  owed_.push_back({std::move(what), std::move(work)});
  if (owed_.size() > 1) return;
  next_wait_ = first_wait;
  pay();
}

void HouseDebts::pay() {
  parts_.store.write(AccountId{}, owed_.front().work, [this](const WriteEnding& ending) {
    if (ending.commit != CommitEnding::committed) return wait(ending);
    owed_.pop_front();
    next_wait_ = first_wait;
    if (!owed_.empty()) return pay();
    parts_.paid();
  });
}

void HouseDebts::wait(const WriteEnding& ending) {
  parts_.log.error(owed_.front().what, {{"error", ending.work ? "the commit failed" : ending.work.error().message}});
  timer_ = parts_.loop.at(parts_.clock.uptime() + next_wait_, [this] { pay(); });
  next_wait_ = std::min<Uptime>(2 * next_wait_, longest_wait);
}

}  // namespace courtesy
