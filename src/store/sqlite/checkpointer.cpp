#include "store/sqlite/checkpointer.h"

namespace courtesy {

Checkpointer::Checkpointer(std::unique_ptr<SqliteDb> db) : db_(std::move(db)), thread_([this] { run(); }) {}

Checkpointer::~Checkpointer() {
  {
    const std::lock_guard lock(mutex_);
    closed_ = true;
  }
  changed_.notify_one();
  thread_.join();
}

void Checkpointer::committed(SqliteDb& writer) {
  const int pages = writer.wal_pages();
  if (pages < carried_) carried_ = 0;  // begun anew
  if (pages >= most_pages && writer.checkpoint()) return;
  if (pages - carried_ < pages_a_pass) return;
  carried_ = pages;
  {
    const std::lock_guard lock(mutex_);
    asked_ = true;
  }
  changed_.notify_one();
}

void Checkpointer::run() {
  std::unique_lock lock(mutex_);
  while (true) {
    changed_.wait(lock, [this] { return asked_ || closed_; });
    if (!std::exchange(asked_, false)) return;
    lock.unlock();
    db_->checkpoint();
    lock.lock();
  }
}

}  // namespace courtesy
