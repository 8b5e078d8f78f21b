// A store whose commits fail, or of whose commits nobody knows: nothing leaves, and nothing that may have left is lost.
#include <doctest/doctest.h>

#include <algorithm>
#include <deque>

#include "dispatch/test_dispatch.h"
#include "store/ledger.h"

using namespace courtesy;

namespace {

/// Passes everything on; its commits end as the script says.
class FlakyDb final : public Db {
 public:
  /// `cannot_begin`: the transaction does not even take its first unit (a tool holds the writer, a read fails).
  enum class Commit { works, rolled_back, unknown_done, unknown_not_done, cannot_begin };
  explicit FlakyDb(Db& db) : db_(db) {}
  void next(std::initializer_list<Commit> commits) { script_.assign(commits); }
  bool played() const { return script_.empty(); }

  Result<void> begin() override {
    if (!script_.empty() && script_.front() == Commit::cannot_begin) {
      script_.pop_front();
      return Error{ErrorCode::unavailable, "database is locked"};
    }
    return db_.begin();
  }
  Result<Rows> run(std::string_view sql, std::span<const Value> values) override { return db_.run(sql, values); }
  Result<Rows> run_each(std::string_view sql, std::size_t width, std::span<const Value> rows) override {
    return db_.run_each(sql, width, rows);
  }
  CommitEnding commit() override {
    const Commit how = script_.empty() ? Commit::works : script_.front();
    if (!script_.empty()) script_.pop_front();
    switch (how) {
      case Commit::works:
      case Commit::cannot_begin: return db_.commit();
      case Commit::rolled_back: db_.roll_back(); return CommitEnding::rolled_back;
      case Commit::unknown_done: INVARIANT(db_.commit() == CommitEnding::committed); break;
      case Commit::unknown_not_done: db_.roll_back(); break;
    }
    return CommitEnding::unknown;
  }
  void roll_back() override { db_.roll_back(); }

 private:
  Db& db_;
  std::deque<Commit> script_;
};

using Commit = FlakyDb::Commit;

/// Passes everything on, but while somebody else has the accounts nothing that may not be put off.
class HeldStore final : public Store {
 public:
  HeldStore(Loop& loop, Store& store) : loop_(loop), store_(store) {}
  void write(AccountId account, Work work, UniqueFunction<void(WriteEnding)> done) override {
    if (!held) return store_.write(account, std::move(work), std::move(done));
    ++refused;
    loop_.post([done = std::move(done)]() mutable {
      done({CommitEnding::rolled_back, Error{ErrorCode::unavailable, "held"}, false, true});
    });
  }
  void write_if_free(AccountId account, Foresight foresight, Work work,
                     UniqueFunction<void(WriteEnding)> done) override {
    store_.write_if_free(account, std::move(foresight), std::move(work), std::move(done));
  }
  void read(AccountId account, Work work, UniqueFunction<void(Result<void>)> done) override {
    store_.read(account, std::move(work), std::move(done));
  }

  bool held = false;
  int refused = 0;

 private:
  Loop& loop_;
  Store& store_;
};

/// The house's clock, of which the wall can be set wrong.
class LeapingClock final : public Clock {
 public:
  explicit LeapingClock(const Clock& clock) : clock_(clock) {}
  Instant now() const override { return clock_.now() + leap; }
  Uptime uptime() const override { return clock_.uptime(); }
  milliseconds leap{0};

 private:
  const Clock& clock_;
};

struct HouseInTrouble : DispatchHouse {
  HouseInTrouble() {
    import({booked("a", "2026-05-14T14:00"), booked("b", "2026-05-14T15:00", "+12125550124")});
    Unit house(*db, AccountId{}, time.now(), settings, {});
    flaky_store.set_epoch({"test", house.accounts().begin_epoch("test").value()});
    DispatchSettings with;
    with.stop_flag = [this] { return file_is_there; };
    start(with, flaky_store, clock);
    run_until("2026-05-13T17:59:00Z");
  }
  ~HouseInTrouble() { dispatcher.reset(); }

  std::optional<Stop> stop() {
    Unit house(*db, AccountId{}, time.now(), settings, {});
    return house.accounts().stop().value();
  }

