// What a person decides while something is under way holds for all that comes after it.
#include <doctest/doctest.h>

#include "dispatch/test_dispatch.h"
#include "store/by_hand.h"
#include "store/progress.h"

using namespace courtesy;

TEST_CASE("a reminder whose rule is retired while it is being sent is not tried again") {
  DispatchHouse house;
  house.import({TestHouse::booked("a", "2026-05-14T14:00")});
  house.gateway.next(FakeGateway::Reply::not_sent);
  house.gateway.hold();
  house.start();
  house.run_until("2026-05-13T18:00:02Z");
  house.write([](Unit& unit) -> Result<void> {
    TRY(unit.rules().retire(RuleId(1)));
    return {};
  });
  house.gateway.release();
  house.run_until("2026-05-13T18:10:00Z");
  CHECK(house.attempt(1).state == AttemptState::not_sent);
  CHECK(house.gateway.contacts().size() == 1);
  const auto rows = house.read<std::vector<ReminderRow>>([](Unit& unit) { return unit.queue().of(AppointmentId(1)); });
  CHECK(rows.at(0).state == ReminderState::withdrawn);
  CHECK(rows.at(0).reason == Reason::discarded);
  house.dispatcher.reset();
}

TEST_CASE("a text that a call carried does not come back once its rule is retired") {
  DispatchHouse house;
  house.write([](Unit& unit) -> Result<void> {
    TRY(add_rule(unit, {.id = {}, .channel = Channel::text, .offset = DaysBeforeSameTime{1}, .content = "t"}));
    return {};
  });
  house.import({TestHouse::booked("a", "2026-05-14T14:00")});
  house.start();
  house.run_until("2026-05-13T18:00:02Z");
  REQUIRE(house.gateway.contacts().size() == 1);
  house.write([](Unit& unit) -> Result<void> {
    TRY(unit.rules().retire(RuleId(2)));
    return {};
  });
  house.write([](Unit& unit) -> Result<void> {
    Attempt call = TRY(unit.attempts().get(AttemptId(1)));
    return advance(unit, call, {.state = AttemptState::ended, .outcome = AttemptOutcome::busy});
  });
  house.dispatcher->nudge();
  house.run_until("2026-05-13T18:30:00Z");
  CHECK(house.gateway.contacts().size() == 1);
  house.dispatcher.reset();
}

TEST_CASE("a consent that was withdrawn stays so at another number, and for another spelling of an address") {
  DispatchHouse house;
  auto one = TestHouse::booked("m", "2026-05-14T14:00");
  one.email = "Ann@maple.example";
  house.import({one});
  const ClientId ann(1);
  house.write([&](Unit& unit) -> Result<void> {
    TRY(unit.clients().withdraw_consent(ann, Channel::call, "Dr Maple"));
    TRY(unit.clients().withdraw_consent(ann, Channel::email, "Dr Maple"));
    Client now = TRY(unit.clients().get(ann));
    now.number = "+12125550177";
    now.email = "ann@maple.example";
    TRY(change_client_by_hand(unit, now, "Dr Maple"));
    return {};
  });
  house.import({one});  // the calendar, as it was
  one.number = PhoneNumber::parse("+12125550177").value();
  house.import({one});  // and corrected
  const auto consented = [&](Channel channel, const char* recipient) {
    return house.read<bool>([&](Unit& unit) { return unit.clients().consented(ann, channel, recipient); });
  };
  CHECK_FALSE(consented(Channel::call, "+12125550177"));
  CHECK_FALSE(consented(Channel::email, "ann@maple.example"));
  CHECK(consented(Channel::text, "+12125550123"));
  house.start();
  house.run_until("2026-05-13T18:05:00Z");
  CHECK(house.gateway.contacts().empty());
  house.dispatcher.reset();
}
