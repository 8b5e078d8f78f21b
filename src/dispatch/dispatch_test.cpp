// A reminder's way from its time to the gateway, and what holds it back.
#include <doctest/doctest.h>

#include "dispatch/test_office.h"
#include "store/ledger.h"

using namespace courtesy;

TEST_CASE("a due reminder rings once, at its time, and its ending is on record") {
  Office office;
  office.import({TestHouse::booked("a", "2026-05-14T14:00")});
  office.run_until("2026-05-13T17:59:59Z");
  CHECK(office.gateway.contacts().empty());
  office.run_until("2026-05-13T18:00:30Z");
  REQUIRE(office.gateway.contacts().size() == 1);
  CHECK(office.gateway.contacts()[0].recipient == "+12125550123");
  CHECK(office.attempt(1).state == AttemptState::accepted);
  CHECK(office.reminder(1).state == ReminderState::intended);
  office.ends(1, AttemptOutcome::heard);
  CHECK(office.reminder(1).state == ReminderState::done);
  office.run_until("2026-05-14T20:00:00Z");
  CHECK(office.gateway.contacts().size() == 1);
}

TEST_CASE("what was cancelled before its time rings nobody") {
  Office office;
  office.import({TestHouse::booked("a", "2026-05-14T14:00")});
  auto cancelled = TestHouse::booked("a", "2026-05-14T14:00");
  cancelled.booking = Booking::cancelled;
  office.import({cancelled});
  office.run_until("2026-05-15T00:00:00Z");
  CHECK(office.gateway.contacts().empty());
}

TEST_CASE("without consent nobody is contacted, and the reason is on record") {
  Office office;
  office.import({TestHouse::booked("a", "2026-05-14T14:00")}, "");
  office.run_until("2026-05-15T00:00:00Z");
  CHECK(office.gateway.contacts().empty());
  CHECK(office.reminder(1).reason == Reason::no_consent);
  CHECK(office.read<Appointment>([](Unit& unit) { return unit.appointments().get(AppointmentId(1)); }).state() ==
        AppointmentState::not_notified);
}

TEST_CASE("a stop holds everything back, and a release lets the useful go on") {
  Office office;
  office.import(
      {TestHouse::booked("a", "2026-05-14T14:00"), TestHouse::booked("b", "2026-05-14T11:00", "+12125550124")});
  office.write([](Unit& unit) { return unit.accounts().set_stop("Pat", "a rehearsal"); });
  office.run_until("2026-05-13T18:30:00Z");
  CHECK(office.gateway.contacts().empty());
  office.write([](Unit& unit) { return unit.accounts().clear_stop(); });
  office.run_until("2026-05-13T19:00:00Z");
  REQUIRE(office.gateway.contacts().size() == 1);  // b was due at 11:00 and is too late by now
  CHECK(office.gateway.contacts()[0].recipient == "+12125550123");
  CHECK(office.reminder(2).reason == Reason::too_late);
}

TEST_CASE(
    "a zone that was corrected during a stop gives the reminder its new time, and the release does not hurry it") {
  Office office;
  office.import({TestHouse::booked("a", "2026-05-14T14:00")});
  office.write([](Unit& unit) { return unit.accounts().set_stop("Pat", "a rehearsal"); });
  office.run_until("2026-05-13T18:10:00Z");  // it was due at 18:00, and waits
  auto corrected = TestHouse::booked("a", "2026-05-14T14:00");
  corrected.start.zone = "America/Denver";
  corrected.start.instant += hours{2};
  ++corrected.sequence;
  office.import({corrected});
  office.write([](Unit& unit) { return unit.accounts().clear_stop(); });
  office.run_until("2026-05-13T19:59:59Z");
  CHECK(office.gateway.contacts().empty());
  office.run_until("2026-05-13T20:00:30Z");
  CHECK(office.gateway.contacts().size() == 1);
}

TEST_CASE("a reminder that goes on waiting for the same thing is told once, not at each look") {
  Office office;
  office.import({TestHouse::booked("a", "2026-05-14T14:00")});
  office.write([](Unit& unit) { return unit.accounts().set_stop("Pat", "a rehearsal"); });
  office.run_until("2026-05-13T19:00:00Z");
  const auto decisions = office.read<std::vector<LedgerRow>>(
      [](Unit& unit) { return unit.ledger().find({.appointment = AppointmentId(1), .text = "decided"}); });
  REQUIRE(decisions.size() == 1);
  CHECK(decisions[0].code == "stopped");
  // What it grows into meanwhile is news: too late for the machine, and at last too late for anybody.
  office.run_until("2026-05-14T20:00:00Z");
  CHECK(office.reminder(1).reason == Reason::too_late);
  CHECK(office
            .read<std::vector<LedgerRow>>(
                [](Unit& unit) { return unit.ledger().find({.appointment = AppointmentId(1), .text = "decided"}); })
            .size() == 3);
}

