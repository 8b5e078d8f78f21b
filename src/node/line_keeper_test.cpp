#include "node/line_keeper.h"

#include <doctest/doctest.h>

#include "store/fact_book.h"
#include "store/line_tidying.h"
#include "store/lines.h"
#include "store/sqlite/test_house.h"
#include "store/staff_tasks.h"
#include "webhook/inbound.h"

using namespace courtesy;

namespace {

struct KeptHouse : TestHouse {
  KeptHouse() {
    keeper = std::make_unique<LineKeeper>(
        LineKeeper::Parts{.loop = time, .clock = time, .store = *store, .log = log, .desk = desk});
    keeper->start();
  }
  void ring(const std::string& flow) {
    write([&](Unit& unit) -> Result<void> {
      TRY(Lines(unit).set("+12125550199", flow, "test"));
      TRY(begin_inbound(unit, desk, {.token = {}, .provider_id = "CA1", .from = "+12125550123", .to = "+12125550199"}));
      return {};
    });
  }
  Session session() {
    return read<Session>([](Unit& unit) { return Sessions(unit).get(SessionId(1)); });
  }

  flow::Library library = flow::Library::builtin().value();
  CallDesk desk{.flows = library, .public_url = "https://courtesy.example"};
  QuietLog log;
  std::unique_ptr<LineKeeper> keeper;
};

}  // namespace

TEST_CASE(
    "a call of whose end nobody tells us is over after the longest that a call can be, and its flow hears of it") {
  KeptHouse house;
  house.ring("missed-call");
  house.time.run_until(house.time.now() + longest_call);
  CHECK_FALSE(house.session().ended_at);
  house.time.run_until(house.time.now() + LineKeeper::every);
  CHECK(house.session().ended_at);
  const auto tasks =
      house.read<StaffTasks::Page>([](Unit& unit) { return StaffTasks(unit).list({.limit = 1000}); }).tasks;
  REQUIRE(tasks.size() == 1);
  CHECK(tasks[0].kind == CallTask::missed_call);
}

TEST_CASE("what has expired is erased, and what has not stays") {
  KeptHouse house;
  house.write([](Unit& unit) -> Result<void> {
    for (const auto& [key, lives] : {std::pair{"1", hours{2}}, std::pair{"2", hours{200}}}) {
      TRY(FactBook(unit).put(
          {.name = "order_status", .key = key, .words = {{"en", "here"}}, .expires_at = unit.now() + lives}));
    }
    return {};
  });
  const auto count = [&] { return house.read<std::int64_t>([](Unit& unit) { return FactBook(unit).count(); }); };
  house.time.run_until(house.time.now() + hours{2} + LineKeeper::every);
  CHECK(count() == 2);
  house.time.run_until(house.time.now() + FactBook::call_lasts + LineKeeper::every);
  CHECK(count() == 1);
}
