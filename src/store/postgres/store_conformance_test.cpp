#include "store/store_conformance.h"

#include "base/test_threads.h"
#include "store/postgres/postgres_store.h"
#include "store/postgres/test_database.h"

using namespace courtesy;

namespace {

/// The shared store with its threads, on a real server.
class ServerBench final : public StoreBench {
 public:
  ServerBench() : store_(open()) {}

  Store& store() override { return *store_; }
  void run_until(const std::function<bool()>& done) override {
    while (!done()) loop_.run_one();
  }
  void pass(milliseconds by) override { clock_.pass(by); }
  void begin_another_life() override { other_ = open(); }

 private:
  std::unique_ptr<PostgresStore> open() {
    const PostgresStoreOptions options{.url = database_.url(), .writers = 2, .readers = 1};
    return PostgresStore::open(options, "test", loop_, clock_, settings_).value();
  }

  TestDatabase database_;
  PostedTasks loop_;
  SteppedClock clock_{conformance::noon()};
  StoreSettings settings_ = conformance::settings();
  std::unique_ptr<PostgresStore> store_;
  std::unique_ptr<PostgresStore> other_;
};

}  // namespace

TEST_CASE("the store on PostgreSQL keeps the rules of every store") {
  if (test_server().empty()) return;
  conformance::store_keeps_its_rules<ServerBench>();
}