  bool file_is_there = false;
  LeapingClock clock{time};
  FlakyDb flaky{*db};
  LoopStore flaky_store{time, clock, flaky, settings};
};

}  // namespace

TEST_CASE("an intent whose commit nobody knows of is not sent; found there, it ends as not sent and is tried again") {
  HouseInTrouble house;
  house.flaky.next({Commit::unknown_done});
  house.run_until("2026-05-13T18:00:00.500Z");
  CHECK(house.gateway.contacts().empty());
  CHECK(house.attempt(1).state == AttemptState::intended);
  house.run_until("2026-05-13T18:00:05Z");
  CHECK(house.attempt(1).state == AttemptState::not_sent);
  CHECK(house.attempt(1).code == "commit_unknown");
  CHECK(house.gateway.contacts().empty());
  house.run_until("2026-05-13T18:05:00Z");
  REQUIRE(house.gateway.contacts().size() == 1);
  CHECK(house.attempt(2).state == AttemptState::accepted);
  CHECK(house.attempt(2).n == 2);
}

TEST_CASE("an intent whose commit was lost is made once more, and leaves once") {
  for (const Commit how : {Commit::unknown_not_done, Commit::rolled_back}) {
    HouseInTrouble house;
    house.flaky.next({how});
    house.run_until("2026-05-13T18:05:00Z");
    CHECK(house.gateway.contacts().size() == 1);
    CHECK(house.attempt(1).state == AttemptState::accepted);
    CHECK(house.attempt(1).n == 1);
  }
}

TEST_CASE("while the store takes nothing nothing leaves, and the tries become rarer") {
  HouseInTrouble house;
  house.flaky.next({Commit::rolled_back, Commit::rolled_back, Commit::unknown_not_done, Commit::rolled_back,
                    Commit::rolled_back, Commit::rolled_back, Commit::rolled_back, Commit::rolled_back});
  house.dispatcher->nudge();
  house.run_until("2026-05-13T18:01:30Z");  // tries at 1, 3, 7, 15, 31, 61 and 91 seconds
  CHECK(house.gateway.contacts().empty());
  CHECK_FALSE(house.flaky.played());
  house.run_until("2026-05-13T18:04:00Z");
  CHECK(house.flaky.played());
  CHECK(house.gateway.contacts().size() == 1);
}

TEST_CASE("an ending that the store did not take is written as soon as it takes anything, and not asked for") {
  for (const Commit how : {Commit::unknown_not_done, Commit::rolled_back, Commit::unknown_done, Commit::cannot_begin}) {
    HouseInTrouble house;
    house.flaky.next({Commit::works, how, how});
    house.run_until("2026-05-13T18:00:10Z");
    REQUIRE(house.gateway.contacts().size() == 1);
    CHECK(house.attempt(1).state == AttemptState::accepted);
    CHECK(house.attempt(1).looks == 0);
    house.run_until("2026-05-13T18:05:00Z");
    CHECK(house.gateway.contacts().size() == 1);
    const auto rows = house.read<std::vector<LedgerRow>>([](Unit& unit) { return unit.ledger().after(0, 1000); });
    CHECK(std::ranges::count(rows, "sent", &LedgerRow::kind) == 1);
  }
}

TEST_CASE(
    "an ending of an account that somebody else holds is written once it is free, and others are sent meanwhile") {
  DispatchHouse house;
  house.import(
      {TestHouse::booked("a", "2026-05-14T14:00"), TestHouse::booked("b", "2026-05-14T15:00", "+12125550124")});
  Unit unit(*house.db, AccountId{}, house.time.now(), house.settings, {});
  LoopStore store{house.time, house.time, *house.db, house.settings};
  store.set_epoch({"test", unit.accounts().begin_epoch("test").value()});
  HeldStore held{house.time, store};
  house.start({}, held, house.time);
  house.run_until("2026-05-13T17:59:00Z");
  held.held = true;
  house.run_until("2026-05-13T18:01:00Z");
  CHECK(house.attempt(1).state == AttemptState::intended);
  const int refused = held.refused;
  CHECK(refused > 2);
  CHECK(refused < 10);  // the tries become rarer
  house.run_until("2026-05-13T19:00:30Z");
  CHECK(house.gateway.contacts().size() == 2);
  held.held = false;
  house.run_until("2026-05-13T19:01:30Z");
  CHECK(house.attempt(1).state == AttemptState::accepted);
  CHECK(house.attempt(2).state == AttemptState::accepted);
  house.dispatcher.reset();
}

