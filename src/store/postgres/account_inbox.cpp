#include "store/postgres/account_inbox.h"

#include <algorithm>

namespace courtesy {

bool AccountInbox::push(WriteJob& job) {
  const std::lock_guard lock(mutex_);
  if (count_ >= most_waiting_) return false;
  ++count_;
  const auto [at, nobody_writes] = waiting_.try_emplace(job.account);
  if (nobody_writes) {
    take_turn(job.account);
    ready_.notify_one();
  }
  at->second.push_back(std::move(job));
  return true;
}

std::vector<WriteJob> AccountInbox::pop(std::size_t most, std::size_t most_accounts) {
  std::unique_lock lock(mutex_);
  ready_.wait(lock, [this] { return !turns_.empty() || (closed_ && count_ == 0); });
  std::vector<WriteJob> taken;
  std::size_t accounts = std::min((turns_.size() + takers_ - 1) / takers_, most_accounts);
  if (!turns_.empty() && !may_share(turns_.front())) accounts = 1;
  for (bool first = true; accounts > 0 && taken.size() < most; --accounts, first = false) {
    if (!first && !may_share(turns_.front())) break;
    take_next(taken, most);
  }
  return taken;
}

void AccountInbox::take_turn(AccountId account) {
  if (account) {
    turns_.push_back(account);
  } else {
    turns_.push_front(account);
  }
}

bool AccountInbox::may_share(AccountId account) const {
  return account && std::ranges::all_of(waiting_.at(account), [](const WriteJob& job) { return bool(job.foresight); });
}

void AccountInbox::take_next(std::vector<WriteJob>& taken, std::size_t most) {
  auto& its = waiting_[turns_.front()];
  turns_.pop_front();
  while (!its.empty() && taken.size() < most) {
    taken.push_back(std::move(its.front()));
    its.pop_front();
    --count_;
  }
}

void AccountInbox::done(const std::set<AccountId>& accounts) {
  const std::lock_guard lock(mutex_);
  for (const AccountId account : accounts) {
    const auto its = waiting_.find(account);
    if (its->second.empty()) {
      waiting_.erase(its);
    } else {
      take_turn(account);
    }
  }
  // Also those who wait for the end: the last one may have been this account's.
  ready_.notify_all();
}

void AccountInbox::close() {
  const std::lock_guard lock(mutex_);
  closed_ = true;
  ready_.notify_all();
}

}  // namespace courtesy
