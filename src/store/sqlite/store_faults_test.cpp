// A disk that fills up or cannot sync: nothing that failed is committed, and afterwards the store goes on.
#include <doctest/doctest.h>

#include "store/conformance/picture.h"
#include "store/conformance/workload.h"
#include "store/sqlite/loop_bench.h"

using namespace courtesy;
using conformance::Picture;
using conformance::picture_of;

namespace {

struct FaultyHouse : DiskBench {
  FaultyHouse() {
    conformance::furnish(*this, conformance::add_workload_clients);
    // An empty WAL has no space of its own to write in.
    REQUIRE(db().run("PRAGMA wal_checkpoint(TRUNCATE)").ok());
  }

  static Work appends(std::string code, std::size_t body = 0) {
    return [=](Unit& unit) -> Result<void> {
      return unit.ledger().append(
          {.kind = LedgerKind::error, .code = code, .body = LedgerBody().plain("filler", std::string(body, 'x'))});
    };
  }
  /// All of them in one group.
  std::vector<WriteEnding> write(std::vector<Work> works) {
    std::vector<WriteEnding> endings;
    const std::size_t count = works.size();
    for (auto& work : works) {
      store().write(conformance::ours, std::move(work), [&](WriteEnding e) { endings.push_back(std::move(e)); });
    }
    run_until([&] { return endings.size() == count; });
    return endings;
  }
  WriteEnding write(Work work) {
    std::vector<Work> one;
    one.push_back(std::move(work));
    return std::move(write(std::move(one)).front());
  }
  Picture picture() { return picture_of(db()).value(); }
  bool sound() { return db().run("PRAGMA integrity_check").value()[0][0].text() == "ok"; }
  /// The node's epoch aside, everything is as it was.
  bool works() { return conformance::committed(write(appends("works"))); }
};

}  // namespace

TEST_CASE("on a full disk no unit is committed, and with space again the store works") {
  SeededRandom random{3};
  for (std::uint64_t space = 0; space < 30'000; space += 1'500) {
    CAPTURE(space);
    FaultyHouse house;
    const Picture before = house.picture();
    house.disk.fill_up(space);
    const WriteEnding ending = house.write(FaultyHouse::appends("too much", 40'000));
    CHECK(ending.commit != CommitEnding::committed);
    CHECK(house.picture() == before);
    house.disk.make_space();
    CHECK(house.works());
    REQUIRE(house.crash(random).ok());
    CHECK(house.sound());
    CHECK(house.picture().back() == "account 2 next 0 ledger 0 0 suppressed 0");
    CHECK(house.picture().at(house.picture().size() - 2) == "account 1 next 0 ledger 1 1 suppressed 0");
  }
}

TEST_CASE("a disk that fills up in the middle of a unit takes its whole group with it, and no more") {
  for (const bool last : {false, true}) {
    CAPTURE(last);
    FaultyHouse house;
    const Picture before = house.picture();
    // So small a cache spills into the WAL before the commit, and SQLite gives the transaction up on the spot.
    REQUIRE(house.db().run("PRAGMA cache_size=4").ok());
    house.disk.fill_up(60'000);
    std::vector<Work> group;
    group.push_back(FaultyHouse::appends("first"));
    group.push_back(FaultyHouse::appends("too much", 400'000));
    if (!last) group.push_back(FaultyHouse::appends("third"));
    const auto endings = house.write(std::move(group));
    for (const auto& ending : endings) {
      CHECK(ending.commit == CommitEnding::rolled_back);
      CHECK(ending.work.error().code == ErrorCode::full);
    }
    CHECK(house.picture() == before);
    house.disk.make_space();
    CHECK(house.works());
    CHECK(house.sound());
  }
}

TEST_CASE(
    "a unit that goes on after the error at which SQLite gave its transaction up keeps nothing, nor does its group") {
  FaultyHouse house;
  const Picture before = house.picture();
  REQUIRE(house.db().run("PRAGMA cache_size=4").ok());
  std::vector<Work> group;
  group.push_back(FaultyHouse::appends("first"));
  group.push_back([&house](Unit& unit) -> Result<void> {
    house.disk.fill_up(60'000);
    const bool too_much = FaultyHouse::appends("too much", 400'000)(unit).ok();
    house.disk.make_space();
    REQUIRE_FALSE(too_much);
    return unit.clients().suppress(std::string(conformance::number), "goes on");
  });
  for (const auto& ending : house.write(std::move(group))) CHECK(ending.commit != CommitEnding::committed);
  CHECK(house.picture() == before);
  CHECK(house.works());
}

TEST_CASE("a sync that fails leaves the ending unknown, nothing of it is seen, and the next unit is taken") {
  SeededRandom random{3};
  for (int times = 1; times <= 3; ++times) {
    CAPTURE(times);
    FaultyHouse house;
    const Picture before = house.picture();
    house.disk.fail_syncs(times);
    for (int i = 0; i < times; ++i) {
      CHECK(house.write(FaultyHouse::appends("unknown")).commit == CommitEnding::unknown);
      CHECK(house.picture() == before);
    }
    CHECK(house.works());
    REQUIRE(house.crash(random).ok());
    CHECK(house.sound());
    CHECK(house.db().run("SELECT code FROM ledger").value().size() == 1);
    CHECK(house.db().run("SELECT code FROM ledger").value()[0][0].text() == "works");
  }
}

TEST_CASE("a power cut at every single step of a commit leaves the unit whole or not at all") {
  SeededRandom random{11};
  int there = 0;
  int not_there = 0;
  for (std::uint64_t at = 1;; ++at) {
    CAPTURE(at);
    FaultyHouse house;
    house.disk.halt_after(at);
    const WriteEnding ending = house.write([](Unit& unit) -> Result<void> {
      TRY(unit.ledger().append({.kind = LedgerKind::error, .code = "one"}));
      TRY(unit.clients().suppress("+12125550120", "test"));
      TRY(unit.ledger().append({.kind = LedgerKind::error, .code = "two"}));
      return {};
    });
    if (!house.disk.halted()) break;  // the commit takes fewer steps than that
    REQUIRE(house.crash(random).ok());
    CHECK(house.sound());
    const auto rows = house.db().run("SELECT COUNT(*) FROM ledger").value()[0][0].number();
    const auto suppressed = house.db().run("SELECT COUNT(*) FROM suppression").value()[0][0].number();
    CHECK(rows == 2 * suppressed);
    if (ending.commit == CommitEnding::committed) CHECK(suppressed == 1);
    ++(suppressed == 1 ? there : not_there);
  }
  CHECK(not_there > 3);
  CHECK(there + not_there > 5);
}

TEST_CASE("a damaged byte of the log is noticed: what it was part of is gone, and no half of it is used") {
  SeededRandom random{1};
  FaultyHouse house;
  CHECK(house.works());
  house.disk.damage("courtesy.db-wal", house.disk.size("courtesy.db-wal") - 100);
  REQUIRE(house.crash(random).ok());
  CHECK(house.sound());
  CHECK(house.db().run("SELECT COUNT(*) FROM ledger").value()[0][0].number() == 0);
}
