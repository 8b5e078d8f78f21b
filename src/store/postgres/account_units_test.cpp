// Units of several accounts as one transaction on a real server.
#include "store/postgres/account_units.h"

#include <doctest/doctest.h>

#include "base/test_threads.h"
#include "store/accounts.h"
#include "store/conformance/bench.h"
#include "store/ledger.h"
#include "store/migrations.h"
#include "store/postgres/account_inbox.h"
#include "store/postgres/test_database.h"

using namespace courtesy;

namespace {

/// Three accounts, and a connection more that may be in their way.
struct Street {
  Street() {
    REQUIRE(migrate(*one, {}, clock.now()).ok());
    for (int i = 0; i < 3; ++i) {
      const WriteEnding made = run(AccountId{}, [](Unit& unit) -> Result<void> {
        return TRY(unit.accounts().create({.name = "a", .zone = "UTC"})), Result<void>{};
      });
      REQUIRE(made.commit == CommitEnding::committed);
    }
  }
  WriteEnding run(AccountId account, Work work) {
    WriteJob job{account, std::move(work), {}};
    return run_together(*one, {&job, 1}, clock, settings, {});
  }
  /// One that leaves a line in each account's ledger.
  std::vector<WriteJob> notes(bool may_be_put_off) {
    std::vector<WriteJob> jobs;
    for (int account = 3; account > 0; --account)
      jobs.push_back(
          {AccountId(account),
           [](Unit& unit) { return unit.ledger().append(LedgerEntry{.kind = LedgerKind::error, .code = "note"}); },
           {},
           may_be_put_off});
    return jobs;
  }
  std::int64_t lines() { return other->run("SELECT COUNT(*) FROM ledger").value()[0][0].number(); }

  TestDatabase database;
  SteppedClock clock{conformance::noon()};
  StoreSettings settings = conformance::settings();
  std::unique_ptr<PostgresDb> one = PostgresDb::open({.url = database.url()}).value();
  std::unique_ptr<PostgresDb> other = PostgresDb::open({.url = database.url()}).value();
};

}  // namespace

TEST_CASE("units of several accounts are one transaction; one that fails takes all of them back") {
  if (test_server().empty()) return;
  Street street;
  auto jobs = street.notes(false);
  jobs.push_back({AccountId(1), [](Unit&) -> Result<void> { return invalid("no"); }, {}});
  const WriteEnding failed = run_together(*street.one, jobs, street.clock, street.settings, {});
  CHECK(failed.commit == CommitEnding::rolled_back);
  CHECK(!failed.work);
  CHECK(street.lines() == 0);
  jobs.pop_back();
  std::set<AccountId> written;
  CHECK(run_together(*street.one, jobs, street.clock, street.settings, {}, nullptr, &written).commit ==
        CommitEnding::committed);
  CHECK(written.size() == 3);
  CHECK(street.lines() == 3);
  jobs.push_back({AccountId(9), [](Unit&) -> Result<void> { return {}; }, {}});
  CHECK(run_together(*street.one, jobs, street.clock, street.settings, {}).work.error().code == ErrorCode::not_found);
  CHECK(street.lines() == 3);
}

TEST_CASE("of units that may be put off, those of an account that somebody else has are passed over alone") {
  if (test_server().empty()) return;
  Street street;
  REQUIRE(street.other->begin().ok());
  REQUIRE(street.other->run("SELECT 1 FROM account WHERE account = 2 FOR NO KEY UPDATE").ok());
  auto jobs = street.notes(true);
  std::set<AccountId> written;
  CHECK(run_together(*street.one, jobs, street.clock, street.settings, {}, nullptr, &written).commit ==
        CommitEnding::committed);
  CHECK(written == std::set{AccountId(1), AccountId(3)});
  street.other->roll_back();
  CHECK(street.lines() == 2);
}

TEST_CASE("what the units of a transaction will read is asked for at once, and what one writes is no other's answer") {
  if (test_server().empty()) return;
  Street street;
  constexpr std::string_view count = "SELECT COUNT(*) FROM ledger WHERE account = $1";
  std::vector<std::int64_t> seen;
  auto jobs = street.notes(false);
  for (WriteJob& job : jobs) {
    job.foresight = [&](Unit& unit) {
      const Value account[] = {unit.account()};
      return unit.db().foresee(count, 1, account);
    };
    job.work = [&, note = std::move(job.work)](Unit& unit) mutable -> Result<void> {
      seen.push_back(TRY(unit.db().run(count, {unit.account()}))[0][0].number());
      TRY(note(unit));
      seen.push_back(TRY(unit.db().run(count, {unit.account()}))[0][0].number());
      return {};
    };
  }
  CHECK(run_together(*street.one, jobs, street.clock, street.settings, {}).commit == CommitEnding::committed);
  CHECK(seen == std::vector<std::int64_t>{0, 1, 0, 1, 0, 1});
}

