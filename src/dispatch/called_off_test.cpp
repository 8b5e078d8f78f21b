// What is on its way and has become wrong: it is called off at the gateway, or has told nobody.
#include <doctest/doctest.h>

#include "dispatch/test_office.h"
#include "store/answers.h"

using namespace courtesy;

TEST_CASE("a stop calls off what is queued at the gateway or rings") {
  Office office;
  office.import({TestHouse::booked("a", "2026-05-14T14:00")});
  office.run_until("2026-05-13T18:00:10Z");
  REQUIRE(office.gateway.done_count() == 1);
  office.write([](Unit& unit) { return unit.accounts().set_stop("Pat", "too many complaints"); });
  office.dispatcher->nudge();
  office.run_until("2026-05-13T18:00:11Z");
  CHECK(office.gateway.contacts()[0].outcome == AttemptOutcome::cancelled);
}

TEST_CASE("a stop of the whole house calls off every account's unanswered calls") {
  Office office;
  office.import({TestHouse::booked("a", "2026-05-14T14:00")});
  office.run_until("2026-05-13T18:00:10Z");
  REQUIRE(office.gateway.done_count() == 1);
  office.write([](Unit& unit) { return unit.accounts().set_stop("operator", "something is wrong"); }, AccountId{});
  office.dispatcher->nudge();
  office.run_until("2026-05-13T18:00:11Z");
  CHECK(office.gateway.contacts()[0].outcome == AttemptOutcome::cancelled);
  CHECK(office.attempt(1).silenced == Reason::stopped);
}

TEST_CASE("a call that could not be called off is called off again, four times at most") {
  Office office;
  office.import({TestHouse::booked("a", "2026-05-14T14:00")});
  office.run_until("2026-05-13T18:00:10Z");
  office.gateway.be_unreachable(true);
  office.write([](Unit& unit) { return unit.accounts().set_stop("Pat", "too many complaints"); });
  office.dispatcher->nudge();
  office.run_until("2026-05-13T18:00:11Z");
  CHECK(office.gateway.call_offs() == 1);
  office.run_until("2026-05-13T18:00:16Z");
  CHECK(office.gateway.call_offs() == 2);
  office.run_until("2026-05-13T18:10:00Z");
  CHECK(office.gateway.call_offs() == 4);

  Office back;
  back.import({TestHouse::booked("a", "2026-05-14T14:00")});
  back.run_until("2026-05-13T18:00:10Z");
  back.gateway.be_unreachable(true);
  back.write([](Unit& unit) { return unit.accounts().set_stop("Pat", "too many complaints"); });
  back.dispatcher->nudge();
  back.run_until("2026-05-13T18:00:12Z");
  back.gateway.be_unreachable(false);
  back.run_until("2026-05-13T18:10:00Z");
  CHECK(back.gateway.call_offs() == 2);
  CHECK(back.gateway.contacts()[0].outcome == AttemptOutcome::cancelled);
}

TEST_CASE("a visit moved away and back is still known as told") {
  Office office;
  office.import({TestHouse::booked("a", "2026-05-14T14:00")});
  office.run_until("2026-05-13T18:00:30Z");
  office.ends(1, AttemptOutcome::heard);
  const auto told = [&] {
    return office.read<Appointment>([](Unit& unit) { return unit.appointments().get(AppointmentId(1)); }).told;
  };
  office.import({TestHouse::booked("a", "2026-05-16T14:00")});
  CHECK(told() == Told::nothing_yet);
  office.import({TestHouse::booked("a", "2026-05-14T14:00")});
  CHECK(told() == Told::told);
  CHECK(office.gateway.contacts().size() == 1);
}

TEST_CASE("a visit cancelled in the very moment of its reminder may come back, and is then reminded") {
  Office office;
  office.import({TestHouse::booked("a", "2026-05-14T14:00")});
  // Cancelled by the calendar, and the reminder not yet withdrawn: the intent unit finds it so.
  office.write([](Unit& unit) -> Result<void> {
    TRY(unit.db().run("UPDATE appointment SET booking = 'cancelled'"));
    return {};
  });
  office.run_until("2026-05-13T18:00:30Z");
  CHECK(office.reminder(1).state == ReminderState::withdrawn);
  office.import({TestHouse::booked("a", "2026-05-14T14:00")});
  CHECK(office.reminder(1).state == ReminderState::waiting);
  office.dispatcher->nudge();
  office.run_until("2026-05-13T18:05:00Z");
  CHECK(office.gateway.contacts().size() == 1);
}

TEST_CASE("a visit cancelled while its call is on the way to the gateway: called off as soon as the gateway has it") {
  Office office;
  office.gateway.hold();
  office.import({TestHouse::booked("a", "2026-05-14T14:00")});
  office.run_until("2026-05-13T18:00:05Z");
  REQUIRE(office.gateway.contacts().size() == 1);
  auto cancelled = TestHouse::booked("a", "2026-05-14T14:00");
  cancelled.booking = Booking::cancelled;
  office.import({cancelled});
  office.dispatcher->nudge();
  office.run_until("2026-05-13T18:00:10Z");
  office.gateway.release();
  office.run_until("2026-05-13T18:00:12Z");
  CHECK(office.gateway.contacts()[0].outcome == AttemptOutcome::cancelled);
}

TEST_CASE("who was told at a number that turned out wrong was not told: the staff see it") {
  Office office;
  const auto told = [&] {
    return office.read<Appointment>([](Unit& unit) { return unit.appointments().get(AppointmentId(1)); }).told;
  };
  office.import({TestHouse::booked("a", "2026-05-14T14:00")});
  office.run_until("2026-05-13T18:00:30Z");
  office.ends(1, AttemptOutcome::machine);
  CHECK(told() == Told::told);
  office.import({TestHouse::booked("a", "2026-05-14T14:00", "+12125550177")});
  CHECK(told() == Told::failed);
  office.import({TestHouse::booked("a", "2026-05-14T14:00")});  // it was right after all
  CHECK(told() == Told::told);
}

TEST_CASE("a call to a number that is corrected while it rings is called off, and tells nobody") {
  Office office;
  office.import({TestHouse::booked("a", "2026-05-14T14:00")});
  office.run_until("2026-05-13T18:00:30Z");
  office.import({TestHouse::booked("a", "2026-05-14T14:00", "+12125550177")});
  office.dispatcher->nudge();
  office.run_until("2026-05-13T18:00:40Z");
  CHECK(office.gateway.contacts()[0].outcome == AttemptOutcome::cancelled);
  CHECK(office.attempt(1).silenced == Reason::recipient_changed);
}

TEST_CASE("whoever has confirmed is not rung any more: a call that is still queued is called off") {
  Office office;
  office.import({TestHouse::booked("a", "2026-05-14T14:00")});
  office.run_until("2026-05-13T18:00:30Z");
  office.write([](Unit& unit) { return set_answer(unit, AppointmentId(1), Answer::confirmed); });
  office.dispatcher->nudge();
  office.run_until("2026-05-13T18:00:40Z");
  CHECK(office.gateway.contacts()[0].outcome == AttemptOutcome::cancelled);
}
