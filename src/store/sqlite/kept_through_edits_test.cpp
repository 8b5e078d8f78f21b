// What people said is kept, whatever a calendar changes around it.
#include <doctest/doctest.h>

#include "store/by_hand.h"
#include "store/sqlite/test_calendar_house.h"

using namespace courtesy;

TEST_CASE("who has opted out is not called at another number that the calendar has for them by now") {
  CalendarHouse house;
  house.feed(event("a", "Ana", thursday));
  house.write([](Unit& unit) { return unit.clients().suppress("+12125550123", "a key on the phone"); });
  house.feed(event("a", "Ana", thursday, {}, "+12125550177"));
  house.until("2026-05-13T18:00:00Z");
  CHECK(house.judged(1, 1) != "goes out");
}

TEST_CASE("a consent that was withdrawn stays so when the calendar spells the name otherwise") {
  CalendarHouse house;
  house.feed(event("a", "Ana", thursday));
  house.write([](Unit& unit) { return unit.clients().withdraw_consent(ClientId(1), Channel::call, "Kim"); });
  house.feed(event("a", "Ana Gil", thursday));
  house.until("2026-05-13T18:00:00Z");
  CHECK(house.judged(1, 1) != "goes out");
}

TEST_CASE("a consent that was withdrawn stays so when the calendar adds an address") {
  CalendarHouse house;
  house.feed(event("a", "Ana", thursday));
  house.write([](Unit& unit) { return unit.clients().withdraw_consent(ClientId(1), Channel::call, "Kim"); });
  house.feed(event("a", "Ana", thursday, "DESCRIPTION:Email: ana@mail.example\r\n"));
  house.until("2026-05-13T18:00:00Z");
  CHECK(house.judged(1, 1) != "goes out");
}

TEST_CASE("who has confirmed is not called again because the calendar adds an address") {
  CalendarHouse house;
  house.feed(event("a", "Ana", thursday));
  house.until("2026-05-13T18:00:00Z");
  house.told(1);
  house.says(1, Answer::confirmed);
  house.feed(event("a", "Ana", thursday, "DESCRIPTION:Email: ana@mail.example\r\n"));
  house.until("2026-05-14T16:00:00Z");
  CHECK(house.judged(1, 2) != "goes out");
}

TEST_CASE("who has cancelled by a key is not called again because the calendar spells the name otherwise") {
  CalendarHouse house;
  house.feed(event("a", "Ana", thursday));
  house.until("2026-05-13T18:00:00Z");
  house.told(1);
  house.says(1, Answer::cancelled);
  house.feed(event("a", "Ana Gil", thursday));
  house.until("2026-05-14T16:00:00Z");
  CHECK(house.judged(1, 2) != "goes out");
}

TEST_CASE("who has confirmed is not called again because a feed has new UIDs") {
  CalendarHouse house;
  house.feed(event("a", "Ana", thursday));
  house.until("2026-05-13T18:00:00Z");
  house.told(1);
  house.says(1, Answer::confirmed);
  house.feed(event("a2", "Ana", thursday));
  house.until("2026-05-14T16:00:00Z");
  CHECK(house.judged(2, 2) != "goes out");
}

TEST_CASE("who has confirmed is not called again because the visit became the first of a series") {
  CalendarHouse house;
  house.feed(event("a", "Ana", thursday) + event("b", "Ben", thursday, {}, "+12125550124"));
  house.until("2026-05-13T18:00:00Z");
  house.told(1);
  house.says(1, Answer::confirmed);
  house.feed(event("a", "Ana", thursday, "RRULE:FREQ=WEEKLY;COUNT=2\r\n") +
             event("b", "Ben", thursday, {}, "+12125550124"));
  CHECK(house.visit(3).start.key() == "2026-05-14T14:00");
  house.until("2026-05-14T16:00:00Z");
  CHECK(house.judged(3, 2) != "goes out");
}

TEST_CASE("who has confirmed is not called again because the same time is written in UTC") {
  CalendarHouse house;
  house.feed(event("a", "Ana", thursday));
  house.until("2026-05-13T18:00:00Z");
  house.told(1);
  house.says(1, Answer::confirmed);
  house.feed(event("a", "Ana", "DTSTART:20260514T180000Z"));
  CHECK(house.visit(1).answer == Answer::confirmed);
  house.until("2026-05-14T16:00:00Z");
  CHECK(house.judged(1, 2) != "goes out");
}

TEST_CASE("who has cancelled by a key is not called again because a second source has the same visit") {
  CalendarHouse house;
  house.feed(event("a", "Ana", thursday), "feed 1");
  house.feed(event("x9", "Ana", thursday), "feed 2");
  house.until("2026-05-13T18:00:00Z");
  house.told(1);
  house.says(1, Answer::cancelled);
  house.until("2026-05-14T16:00:00Z");
  CHECK(house.judged(2, 2) != "goes out");
}

