#include "store/sqlite/simulated_disk.h"

#include <doctest/doctest.h>

#include "store/sqlite/simulated_file.h"
#include "store/sqlite/sqlite_db.h"

using namespace courtesy;

namespace {

std::unique_ptr<SqliteDb> open(SimulatedDisk& disk, bool durable = true) {
  auto db = SqliteDb::open({.path = "a.db", .vfs = disk.vfs(), .exclusive = true, .durable = durable});
  if (!db) throw std::runtime_error(db.error().message);
  return std::move(db).value();
}

bool add(SqliteDb& db, int n) { return db.run("INSERT INTO number (n) VALUES ($1)", {n}).ok(); }

std::int64_t count(SqliteDb& db) {
  const auto rows = db.run("SELECT COUNT(*) FROM number");
  if (!rows) throw std::runtime_error(rows.error().message);
  return (*rows)[0][0].number();
}

bool sound(SqliteDb& db) { return db.run("PRAGMA integrity_check").value()[0][0].text() == "ok"; }

struct Numbers {
  explicit Numbers(bool durable = true) : is_durable(durable), db(open(disk, durable)) {
    REQUIRE(db->run("CREATE TABLE number (n INTEGER)").ok());
  }
  void crash(Random& random) {
    disk.crash(random);
    db.reset();
    db = open(disk, is_durable);
  }
  bool is_durable;
  SimulatedDisk disk;
  std::unique_ptr<SqliteDb> db;
};

}  // namespace

TEST_CASE("a file keeps after a crash what was synced, and of the rest what chance leaves") {
  int kept = 0;
  int torn = 0;
  int lost = 0;
  SeededRandom random{1};
  for (int i = 0; i < 300; ++i) {
    SimulatedFile file;
    file.write(0, std::string(1024, 'a'));
    file.sync();
    file.write(0, std::string(1024, 'b'));
    CHECK(file.content() == std::string(1024, 'b'));
    file.crash(random);
    const auto bs = std::count(file.content().begin(), file.content().end(), 'b');
    REQUIRE(file.content().size() == 1024);
    REQUIRE(bs % 512 == 0);
    ++(bs == 0 ? lost : bs == 1024 ? kept : torn);
  }
  CHECK(kept > 30);
  CHECK(torn > 30);
  CHECK(lost > 30);
}

TEST_CASE("what a failed sync has lost, a later sync does not bring back") {
  int lost = 0;
  SeededRandom random{1};
  for (int i = 0; i < 50; ++i) {
    SimulatedFile file;
    file.write(0, "a");
    file.fail_sync();
    file.write(1, "b");
    file.sync();
    CHECK(file.content() == "ab");
    file.crash(random);
    REQUIRE(file.content().size() == 2);
    CHECK(file.content()[1] == 'b');
    lost += file.content()[0] == '\0' ? 1 : 0;
  }
  CHECK(lost > 10);
  CHECK(lost < 40);
}

TEST_CASE("a database on the disk writes ahead, without shared memory, one sync a commit") {
  Numbers numbers;
  CHECK(numbers.db->run("PRAGMA journal_mode").value()[0][0].text() == "wal");
  REQUIRE(add(*numbers.db, 1));
  const auto before = numbers.disk.syncs();
  REQUIRE(add(*numbers.db, 2));
  CHECK(numbers.disk.syncs() == before + 1);
}

TEST_CASE("there is one connection at a time") {
  Numbers numbers;
  CHECK_FALSE(SqliteDb::open({.path = "a.db", .vfs = numbers.disk.vfs(), .exclusive = true}).ok());
}

TEST_CASE("a closed database is there when it is opened again, also after a crash") {
  SeededRandom random{1};
  Numbers numbers;
  REQUIRE(add(*numbers.db, 1));
  numbers.db.reset();
  numbers.db = open(numbers.disk);
  CHECK(count(*numbers.db) == 1);
  numbers.db.reset();
  numbers.disk.crash(random);
  numbers.db = open(numbers.disk);
  CHECK(count(*numbers.db) == 1);
}

