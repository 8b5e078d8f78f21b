#include "store/postgres/postgres_db.h"

#include <doctest/doctest.h>

#include <limits>

#include "base/test_threads.h"
#include "store/conformance/bench.h"
#include "store/migrations.h"
#include "store/postgres/account_units.h"
#include "store/postgres/test_database.h"

using namespace courtesy;

namespace {

struct Pair {
  Pair() {
    REQUIRE(one->run("CREATE TABLE pair (k BIGINT PRIMARY KEY, words TEXT, n BIGINT)").ok());
    REQUIRE(one->begin().ok());
  }
  void add(int k, const char* words) { REQUIRE(one->run(insert, {k, words, Value()}).ok()); }
  std::int64_t count() { return other->run("SELECT COUNT(*) FROM pair").value()[0][0].number(); }

  std::string plan_of_count() {
    std::string plan;
    for (const auto& row : one->run("EXPLAIN (ANALYZE) SELECT COUNT(*) FROM pair").value())
      plan += row[0].text() + "\n";
    return plan;
  }

  static constexpr std::string_view insert = "INSERT INTO pair (k, words, n) VALUES ($1, $2, $3)";
  static constexpr std::string_view select = "SELECT words, n FROM pair WHERE k = $1";
  TestDatabase database;
  std::unique_ptr<PostgresDb> one = PostgresDb::open({.url = database.url()}).value();
  std::unique_ptr<PostgresDb> other = PostgresDb::open({.url = database.url()}).value();
};

}  // namespace

TEST_CASE("what nobody reads goes with what is read next, in one round trip") {
  if (test_server().empty()) return;
  Pair pair;
  pair.add(1, "one");  // prepares it
  const auto waits = pair.one->traffic().waits;
  pair.add(2, "two");
  pair.add(3, "three");
  CHECK(pair.one->traffic().waits == waits);
  CHECK(pair.one->run("SELECT COUNT(*) FROM pair").value()[0][0].number() == 3);
  CHECK(pair.one->commit() == CommitEnding::committed);
  CHECK(pair.count() == 3);
}

TEST_CASE("an error of what nobody read comes at the next read, names its statement, and ends the transaction") {
  if (test_server().empty()) return;
  Pair pair;
  pair.add(1, "one");
  pair.add(1, "again");
  const auto read = pair.one->run(Pair::select, {1});
  REQUIRE(!read);
  CHECK(read.error().code == ErrorCode::conflict);
  CHECK(read.error().message.find("INSERT INTO pair") != std::string::npos);
  CHECK(!pair.one->run(Pair::select, {1}));
  CHECK(pair.one->commit() == CommitEnding::rolled_back);
  CHECK(pair.count() == 0);
}

TEST_CASE("an error of what nobody read is why a commit was none; the connection goes on") {
  if (test_server().empty()) return;
  Pair pair;
  pair.add(1, "one");
  pair.add(1, "again");
  CHECK(pair.one->commit() == CommitEnding::rolled_back);
  const auto why = pair.one->why_not_committed();
  REQUIRE(!why);
  CHECK(why.error().code == ErrorCode::conflict);
  CHECK(pair.count() == 0);
  REQUIRE(pair.one->begin().ok());
  pair.add(1, "one");
  CHECK(pair.one->commit() == CommitEnding::committed);
  CHECK(pair.one->why_not_committed().ok());
  CHECK(pair.count() == 1);
}

TEST_CASE("many rows are one statement, with NULLs, quotes and nothing at all") {
  if (test_server().empty()) return;
  Pair pair;
  const Value rows[] = {1, "a \"quoted\\ {one}, 'two'", Value(), 2, Value(), 5, 3, "", 6};
  REQUIRE(pair.one->run_all(Pair::insert, 3, rows).ok());
  pair.add(4, "four");
  pair.add(5, "five");
  const auto before = pair.one->traffic().statements;
  CHECK(pair.one->run("SELECT COUNT(*) FROM pair").value()[0][0].number() == 5);
  CHECK(pair.one->traffic().statements == before + 2);  // all that was gathered, and the question
  const auto statements = pair.one->traffic().statements;
  const Value changes[] = {1, 10, 2, 20, 6, 60};
  CHECK(pair.one->run_all("UPDATE pair SET n = $2 WHERE k = $1 RETURNING 1", 2, changes).value().size() == 2);
  CHECK(pair.one->traffic().statements == statements + 1);
  CHECK(pair.one->run_all(Pair::insert, 3, {}).value().empty());
  CHECK(pair.one->run(Pair::select, {1}).value()[0][0].text() == "a \"quoted\\ {one}, 'two'");
  CHECK(pair.one->run(Pair::select, {1}).value()[0][1].number() == 10);
  const Rows second = pair.one->run(Pair::select, {2}).value();
  CHECK(second[0][0].null());
  CHECK(second[0][1].number() == 20);
  const Rows third = pair.one->run(Pair::select, {3}).value();
  CHECK((!third[0][0].null() && third[0][0].text().empty()));
  // Of a form that has none for many rows.
  const Value gone[] = {1, 2};
  CHECK(pair.one->run_all("DELETE FROM pair WHERE k = $1 RETURNING 1", 1, gone).value().size() == 2);
  CHECK(pair.one->commit() == CommitEnding::committed);
}