TEST_CASE("the line's pace is kept") {
  Office office;
  std::vector<intake::Booked> bookings;
  for (int i = 0; i < 30; ++i) {
    bookings.push_back(TestHouse::booked(std::to_string(i), "2026-05-14T14:00", "+121255501" + std::to_string(10 + i)));
  }
  office.import(bookings);
  office.run_until("2026-05-13T18:00:09.900Z");
  CHECK(office.gateway.contacts().size() <= 11);
  CHECK(office.gateway.contacts().size() >= 9);
  office.run_until("2026-05-13T18:01:00Z");
  CHECK(office.gateway.contacts().size() == 30);
}

TEST_CASE("a recipient who opted out at the gateway is never tried again") {
  Office office;
  office.gateway.next(FakeGateway::Reply::opted_out);
  office.import({TestHouse::booked("a", "2026-05-14T14:00"), TestHouse::booked("b", "2026-05-15T14:00")});
  office.run_until("2026-05-15T20:00:00Z");
  CHECK(office.gateway.contacts().size() == 1);
  CHECK(office.reminder(2).reason == Reason::suppressed);
}

TEST_CASE("two phones' calls to one number do not run at once, and the second is told why it waits") {
  Office office;
  office.import({TestHouse::booked("a", "2026-05-14T14:00"), TestHouse::booked("b", "2026-05-14T14:00")});
  office.run_until("2026-05-13T18:00:30Z");
  CHECK(office.gateway.contacts().size() == 1);
}

TEST_CASE("a reminder that cannot be prepared waits for a person, and its neighbour of the same start goes out") {
  Office office;
  office.write([](Unit& unit) -> Result<void> {
    Rule other = TestHouse::day_before();
    other.content = "other";
    TRY(add_rule(unit, other));
    return {};
  });
  office.broken = "appointment-reminder";
  office.import({TestHouse::booked("a", "2026-05-14T14:00")});
  office.run_until("2026-05-13T18:01:00Z");
  const auto reminders = office.reminders(1);
  REQUIRE(reminders.size() == 2);
  CHECK(reminders[0].reason == Reason::cannot_prepare);
  CHECK(reminders[0].state == ReminderState::held);
  CHECK(reminders[1].state == ReminderState::intended);
  CHECK(office.gateway.contacts().size() == 1);
}

TEST_CASE("a client whose zone nobody knows waits for a person, and the neighbours go on") {
  Office office;
  office.import(
      {TestHouse::booked("a", "2026-05-14T14:00"), TestHouse::booked("b", "2026-05-14T14:00", "+12125550124")});
  office.write([](Unit& unit) -> Result<void> {
    TRY(unit.db().run("UPDATE client SET zone = 'Mars/Olympus' WHERE client = 1"));
    return {};
  });
  office.run_until("2026-05-13T18:01:00Z");
  REQUIRE(office.gateway.contacts().size() == 1);
  CHECK(office.gateway.contacts()[0].recipient == "+12125550124");
  CHECK(office.reminder(1).state == ReminderState::held);
  CHECK(office.reminder(1).reason == Reason::zone_unknown);
}

TEST_CASE("a rule that is retired reminds nobody any more") {
  Office office;
  office.import({TestHouse::booked("a", "2026-05-14T14:00")});
  office.write([](Unit& unit) -> Result<void> {
    TRY(unit.rules().retire(RuleId(1)));
    return {};
  });
  office.run_until("2026-05-14T20:00:00Z");
  CHECK(office.gateway.contacts().empty());
  CHECK(office.reminder(1).state == ReminderState::withdrawn);
}

TEST_CASE("a text that was sent and then could not be delivered has told nobody, and the staff see it") {
  Office office;
  office.import({TestHouse::booked("a", "2026-05-14T14:00")});
  office.run_until("2026-05-13T18:00:30Z");
  office.ends(1, AttemptOutcome::sent);
  CHECK(office.reminder(1).state == ReminderState::done);
  office.ends(1, AttemptOutcome::failed);
  CHECK(office.reminder(1).state == ReminderState::failed);
  const auto told = [&] {
    return office.read<Appointment>([](Unit& unit) { return unit.appointments().get(AppointmentId(1)); }).told;
  };
  CHECK(told() == Told::failed);
  office.ends(1, AttemptOutcome::delivered);
  CHECK(office.reminder(1).state == ReminderState::done);
  CHECK(told() == Told::told);
}

TEST_CASE("a carrier may keep a text until the person's hours end, not until the visit") {
  Office office;
  Rule rule = TestHouse::day_before();
  rule.channel = Channel::text;
  rule.content = "appointment-text";
  office.write([&](Unit& unit) -> Result<void> {
    TRY(unit.rules().retire(RuleId(1)));
    TRY(add_rule(unit, rule));
    return {};
  });
  office.import({TestHouse::booked("a", "2026-05-14T19:50")});
  office.run_until("2026-05-13T23:50:30Z");  // 19:50 in New York, where hours end at 20:00
  REQUIRE(office.gateway.contacts().size() == 1);
  CHECK(office.gateway.contacts()[0].validity == std::chrono::seconds{600});
}
