#include "store/postgres/account_inbox.h"

namespace courtesy {

bool AccountInbox::push(WriteJob& job) {
  const std::lock_guard lock(mutex_);
  if (count_ >= most_waiting_) return false;
  ++count_;
  const auto [at, nobody_writes] = waiting_.try_emplace(job.account);
  if (nobody_writes) {
    turns_.push_back(job.account);
    ready_.notify_one();
  }
  at->second.push_back(std::move(job));
  return true;
}

std::vector<WriteJob> AccountInbox::pop(std::size_t most) {
  std::unique_lock lock(mutex_);
  ready_.wait(lock, [this] { return !turns_.empty() || (closed_ && count_ == 0); });
  std::vector<WriteJob> taken;
  if (turns_.empty()) return taken;
  auto& its = waiting_[turns_.front()];
  turns_.pop_front();
  while (!its.empty() && taken.size() < most) {
    taken.push_back(std::move(its.front()));
    its.pop_front();
    --count_;
  }
  return taken;
}

void AccountInbox::done(AccountId account) {
  const std::lock_guard lock(mutex_);
  const auto its = waiting_.find(account);
  if (its->second.empty()) {
    waiting_.erase(its);
  } else {
    turns_.push_back(account);
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
