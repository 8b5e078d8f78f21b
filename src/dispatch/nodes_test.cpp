// Several nodes on one store: none waits for what another one is doing, and nothing is left for want of a node.
#include <doctest/doctest.h>

#include "dispatch/test_dispatch.h"
#include "store/accounts.h"

using namespace courtesy;

namespace {

/// A shared store at which, as long as it is busy, another node writes for every account.
class SharedStore final : public Store {
 public:
  explicit SharedStore(Store& store, Loop& loop) : store_(store), loop_(loop) {}
  void write(AccountId account, Work work, UniqueFunction<void(WriteEnding)> done) override {
    store_.write(account, std::move(work), std::move(done));
  }
  void write_if_free(AccountId account, Foresight, Work work, UniqueFunction<void(WriteEnding)> done) override {
    if (!busy) return write(account, std::move(work), std::move(done));
    ++asked;
    loop_.post([done = std::move(done)]() mutable { done({CommitEnding::rolled_back, {}, false, true}); });
  }
  void read(AccountId account, Work work, UniqueFunction<void(Result<void>)> done) override {
    store_.read(account, std::move(work), std::move(done));
  }

  bool busy = true;
  int asked = 0;

 private:
  Store& store_;
  Loop& loop_;
};

}  // namespace

TEST_CASE("an account that another node writes for is passed over, and looked at again soon") {
  DispatchHouse house;
  house.import({TestHouse::booked("a", "2026-05-14T14:00")});
  SharedStore shared(*house.store, house.time);
  house.start({}, shared, house.time);
  house.run_until("2026-05-13T18:00:01Z");
  CHECK(house.gateway.contacts().empty());
  CHECK(shared.asked > 10);
  CHECK(shared.asked < 30);  // every 50 ms
  shared.busy = false;
  house.run_until("2026-05-13T18:00:01.100Z");
  CHECK(house.gateway.contacts().size() == 1);
  house.dispatcher.reset();
}

TEST_CASE("nodes begin in different places of the circle of accounts, and each goes all the way round") {
  TestHouse house;
  for (int i = 2; i <= 5; ++i) {
    house.write(
        [](Unit& unit) -> Result<void> { return TRY(unit.accounts().create(TestHouse::clinic())), Result<void>{}; },
        AccountId{});
  }
  house.db->run("UPDATE account SET next_due = 0 WHERE account > 0").value();
  Unit unit(*house.db, AccountId{}, house.time.now(), house.settings, {});
  const auto due = [&](std::int64_t after, double begin) {
    std::vector<std::int64_t> found;
    for (const AccountId account : unit.accounts().with_due(AccountId(after), 3, begin).value())
      found.push_back(account.value());
    return found;
  };
  CHECK(due(0, 0) == std::vector<std::int64_t>{1, 2, 3});
  CHECK(due(0, 0.5) == std::vector<std::int64_t>{4, 5, 1});
  CHECK(due(0, 0.999) == std::vector<std::int64_t>{1, 2, 3});
  CHECK(due(1, 0.5) == std::vector<std::int64_t>{2, 3, 4});
  house.db->run("UPDATE account SET next_due = NULL").value();
  CHECK(due(0, 0.5).empty());
}