TEST_CASE("two people of one family with one phone: a consent that one withdrew is not the other's") {
  CalendarHouse house;
  house.feed(event("a", "Ana", thursday) + event("b", "Ben", "DTSTART;TZID=America/New_York:20260514T150000"));
  house.write([](Unit& unit) { return unit.clients().withdraw_consent(ClientId(1), Channel::call, "Kim"); });
  house.until("2026-05-13T19:00:00Z");
  CHECK(house.judged(1, 1) == "no_consent");
  CHECK(house.judged(2, 1) == "goes out");
}

TEST_CASE("a visit that goes over to somebody else of the same phone is reminded of, whatever the other has said") {
  CalendarHouse house;
  house.feed(event("a", "Ana Gil", thursday));
  house.says(1, Answer::confirmed);
  house.feed(event("a", "Eva Gil", thursday));
  CHECK(house.visit(1).answer == Answer::none);
  house.until("2026-05-13T18:00:00Z");
  CHECK(house.judged(1, 1) == "goes out");
}

TEST_CASE(
    "a consent that was withdrawn by whoever had the visit is asked for anew of somebody else of the same phone") {
  CalendarHouse house;
  house.feed(event("a", "Ana Gil", thursday));
  house.write([](Unit& unit) { return unit.clients().withdraw_consent(ClientId(1), Channel::call, "Kim"); });
  house.feed(event("a", "Eva Gil", thursday));
  house.until("2026-05-13T18:00:00Z");
  CHECK(house.judged(1, 1) == "no_consent");
}

TEST_CASE("an opt-out is not that of somebody else who has the visit by now, with a number of their own") {
  CalendarHouse house;
  house.feed(event("a", "Ana Gil", thursday));
  house.write([](Unit& unit) { return unit.clients().suppress("+12125550123", "a key on the phone"); });
  house.feed(event("a", "Eva Gil", thursday, {}, "+12125550177"));
  house.until("2026-05-13T18:00:00Z");
  CHECK(house.judged(1, 1) == "goes out");
}

TEST_CASE("whom a calendar writes otherwise keeps the zone and the language that were given here") {
  CalendarHouse house;
  house.feed(event("a", "Ana", thursday));
  house.write([](Unit& unit) -> Result<void> {
    Client ana = TRY(unit.clients().get(ClientId(1)));
    ana.zone = "America/Los_Angeles";
    ana.language = "es";
    return unit.clients().change(ana);
  });
  house.feed(event("a", "Gil, Ana", thursday));
  const auto now = house.read<Client>([&](Unit& unit) { return unit.clients().get(house.visit(1).client); });
  CHECK(now.name == "Gil, Ana");
  CHECK(now.zone == "America/Los_Angeles");
  CHECK(now.language == "es");
}

TEST_CASE("a visit that is typed in for a client who cancelled the one at that time in the calendar is reminded of") {
  CalendarHouse house;
  house.feed(event("a", "Ana", thursday));
  house.says(1, Answer::cancelled);
  house.write([](Unit& unit) -> Result<void> {
    TRY(book_by_hand(unit,
                     {.uid = "typed", .client = ClientId(1), .start = TestHouse::booked("", "2026-05-14T14:00").start},
                     "Kim"));
    return {};
  });
  house.until("2026-05-13T18:00:00Z");
  CHECK(house.judged(1, 1) == "withdrawn");
  CHECK(house.judged(2, 1) == "goes out");
}

TEST_CASE("who cancels on a call about a visit that has another UID meanwhile is not called about that one") {
  CalendarHouse house;
  house.feed(event("a", "Ana", thursday));
  house.until("2026-05-13T18:00:00Z");
  house.told(1);
  house.feed(event("a2", "Ana", thursday));
  house.until("2026-05-13T18:01:00Z");
  house.says(1, Answer::cancelled);
  house.until("2026-05-14T16:00:00Z");
  CHECK(house.judged(2, 2) == "appointment_cancelled");
}

TEST_CASE("what was said of a visit is found without reading all that its client has ever had") {
  CalendarHouse house;
  house.feed(event("a", "Ana", thursday));
  const auto steps = [&house] {
    house.db->forget_costs();
    CHECK(house.read<Answer>([](Unit& unit) { return unit.appointments().said(AppointmentId(1)); }) == Answer::none);
    std::int64_t most = 0;
    for (const auto& cost : house.db->costs()) most = std::max(most, cost.most_steps);
    return most;
  };
  const auto with_one = steps();
  REQUIRE(
      house.db
          ->run(
              "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 500)"
              " INSERT INTO appointment (account, appointment, source, uid, recurrence, sequence, client, local, zone,"
              " instant, authority, flag, start_key, booking, answer, answered_at)"
              " SELECT account, 1000 + i, source, uid || i, '', 0, client, local || i, zone, instant - i * 604800000,"
              " authority, flag, start_key, 'booked', 'confirmed', instant FROM appointment, n WHERE appointment = 1")
          .ok());
  CHECK(steps() == with_one);
}