TEST_CASE("a wrong count of changed rows is never committed, though nobody waited for it") {
  if (test_server().empty()) return;
  Street street;
  const auto rename = [](std::int64_t account) {
    return [account](Unit& unit) {
      const Value row[] = {account, "b"};
      return unit.db().change_exactly("UPDATE account SET name = $2 WHERE account = $1", 2, row, "it is another");
    };
  };
  CHECK(street.run(AccountId(1), rename(1)).commit == CommitEnding::committed);
  const WriteEnding wrong = street.run(AccountId(1), rename(9));
  CHECK(wrong.commit == CommitEnding::rolled_back);
  REQUIRE(!wrong.work);
  CHECK(wrong.work.error().code == ErrorCode::conflict);
  CHECK(wrong.work.error().message == "it is another");
  CHECK(!wrong.of_store);
  // Nor where somebody passes over the error when it comes.
  const WriteEnding passed_over = street.run(AccountId(1), [&](Unit& unit) -> Result<void> {
    TRY(rename(9)(unit));
    CHECK(!unit.db().run("SELECT 1 FROM node"));
    CHECK(!unit.db().run("SELECT 1 FROM node"));
    return {};
  });
  CHECK(passed_over.commit == CommitEnding::rolled_back);
}

TEST_CASE("a stop that comes while a group's intents run has none of them committed: each looks for itself") {
  if (test_server().empty()) return;
  Street street;
  auto jobs = street.notes(true);
  jobs[1].work = [&](Unit&) -> Result<void> {
    REQUIRE(street.other->run("INSERT INTO stop (scope, at, who, why) VALUES ('house', 1, 'Kim', 'x')").ok());
    return {};
  };
  const WriteEnding ending = run_together(*street.one, jobs, street.clock, street.settings, {});
  CHECK(ending.commit == CommitEnding::rolled_back);
  CHECK_FALSE(ending.passed_over);
  CHECK(street.lines() == 0);
}

TEST_CASE(
    "where more accounts wait than there are threads, one takes several; an account is written by one at a time") {
  AccountInbox inbox(100, 2);
  const auto nothing = [](Unit&) -> Result<void> { return {}; };
  const auto push = [&](int account) {
    WriteJob job{AccountId(account), nothing, {}, false, nothing};
    REQUIRE(inbox.push(job));
  };
  for (const int account : {1, 2, 3, 4, 5, 1}) push(account);
  const auto accounts_of = [](const std::vector<WriteJob>& jobs) {
    std::vector<std::int64_t> accounts;
    for (const auto& job : jobs) accounts.push_back(job.account.value());
    return accounts;
  };
  CHECK(accounts_of(inbox.pop(10, 16)) == std::vector<std::int64_t>{1, 1, 2, 3});
  CHECK(accounts_of(inbox.pop(10, 16)) == std::vector<std::int64_t>{4});
  push(1);
  push(6);
  CHECK(accounts_of(inbox.pop(10, 1)) == std::vector<std::int64_t>{5});
  CHECK(accounts_of(inbox.pop(10, 16)) == std::vector<std::int64_t>{6});
  inbox.done({AccountId(1), AccountId(2), AccountId(3)});
  CHECK(accounts_of(inbox.pop(10, 16)) == std::vector<std::int64_t>{1});
}

TEST_CASE(
    "the house goes alone and first, and a job that does not say what it will read shares with no other account") {
  AccountInbox inbox(100, 1);
  const auto nothing = [](Unit&) -> Result<void> { return {}; };
  const auto push = [&](int account, Foresight foresight = {}) {
    WriteJob job{AccountId(account), nothing, {}, false, std::move(foresight)};
    REQUIRE(inbox.push(job));
  };
  const auto popped = [&] {
    std::set<AccountId> accounts;
    for (const auto& job : inbox.pop(10, 16)) accounts.insert(job.account);
    return accounts;
  };
  push(1, nothing);
  push(2, nothing);
  push(3);
  push(4, nothing);
  push(0, nothing);
  CHECK(popped() == std::set{AccountId(0)});
  CHECK(popped() == std::set{AccountId(1), AccountId(2)});
  CHECK(popped() == std::set{AccountId(3)});
  CHECK(popped() == std::set{AccountId(4)});
}
