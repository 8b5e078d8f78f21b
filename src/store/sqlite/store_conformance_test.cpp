#include "store/store_conformance.h"

#include <atomic>
#include <condition_variable>
#include <cstdlib>
#include <deque>
#include <filesystem>
#include <mutex>

#include "store/sqlite/loop_bench.h"
#include "store/sqlite/sqlite_store.h"

using namespace courtesy;

namespace {

/// One thread's posted tasks; who runs it waits until there is one. It has no timers: the store sets none.
class PostedTasks final : public Loop {
 public:
  void post(Task task) override {
    const std::lock_guard lock(mutex_);
    tasks_.push_back(std::move(task));
    ready_.notify_one();
  }
  std::unique_ptr<Timer> at(Uptime, Task) override { invariant_broken("no timers", __FILE__, __LINE__); }
  void aside(Task, Task) override { invariant_broken("no helpers", __FILE__, __LINE__); }

  void run_one() {
    Task task;
    {
      std::unique_lock lock(mutex_);
      ready_.wait(lock, [this] { return !tasks_.empty(); });
      task = std::move(tasks_.front());
      tasks_.pop_front();
    }
    task();
  }

 private:
  std::mutex mutex_;
  std::condition_variable ready_;
  std::deque<Task> tasks_;
};

/// Stands still until it is told to go on; read by the store's threads.
class SteppedClock final : public Clock {
 public:
  Instant now() const override { return conformance::noon() + milliseconds(passed_.load()); }
  Uptime uptime() const override { return milliseconds(passed_.load()); }
  void pass(milliseconds by) { passed_ += by.count(); }

 private:
  std::atomic<std::int64_t> passed_{0};
};

class Folder {
 public:
  Folder() {
    std::string pattern = std::filesystem::temp_directory_path() / "courtesy-store-XXXXXX";
    INVARIANT(mkdtemp(pattern.data()) != nullptr);
    path = pattern;
  }
  ~Folder() {
    std::error_code ignored;
    std::filesystem::remove_all(path, ignored);
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  std::filesystem::path path;
};

/// The embedded store with its threads, on a file.
class FileBench final : public StoreBench {
 public:
  FileBench() : store_(open()) {}

  Store& store() override { return *store_; }
  void run_until(const std::function<bool()>& done) override {
    while (!done()) loop_.run_one();
  }
  void pass(milliseconds by) override { clock_.pass(by); }
  void begin_another_life() override { other_ = open(); }

 private:
  std::unique_ptr<SqliteStore> open() {
    return SqliteStore::open(folder_.path / "courtesy.db", "test", loop_, clock_, settings_).value();
  }

  Folder folder_;
  PostedTasks loop_;
  SteppedClock clock_;
  StoreSettings settings_ = conformance::settings();
  std::unique_ptr<SqliteStore> store_;
  std::unique_ptr<SqliteStore> other_;
};

}  // namespace

TEST_CASE("the store in memory keeps the rules of every store") { conformance::store_keeps_its_rules<MemoryBench>(); }

TEST_CASE("the store on a simulated disk keeps the rules of every store") {
  conformance::store_keeps_its_rules<DiskBench>();
}

TEST_CASE("the store on a file, with its threads, keeps the rules of every store") {
  conformance::store_keeps_its_rules<FileBench>();
}
