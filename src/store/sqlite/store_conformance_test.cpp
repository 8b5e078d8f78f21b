#include "store/store_conformance.h"

#include "base/test_folder.h"
#include "base/test_threads.h"
#include "store/sqlite/loop_bench.h"
#include "store/sqlite/sqlite_store.h"

using namespace courtesy;

namespace {

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
    return SqliteStore::open(folder_.file("courtesy.db"), "test", loop_, clock_, settings_).value();
  }

  TestFolder folder_;
  PostedTasks loop_;
  SteppedClock clock_{conformance::noon()};
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
