// What one reminder costs does not grow with what the account has behind it and ahead: counted in SQLite's own steps.
#include <doctest/doctest.h>

#include "dispatch/dispatcher.h"
#include "gateway/fake_gateway.h"
#include "store/progress.h"
#include "store/sqlite/long_past.h"

using namespace courtesy;

namespace {

/// Three reminders at one moment: one is told of, of one the answer is lost and found at the gateway, and one is asked
/// for until it is given up.
struct Story : TestHouse {
  explicit Story(bool with_past) {
    import({booked("a", "2026-05-14T14:00"), booked("b", "2026-05-14T14:00", "+12125550124"),
            booked("c", "2026-05-14T14:00", "+12125550125")});
    if (with_past) add_long_past(*this);
    db->forget_costs();
    gateway.next(FakeGateway::Reply::accepted);
    gateway.next(FakeGateway::Reply::answer_lost);
    gateway.next(FakeGateway::Reply::request_lost);
    dispatcher.start();
    time.run_until(parse_instant("2026-05-13T18:20:00Z").value());
  }

  SeededRandom random{1};
  QuietLog log;
  FakeGateway gateway{time};
  Dispatcher dispatcher{
      {.loop = time,
       .clock = time,
       .store = *store,
       .gateways = {.call = &gateway, .text = &gateway, .email = &gateway},
       .fill = [](Unit&, const Rule&, const Account&, const Client&, const Appointment&) -> Result<Filled> {
         return Filled{.text = "text", .flow = "flow", .flow_hash = "hash"};
       },
       .random = random,
       .log = log},
      DispatchSettings{}};
};

}  // namespace

TEST_CASE("no statement from the due reminder to its ending, and to the last look for a lost one, walks what is past") {
  const Story small(false);
  const Story large(true);
  CHECK(large.db->costs().size() > 20);
  CHECK(large.gateway.contacts().size() == 3);
  for (const auto& dear : grown(*small.db, *large.db)) FAIL_CHECK(dear);
}

TEST_CASE("of many that wait for the same moment, a look reads only as many as it takes") {
  TestHouse house;
  add_long_past(house);
  house.db->run("UPDATE reminder SET look_at = 1806501600000 WHERE state = 'waiting'").value();
  house.time.run_until(parse_instant("2027-03-31T14:00:00Z").value());
  house.db->forget_costs();
  const auto due = house.read<std::vector<Due>>([](Unit& unit) { return unit.queue().look(10); });
  CHECK(due.size() == 10);
  for (const auto& one : house.db->costs()) CHECK_MESSAGE(one.most_steps < long_past, one.sql);
}
