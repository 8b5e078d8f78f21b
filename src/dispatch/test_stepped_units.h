// Two units on two connections, taken forward statement by statement: in which order is the test's choice. For tests.
#pragma once

#include <condition_variable>
#include <mutex>
#include <string>
#include <thread>

#include "base/test_threads.h"
#include "store/postgres/account_units.h"
#include "store/postgres/postgres_db.h"

namespace courtesy {

/// Runs a statement only when it is allowed to.
class SteppedDb final : public Db {
 public:
  explicit SteppedDb(Db& db) : db_(db) {}

  Result<void> begin() override {
    gate();
    return db_.begin();
  }
  using Db::change;
  using Db::run;
  Result<Rows> run(std::string_view sql, std::span<const Value> values) override {
    gate();
    return db_.run(sql, values);
  }
  Result<Rows> run_each(std::string_view sql, std::size_t width, std::span<const Value> rows) override {
    gate();
    return db_.run_each(sql, width, rows);
  }
  Result<Rows> run_all(std::string_view sql, std::size_t width, std::span<const Value> rows) override {
    gate();
    return db_.run_all(sql, width, rows);
  }
  Result<std::int64_t> change(std::string_view sql, std::span<const Value> values) override {
    gate();
    return db_.change(sql, values);
  }
  Result<std::int64_t> change_all(std::string_view sql, std::size_t width, std::span<const Value> rows) override {
    gate();
    return db_.change_all(sql, width, rows);
  }
  Result<void> foresee(std::string_view sql, std::size_t width, std::span<const Value> rows) override {
    gate();
    return db_.foresee(sql, width, rows);
  }
  CommitEnding commit() override {
    gate();
    return db_.commit();
  }
  Result<void> why_not_committed() const override { return db_.why_not_committed(); }
  void roll_back() override { db_.roll_back(); }

  /// One more statement may run.
  void allow() {
    const std::lock_guard lock(mutex_);
    ++allowed_;
    changed_.notify_all();
  }
  /// It has run all that it was allowed to, and asks for more.
  bool waits() {
    const std::lock_guard lock(mutex_);
    return waiting_ && allowed_ == 0;
  }

 private:
  void gate() {
    std::unique_lock lock(mutex_);
    waiting_ = true;
    changed_.wait(lock, [this] { return allowed_ > 0; });
    --allowed_;
    waiting_ = false;
  }

  Db& db_;
  std::mutex mutex_;
  std::condition_variable changed_;
  int allowed_ = 0;
  bool waiting_ = false;
};

/// One unit in a thread of its own, on a connection of its own.
class SteppedUnit {
 public:
  SteppedUnit(PostgresDb& db, Db& admin, AccountId account, Work work, const Clock& clock,
              const StoreSettings& settings)
      : process_(db.run("SELECT pg_backend_pid()").value()[0][0].number()), admin_(admin), stepped_(db) {
    thread_ = std::thread([this, account, work = std::move(work), &clock, &settings]() mutable {
      WriteJob job{account, std::move(work), {}};
      ending = run_together(stepped_, {&job, 1}, clock, settings, {});
      done_ = true;
    });
  }
  ~SteppedUnit() { finish(); }
  SteppedUnit(const SteppedUnit&) = delete;
  SteppedUnit& operator=(const SteppedUnit&) = delete;

  bool done() const { return done_; }
  /// One statement further; false when it waits for what the other holds.
  bool step() {
    if (!under_way_) stepped_.allow();
    under_way_ = true;
    while (!done_ && !stepped_.waits()) {
      if (blocked()) return false;
    }
    under_way_ = false;
    return true;
  }
  /// To its end; nothing must be in its way for good.
  void finish() {
    if (!thread_.joinable()) return;
    while (!done_) step();
    thread_.join();
  }

  WriteEnding ending{CommitEnding::rolled_back, {}, false};

 private:
  bool blocked() {
    return !admin_.run("SELECT 1 FROM pg_stat_activity WHERE pid = $1 AND wait_event_type = 'Lock'", {process_})
                .value()
                .empty();
  }

  const std::int64_t process_;
  Db& admin_;
  SteppedDb stepped_;
  std::atomic<bool> done_ = false;
  bool under_way_ = false;
  std::thread thread_;
};

}  // namespace courtesy
