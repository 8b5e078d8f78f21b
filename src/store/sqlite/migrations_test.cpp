// Programs of different age on one database.
#include "store/migrations.h"

#include <doctest/doctest.h>

#include "base/embedded.h"
#include "store/heartbeats.h"
#include "store/installation.h"
#include "store/sqlite/test_house.h"

using namespace courtesy;

namespace {

Result<void> start_after(const std::string& newer) {
  TestHouse house;
  house.db->run("INSERT INTO migration (name, sha256, applied_at) VALUES ($1, 'x', 0)", {newer}).value();
  return migrate(*house.db, {}, house.time.now());
}

}  // namespace

TEST_CASE("an older program starts beside what a newer one has added, and not where it has taken away") {
  CHECK(start_after("9998_more.sql").ok());
  const auto refused = start_after("9999_less.contract.sql");
  REQUIRE_FALSE(refused.ok());
  CHECK(refused.error().message.find("9999_less.contract.sql, which takes away") != std::string::npos);
}

TEST_CASE("nothing is taken away while a node is heard of whose program needs it") {
  TestHouse house;
  const auto may = [&](std::string_view name, std::string_view for_node = "another") {
    return no_older_program_runs(*house.db, name, for_node, house.time.now());
  };
  const auto in_house = [&](const std::function<Result<void>(Unit&)>& work) {
    house.write([&](Unit& unit) { return work(unit); }, AccountId{});
  };
  in_house([](Unit& unit) { return introduce_node(unit, "worker", "1.2"); });
  CHECK(may("9999_less.contract.sql").ok());  // it has not been heard of
  in_house([](Unit& unit) { return Heartbeats(unit).write({unit.node().node, "watch", unit.now()}); });
  const auto refused = may("9999_less.contract.sql");
  REQUIRE_FALSE(refused.ok());
  CHECK(refused.error().code == ErrorCode::conflict);
  CHECK(refused.error().message.find("node test (version 1.2)") != std::string::npos);
  CHECK(may("0001_house.sql").ok());                  // which its program knows
  CHECK(may("9999_less.contract.sql", "test").ok());  // it is that node which starts again with the newer program
  house.time.run_until(house.time.now() + minutes{11});
  CHECK(may("9999_less.contract.sql").ok());
}

TEST_CASE("from 0025 on, a migration that takes away says so in its name") {
  for (const auto& file : embedded_files()) {
    if (!file.name.starts_with("migrations/") || file.name < "migrations/0025") continue;
    CAPTURE(file.name);
    // An index is speed, which whoever does not know it can spare.
    for (const char* word :
         {"DROP TABLE", "DROP COLUMN", "DROP TRIGGER", "DROP CONSTRAINT", "RENAME ", "DELETE FROM ", "ALTER COLUMN "})
      CHECK((contracts(file.name) || file.bytes.find(word) == std::string_view::npos));
  }
}
