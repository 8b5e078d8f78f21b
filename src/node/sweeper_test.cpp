#include "node/sweeper.h"

#include <doctest/doctest.h>

#include "store/ledger.h"
#include "store/sqlite/test_house.h"

using namespace courtesy;

namespace {

struct SweptHouse : TestHouse {
  explicit SweptHouse(std::optional<LedgerRetention> retention) {
    note();
    sweeper.emplace(Sweeper::Parts{.loop = time,
                                   .clock = time,
                                   .store = *store,
                                   .log = log,
                                   .tz_age = {},
                                   .changed = [] {},
                                   .retention = retention},
                    seconds{300});
    sweeper->start();
  }
  void note() {
    write([](Unit& unit) {
      return unit.ledger().append(
          {.kind = LedgerKind::by_hand, .code = "note", .body = LedgerBody().plain("why", "a test")});
    });
  }
  std::int64_t bodies() {
    return read<Rows>([](Unit& unit) { return unit.db().run("SELECT 1 FROM ledger_body WHERE account = 1"); }).size();
  }
  void days(int many) { time.run_until(time.now() + hours{24 * many}); }

  QuietLog log;
  std::optional<Sweeper> sweeper;
};

}  // namespace

TEST_CASE("once a day bodies go that are older than they are kept, and no younger ones") {
  SweptHouse house(LedgerRetention{.bodies = std::chrono::days{10}, .recordings = std::chrono::days{10}});
  const std::int64_t first = house.bodies();
  REQUIRE(first > 0);
  house.days(9);
  CHECK(house.bodies() == first);
  house.note();
  house.days(3);
  CHECK(house.bodies() == 1);
  house.days(9);
  CHECK(house.bodies() == 0);
}

TEST_CASE("where nothing says how long, bodies stay") {
  SweptHouse house(std::nullopt);
  const std::int64_t first = house.bodies();
  house.days(400);
  CHECK(house.bodies() == first);
}
