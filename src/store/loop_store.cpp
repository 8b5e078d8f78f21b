#include "store/loop_store.h"

namespace courtesy {

void LoopStore::post(Task task) {
  loop_.post([alive = std::weak_ptr(alive_), task = std::move(task)]() mutable {
    if (!alive.expired()) task();
  });
}

void LoopStore::write(AccountId account, Work work, UniqueFunction<void(WriteEnding)> done) {
  waiting_.push_back({account, std::move(work), std::move(done)});
  if (waiting_.size() == 1) post([this] { run(); });
}

void LoopStore::run() {
  auto finished = run_group(db_, std::exchange(waiting_, {}), clock_, settings_, node_);
  for (auto& one : finished) {
    post([one = std::move(one)]() mutable { one.done(std::move(one.ending)); });
  }
}

void LoopStore::read(AccountId account, Work work, UniqueFunction<void(Result<void>)> done) {
  post([this, account, work = std::move(work), done = std::move(done)]() mutable {
    done(run_read(db_, account, work, clock_, settings_));
  });
}

}  // namespace courtesy