TEST_CASE("what was foreseen is not asked for again, until something is written to its table or the transaction ends") {
  if (test_server().empty()) return;
  Pair pair;
  pair.add(1, "one");
  pair.add(2, "two");
  const Value keys[] = {1, 2, 3};
  REQUIRE(pair.one->foresee(Pair::select, 1, keys).ok());
  CHECK(pair.one->run(Pair::select, {2}).value()[0][0].text() == "two");
  const auto statements = pair.one->traffic().statements;
  CHECK(pair.one->run(Pair::select, {1}).value()[0][0].text() == "one");
  CHECK(pair.one->run(Pair::select, {3}).value().empty());
  CHECK(pair.one->traffic().statements == statements);
  CHECK(pair.one->run("UPDATE pair SET words = $2 WHERE k = $1", {1, "other"}).ok());
  CHECK(pair.one->run(Pair::select, {1}).value()[0][0].text() == "other");
  const Value twice[] = {1, 2, 1};
  REQUIRE(pair.one->foresee(Pair::select, 1, twice).ok());
  CHECK(pair.one->run(Pair::select, {1}).value().size() == 1);
  CHECK(pair.one->commit() == CommitEnding::committed);
  CHECK(pair.other->run("UPDATE pair SET words = $2 WHERE k = $1", {1, "changed"}).ok());
  REQUIRE(pair.one->begin().ok());
  CHECK(pair.one->run(Pair::select, {1}).value()[0][0].text() == "changed");
  CHECK(pair.one->commit() == CommitEnding::committed);
}

TEST_CASE("what may be put off passes over an account that somebody else writes for; all else waits for it") {
  if (test_server().empty()) return;
  TestDatabase database;
  const auto one = PostgresDb::open({.url = database.url()}).value();
  const auto other = PostgresDb::open({.url = database.url()}).value();
  SteppedClock clock{conformance::noon()};
  const StoreSettings settings = conformance::settings();
  REQUIRE(migrate(*one, {}, clock.now()).ok());
  REQUIRE(other->run("SET lock_timeout = '50ms'").ok());
  int ran = 0;
  const auto write = [&](bool may_be_put_off) {
    WriteJob job{AccountId{}, [&](Unit&) -> Result<void> { return ++ran, Result<void>{}; }, {}, may_be_put_off};
    return run_together(*other, {&job, 1}, clock, settings, {});
  };
  REQUIRE(one->begin().ok());
  REQUIRE(one->run("SELECT 1 FROM account WHERE account = 0 FOR NO KEY UPDATE").ok());
  const WriteEnding passed_over = write(true);
  CHECK(passed_over.passed_over);
  CHECK(passed_over.commit == CommitEnding::rolled_back);
  CHECK(!passed_over.of_store);
  const WriteEnding waited = write(false);
  CHECK(!waited.passed_over);
  CHECK(!waited.work);
  CHECK(other->worth_another_run());
  CHECK(other->waited_in_vain());
  CHECK(ran == 0);
  one->roll_back();
  CHECK(one->run("SELECT 1").ok());
  CHECK(write(true).commit == CommitEnding::committed);
  CHECK(ran == 1);
}

TEST_CASE("a new life waits for the units of the older one, which can begin none any more") {
  if (test_server().empty()) return;
  TestDatabase database;
  const auto one = PostgresDb::open({.url = database.url()}).value();
  SteppedClock clock{conformance::noon()};
  const StoreSettings settings = conformance::settings();
  REQUIRE(migrate(*one, {}, clock.now()).ok());
  const NodeEpoch older{"node", begin_life(*one, "node", clock, settings).value()};
  const auto write = [&](const NodeEpoch& life) {
    WriteJob job{AccountId{},
                 [&](Unit&) -> Result<void> {
                   const auto second = PostgresDb::open({.url = database.url()}).value();
                   REQUIRE(second->run("SET lock_timeout = '50ms'").ok());
                   CHECK(!begin_life(*second, "node", clock, settings));
                   return {};
                 },
                 {}};
    return run_together(*one, {&job, 1}, clock, settings, life);
  };
  CHECK(write(older).commit == CommitEnding::committed);
  const NodeEpoch newer{"node", begin_life(*one, "node", clock, settings).value()};
  CHECK(newer.epoch == older.epoch + 1);
  const WriteEnding refused = write(older);
  REQUIRE(!refused.work);
  CHECK(refused.work.error().code == ErrorCode::conflict);
  CHECK(write(newer).commit == CommitEnding::committed);
}

