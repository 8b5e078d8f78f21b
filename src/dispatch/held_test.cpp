// What waits for a person: whose reminder is late or was asked about, and what the person decides.
#include "store/held.h"

#include <doctest/doctest.h>

#include "dispatch/test_office.h"
#include "store/doubts.h"
#include "store/ledger.h"

using namespace courtesy;

namespace {

/// Workers were down from before the time of a's reminder until well after its lateness.
struct AfterOutage : Office {
  AfterOutage() {
    import({TestHouse::booked("a", "2026-05-14T14:00")});
    dies();
    run_until("2026-05-13T20:30:00Z");
    begin_life();
    start();
    run_until("2026-05-13T20:31:00Z");
  }
  std::vector<HeldReminder> held() {
    return read<std::vector<HeldReminder>>([](Unit& unit) { return unit.held().list(10); });
  }
  Told told() {
    return read<Appointment>([](Unit& unit) { return unit.appointments().get(AppointmentId(1)); }).told;
  }
};

}  // namespace

TEST_CASE("late but still of use waits for a person, and the staff see at once that nobody was reminded") {
  AfterOutage office;
  CHECK(office.gateway.contacts().empty());
  REQUIRE(office.held().size() == 1);
  const HeldReminder held = office.held()[0];
  CHECK(held.reason == Reason::too_late);
  CHECK(held.name == "Ana");
  CHECK(held.recipient == "+12125550123");
  CHECK(held.content == "appointment-reminder");
  CHECK(held.useful_until == parse_instant("2026-05-14T17:30:00Z").value());
  CHECK(office.told() == Told::failed);
  CHECK(office.read<std::int64_t>([](Unit& unit) { return unit.held().count(); }) == 1);
}

TEST_CASE("a held reminder that a person releases goes out, and its lateness does not hold it again") {
  AfterOutage office;
  const std::vector keys{office.held().at(0).key};
  office.write([&](Unit& unit) -> Result<void> {
    CHECK(TRY(unit.held().release(keys, "Pat", "still of use")) == 1);
    CHECK(TRY(unit.held().release(keys, "Pat", "twice")) == 0);
    return {};
  });
  CHECK(office.told() == Told::nothing_yet);
  office.dispatcher->nudge();
  office.run_until("2026-05-13T20:32:00Z");
  CHECK(office.gateway.contacts().size() == 1);
  CHECK(office.reminder(1).state == ReminderState::intended);
  const auto rows = office.read<std::vector<LedgerRow>>(
      [](Unit& unit) { return unit.ledger().find({.appointment = AppointmentId(1), .text = "released"}); });
  REQUIRE(rows.size() == 1);
  CHECK(rows[0].kind == "by_hand");
  CHECK(rows[0].body == R"({"held_for":"too_late","who":"Pat","why":"still of use"})");
}

TEST_CASE("a person's yes does not bring a cancelled visit's reminder out") {
  AfterOutage office;
  const std::vector keys{office.held().at(0).key};
  office.write([&](Unit& unit) -> Result<void> {
    TRY(unit.held().release(keys, "Pat", "still of use"));
    Appointment appointment = TRY(unit.appointments().get(AppointmentId(1)));
    appointment.booking = Booking::cancelled;
    return unit.appointments().rebook(appointment);
  });
  office.dispatcher->nudge();
  office.run_until("2026-05-13T20:32:00Z");
  CHECK(office.gateway.contacts().empty());
  CHECK(office.reminder(1).state == ReminderState::withdrawn);
}

TEST_CASE("a held reminder that a person discards is not sent, with who and why on record") {
  AfterOutage office;
  const std::vector keys{office.held().at(0).key};
  office.write([&](Unit& unit) -> Result<void> {
    CHECK(TRY(unit.held().discard(keys, "Pat", "we ring ourselves")) == 1);
    CHECK(TRY(unit.held().discard(keys, "Pat", "twice")) == 0);
    return {};
  });
  office.run_until("2026-05-14T20:00:00Z");
  CHECK(office.gateway.contacts().empty());
  CHECK(office.reminder(1).state == ReminderState::dropped);
  CHECK(office.reminder(1).reason == Reason::discarded);
  CHECK(office.told() == Told::failed);
}

TEST_CASE("a held reminder nobody decided about is dropped when its last useful moment has passed") {
  AfterOutage office;
  office.run_until("2026-05-14T17:30:00Z");
  CHECK(office.reminder(1).state == ReminderState::held);
  office.run_until("2026-05-14T17:30:01Z");
  CHECK(office.reminder(1).state == ReminderState::dropped);
  CHECK(office.reminder(1).reason == Reason::too_late);
  CHECK(office.held().empty());
  CHECK(office.gateway.contacts().empty());
}

TEST_CASE("a held reminder whose visit's zone is corrected waits for its new time, and no release brings it forward") {
  Office office;
  office.import({TestHouse::booked("a", "2026-05-14T14:00")});
  office.dies();
  office.run_until("2026-05-13T21:00:00Z");  // down until three hours after it was due
  office.start();
  office.run_until("2026-05-13T21:00:30Z");
  REQUIRE(office.reminder(1).state == ReminderState::held);
  auto west = TestHouse::booked("a", "2026-05-14T14:00");
  const Zone zone = Zone::find("Pacific/Honolulu").value();
  west.start.zone = zone.name();
  west.start.instant = zone.resolve(west.start.local).instant;
  office.import({west});
  CHECK(office.reminder(1).state == ReminderState::waiting);
  CHECK(office.reminder(1).send_at == parse_instant("2026-05-14T00:00:00Z").value());
  CHECK(office.read<Appointment>([](Unit& unit) { return unit.appointments().get(AppointmentId(1)); }).told ==
        Told::nothing_yet);
  office.dispatcher->nudge();
  office.run_until("2026-05-13T23:30:00Z");
  CHECK(office.gateway.contacts().empty());
}

TEST_CASE("what a person lets be tried again waits for its time, when the visit has a later one by now") {
  Office office;
  office.gateway.next(FakeGateway::Reply::request_lost);
  office.import({TestHouse::booked("a", "2026-05-14T14:00")});
  office.run_until("2026-05-13T18:00:30Z");
  auto west = TestHouse::booked("a", "2026-05-14T14:00");
  const Zone zone = Zone::find("Pacific/Honolulu").value();
  west.start.zone = zone.name();
  west.start.instant = zone.resolve(west.start.local).instant;
  office.import({west});
  office.run_until("2026-05-13T19:00:00Z");
  REQUIRE(office.attempt(1).state == AttemptState::absent);
  office.write([](Unit& unit) { return Doubts(unit).decide(AttemptId(1), Fate::again, "Pat", "nothing rang"); });
  office.dispatcher->nudge();
  office.run_until("2026-05-13T23:30:00Z");
  CHECK(office.gateway.contacts().size() == 1);
  // Then it is eight in the evening where the client is: nine in the morning follows.
  office.run_until("2026-05-14T13:00:30Z");
  CHECK(office.gateway.contacts().size() == 2);
}
