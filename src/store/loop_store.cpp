#include "store/loop_store.h"

namespace courtesy {

void LoopStore::write(AccountId account, Work work, UniqueFunction<void(WriteEnding)> done) {
  waiting_.push_back({account, std::move(work), std::move(done)});
  if (waiting_.size() == 1) loop_.post([this] { run(); });
}

void LoopStore::run() {
  auto finished = run_group(db_, std::exchange(waiting_, {}), clock_, settings_, node_);
  for (auto& one : finished) {
    loop_.post([one = std::move(one)]() mutable { one.done(std::move(one.ending)); });
  }
}

void LoopStore::read(AccountId account, Work work, UniqueFunction<void(Result<void>)> done) {
  loop_.post([this, account, work = std::move(work), done = std::move(done)]() mutable {
    done(run_read(db_, account, work, clock_, settings_));
  });
}

}  // namespace courtesy