TEST_CASE("rows that go by COPY arrive to the byte, within the transaction") {
  if (test_server().empty()) return;
  Pair pair;
  const std::vector<Value> rows{
      1, "a\tb\nc\r\\N \\.", Value(), 2, "", std::numeric_limits<std::int64_t>::min(), 3, Value(), 0};
  REQUIRE(pair.one->add_rows("pair", {"k", "words", "n"}, rows).ok());
  CHECK(pair.one->add_rows("pair", {"k", "words", "n"}, std::vector<Value>{}).ok());
  CHECK(pair.one->run(Pair::select, {1}).value()[0][0].text() == "a\tb\nc\r\\N \\.");
  const Row second = pair.one->run(Pair::select, {2}).value()[0];
  CHECK_FALSE(second[0].null());
  CHECK(second[0].text().empty());
  CHECK(second[1].number() == std::numeric_limits<std::int64_t>::min());
  CHECK(pair.one->run(Pair::select, {3}).value()[0][0].null());
  CHECK(pair.count() == 0);
  CHECK(pair.one->commit() == CommitEnding::committed);
  CHECK(pair.count() == 3);
}

TEST_CASE("a COPY that fails says so, and the connection goes on") {
  if (test_server().empty()) return;
  Pair pair;
  const auto twice = pair.one->add_rows("pair", {"k", "words", "n"}, std::vector<Value>{1, "a", 1, 1, "b", 2});
  REQUIRE_FALSE(twice.ok());
  CHECK(twice.error().code == ErrorCode::conflict);
  pair.one->roll_back();
  REQUIRE(pair.one->begin().ok());
  pair.add(1, "one");
  CHECK(pair.one->commit() == CommitEnding::committed);
}

TEST_CASE("no statement is compiled, however dear its plan is taken for") {
  if (test_server().empty()) return;
  Pair pair;
  REQUIRE(pair.one->run("SET jit_above_cost = 0").ok());
  CHECK(pair.plan_of_count().find("JIT:") == std::string::npos);
  REQUIRE(pair.one->run("SET jit = on").ok());
  CHECK(pair.plan_of_count().find("JIT:") != std::string::npos);
}

TEST_CASE("a statement that takes too long is given up, and is no reason to run it again") {
  if (test_server().empty()) return;
  const auto db = PostgresDb::open({.url = test_server(), .longest_statement = milliseconds{20}}).value();
  REQUIRE(db->begin().ok());
  const auto slow = db->run("SELECT pg_sleep(60)::text");
  REQUIRE_FALSE(slow.ok());
  CHECK(slow.error().code == ErrorCode::unavailable);
  CHECK_FALSE(db->worth_another_run());
  db->roll_back();
  CHECK(db->begin().ok());
}

TEST_CASE("what came back is looked at first, and until that is well nothing begins") {
  if (test_server().empty()) return;
  int looks = 0;
  bool well = false;
  const auto db = PostgresDb::open({.url = test_server(),
                                    .came_back = [&](PostgresDb& there) -> Result<void> {
                                      ++looks;
                                      TRY(there.run("SELECT 1"));
                                      if (well) return {};
                                      return Error{ErrorCode::unavailable, "not well"};
                                    }})
                      .value();
  REQUIRE(db->begin().ok());
  CHECK(looks == 0);
  (void)db->run("SELECT pg_terminate_backend(pg_backend_pid())::text");
  db->roll_back();
  const auto refused = db->begin();
  REQUIRE_FALSE(refused.ok());
  CHECK(refused.error().message == "not well");
  CHECK_FALSE(db->begin().ok());
  well = true;
  CHECK(db->begin().ok());
  CHECK(looks == 3);
  CHECK(db->lives() == 4);
}

TEST_CASE("a recipient who is known is locked until the commit, and not written anew") {
  if (test_server().empty()) return;
  Pair pair;
  constexpr std::string_view lock = "INSERT INTO recipient (recipient) VALUES ($1) ON CONFLICT (recipient) {DO LOCK}";
  constexpr std::string_view look = "SELECT ctid::text FROM recipient WHERE recipient = $1";
  const std::string free = std::string(look) + " FOR UPDATE SKIP LOCKED";
  REQUIRE(pair.other->run("CREATE TABLE recipient (recipient TEXT NOT NULL PRIMARY KEY)").ok());
  REQUIRE(pair.other->run("INSERT INTO recipient (recipient) VALUES ($1)", {"+12125550123"}).ok());
  const std::string place = pair.other->run(look, {"+12125550123"}).value().at(0)[0].text();
  REQUIRE(pair.one->run_all(lock, 1, std::vector<Value>{"+12125550123", "+12125550124"}).ok());
  CHECK(pair.one->run(look, {"+12125550123"}).value().at(0)[0].text() == place);
  CHECK(pair.other->run(free, {"+12125550123"}).value().empty());
  CHECK(pair.one->commit() == CommitEnding::committed);
  CHECK(pair.other->run(free, {"+12125550123"}).value().size() == 1);
}
