#include "simulation/day.h"

#include <doctest/doctest.h>

#include "base/test_folder.h"
#include "store/ledger.h"
#include "store/sqlite/sqlite_db.h"

using namespace courtesy;
using namespace courtesy::simulation;

TEST_CASE("the sample clinic's day adds up, by the books and by the phone network") {
  const auto report = run_day(sample_day(1));
  REQUIRE(report.ok());
  INFO(report->json);
  for (const auto& fault : report->faults) FAIL_CHECK(fault);
}

TEST_CASE("the same seed gives the same day, to the byte; another seed another") {
  const std::string first = run_day(sample_day(1))->json;
  CHECK(run_day(sample_day(1))->json == first);
  CHECK(run_day(sample_day(2))->json != first);
}

TEST_CASE("over a whole day no secret gets into any body of the ledger, and its chain holds") {
  const TestFolder folder;
  DaySettings settings = sample_day(1);
  settings.database = folder.file("day.db");
  REQUIRE(run_day(settings).ok());
  {
    const auto db = SqliteDb::open({.path = settings.database}).value();
    std::vector<std::string> secrets{"simulated"};
    for (const auto& row : db->run("SELECT secret FROM attempt").value()) secrets.push_back(row[0].text());
    CHECK(secrets.size() > 10);
    int bodies = 0;
    int marks = 0;
    for (const auto& row : db->run("SELECT body FROM ledger_body").value()) {
      ++bodies;
      marks += row[0].text().find(secret_mark) != std::string::npos ? 1 : 0;
      for (const auto& secret : secrets) CHECK(row[0].text().find(secret) == std::string::npos);
    }
    CHECK(bodies > 50);
    CHECK(marks > 10);  // where they stood, it says so
    const StoreSettings store = simulated_store_settings();
    Unit unit(*db, AccountId(1), settings.ends, store, {});
    const Ledger::Head head = unit.ledger().head().value();
    ChainWalk walk(AccountId(1), head.from, "");
    for (const auto& row : unit.ledger().chained_after(0, 1'000'000).value()) CHECK(walk.take(row) == "");
    CHECK(walk.at_head(head.seq, head.link) == "");
  }
}