TEST_CASE("a commit survives every crash, and one under way is there whole or not at all") {
  SeededRandom random{7};
  Numbers numbers;
  REQUIRE(numbers.db->run("PRAGMA wal_autocheckpoint=8").ok());
  std::int64_t known = 0;
  int half_way = 0;
  for (int round = 0; round < 200; ++round) {
    numbers.disk.halt_after(1 + random.below(40));
    while (!numbers.disk.halted()) {
      REQUIRE(numbers.db->begin().ok());
      for (int i = 0; i < 3; ++i) (void)add(*numbers.db, round);
      if (numbers.db->commit() == CommitEnding::committed) known += 3;
    }
    numbers.crash(random);
    const std::int64_t found = count(*numbers.db);
    REQUIRE((found == known || found == known + 3));
    half_way += found != known ? 1 : 0;
    known = found;
    REQUIRE(sound(*numbers.db));
    REQUIRE(numbers.db->run("PRAGMA wal_autocheckpoint=8").ok());
  }
  CHECK(half_way > 0);
  CHECK(half_way < 200);
}

TEST_CASE("the same seed gives the same crash") {
  const auto run = [](std::uint64_t seed) {
    SeededRandom random{seed};
    Numbers numbers;
    std::vector<std::int64_t> found;
    for (int round = 0; round < 20; ++round) {
      numbers.disk.halt_after(1 + random.below(20));
      while (!numbers.disk.halted()) (void)add(*numbers.db, round);
      numbers.crash(random);
      found.push_back(count(*numbers.db));
    }
    return found;
  };
  CHECK(run(3) == run(3));
  CHECK(run(3) != run(4));
}

TEST_CASE("a dead connection cannot touch what comes after it") {
  SeededRandom random{1};
  Numbers numbers;
  REQUIRE(add(*numbers.db, 1));
  numbers.disk.crash(random);
  CHECK_FALSE(add(*numbers.db, 2));
  CHECK_FALSE(SqliteDb::open({.path = "a.db", .vfs = numbers.disk.vfs(), .exclusive = true}).ok());
  numbers.db.reset();
  numbers.db = open(numbers.disk);
  CHECK(count(*numbers.db) == 1);
}

TEST_CASE("a full disk fails the commit, and with space again the next one is taken") {
  Numbers numbers;
  REQUIRE(add(*numbers.db, 1));
  for (const std::uint64_t space : {0u, 100u, 5000u}) {
    CAPTURE(space);
    numbers.disk.fill_up(space);
    REQUIRE(numbers.db->begin().ok());
    const auto written = numbers.db->run("INSERT INTO number (n) VALUES (randomblob(20000))");
    CHECK((!written.ok() || numbers.db->commit() != CommitEnding::committed));
    numbers.db->roll_back();
    CHECK(count(*numbers.db) == 1);
  }
  numbers.disk.make_space();
  CHECK(add(*numbers.db, 2));
  SeededRandom random{1};
  numbers.crash(random);
  CHECK(count(*numbers.db) == 2);
  CHECK(sound(*numbers.db));
}

TEST_CASE("a failed sync fails the commit, and nothing of it is seen") {
  SeededRandom random{5};
  int came_back = 0;
  for (int i = 0; i < 40; ++i) {
    Numbers numbers;
    REQUIRE(add(*numbers.db, 1));
    numbers.disk.fail_syncs(1);
    REQUIRE(numbers.db->begin().ok());
    REQUIRE(add(*numbers.db, 2));
    CHECK(numbers.db->commit() == CommitEnding::unknown);
    CHECK(count(*numbers.db) == 1);
    const bool goes_on = i % 2 == 0;
    if (goes_on) REQUIRE(add(*numbers.db, 3));
    numbers.crash(random);
    const std::int64_t found = count(*numbers.db);
    if (goes_on) {
      CHECK(found == 2);
      CHECK(numbers.db->run("SELECT n FROM number WHERE n = 2").value().empty());
    } else {
      came_back += found == 2 ? 1 : 0;
    }
  }
  // That is what `unknown` means: its frames may have reached the disk all the same.
  CHECK(came_back > 0);
  CHECK(came_back < 20);
}