TEST_CASE("that a contact never left is written as soon as the store takes anything, and it is tried again") {
  HouseInTrouble house;
  house.gateway.next(FakeGateway::Reply::not_sent);
  house.flaky.next({Commit::works, Commit::cannot_begin, Commit::cannot_begin});
  house.run_until("2026-05-13T18:00:10Z");
  CHECK(house.attempt(1).state == AttemptState::not_sent);
  house.run_until("2026-05-13T18:10:00Z");
  CHECK(house.attempt(2).state == AttemptState::accepted);
}

TEST_CASE("an older life's attempts are adopted before anything is dispatched, however often the store refuses") {
  HouseInTrouble house;
  house.gateway.hold();
  house.run_until("2026-05-13T18:00:05Z");
  REQUIRE(house.attempt(1).state == AttemptState::intended);
  Unit unit(*house.db, AccountId{}, house.time.now(), house.settings, {});
  house.flaky_store.set_epoch({"test", unit.accounts().begin_epoch("test").value()});
  const Gateways gateways{.call = &house.gateway};
  Dispatcher next{{.loop = house.time,
                   .clock = house.time,
                   .store = house.flaky_store,
                   .gateways = gateways,
                   .fill = nullptr,
                   .random = house.random,
                   .log = house.log},
                  DispatchSettings{}};
  house.flaky.next({Commit::rolled_back, Commit::works, Commit::rolled_back});
  next.start();
  house.run_until("2026-05-13T18:00:05.500Z");
  CHECK(house.attempt(1).state == AttemptState::intended);
  house.run_until("2026-05-13T18:00:08Z");
  CHECK(house.attempt(1).state == AttemptState::unknown);
}

TEST_CASE("a clock that leapt stops the house even when the store does not take the trip at once") {
  for (const Commit how : {Commit::rolled_back, Commit::unknown_not_done}) {
    HouseInTrouble house;
    house.clock.leap = hours{1};
    house.flaky.next({how, how});
    house.run_until("2026-05-13T19:30:00Z");
    CHECK(house.flaky.played());
    CHECK(house.gateway.contacts().empty());
    REQUIRE(house.stop());
    CHECK(house.stop()->who == "failsafe");
  }
}

TEST_CASE("the file stops the house even when the store does not take the stop at once, and the file is gone by then") {
  HouseInTrouble house;
  house.file_is_there = true;
  house.flaky.next({Commit::rolled_back, Commit::rolled_back});
  house.run_until("2026-05-13T18:00:01Z");
  house.file_is_there = false;
  house.run_until("2026-05-13T19:30:00Z");
  CHECK(house.flaky.played());
  CHECK(house.gateway.contacts().empty());
  REQUIRE(house.stop());
  CHECK(house.stop()->who == "file");
}

TEST_CASE("what an outage means is on record before anything is dispatched, however often the store refuses") {
  DispatchHouse house;
  house.import({TestHouse::booked("a", "2026-05-14T14:00")});
  Unit unit(*house.db, AccountId{}, house.time.now(), house.settings, {});
  FlakyDb flaky{*house.db};
  LoopStore store{house.time, house.time, flaky, house.settings};
  store.set_epoch({"test", unit.accounts().begin_epoch("test").value()});
  house.run_until("2026-05-13T18:00:00Z");
  // The adoption's unit works; taking stock fails twice.
  flaky.next({Commit::works, Commit::rolled_back, Commit::rolled_back});
  house.start({}, store, house.time);
  house.run_until("2026-05-13T18:00:01.500Z");
  CHECK(house.gateway.contacts().empty());
  house.run_until("2026-05-13T18:00:05Z");
  CHECK(house.gateway.contacts().size() == 1);
  house.dispatcher.reset();
}
