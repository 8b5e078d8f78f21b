// Visits that a calendar lost and has again.
#include <doctest/doctest.h>

#include "store/sqlite/test_calendar_house.h"

using namespace courtesy;

TEST_CASE("a visit that vanished and comes back for another client of the same phone is reminded") {
  CalendarHouse house;
  const std::string ben = event("b", "Ben", thursday, {}, "+12125550124");
  const std::string three = event("c", "Cy", thursday, {}, "+12125550125");
  house.feed(event("a", "Ana", thursday) + ben + three);
  house.says(1, Answer::confirmed);
  house.feed(ben + three);
  REQUIRE(house.visit(1).booking == Booking::cancelled);
  house.feed(event("a", "Eva", thursday) + ben + three);
  CHECK(house.visit(1).client != ClientId(1));
  CHECK(house.visit(1).answer == Answer::none);
  house.until("2026-05-13T18:00:00Z");
  CHECK(house.judged(1, 1) == "goes out");
}

TEST_CASE("a visit that vanished and comes back, made anew in the calendar, is reminded") {
  CalendarHouse house;
  const std::string ben = event("b", "Ben", thursday, {}, "+12125550124");
  const std::string three = event("c", "Cy", thursday, {}, "+12125550125");
  house.feed(event("a", "Ana", thursday, "SEQUENCE:3\r\n") + ben + three);
  house.feed(ben + three);
  REQUIRE(house.visit(1).booking == Booking::cancelled);
  house.feed(event("a", "Ana", thursday, "SEQUENCE:0\r\n") + ben + three);
  CHECK(house.visit(1).booking == Booking::booked);
  house.until("2026-05-13T18:00:00Z");
  CHECK(house.judged(1, 1) == "goes out");
}

TEST_CASE("a visit that a feed has lost for one reading keeps that its client wants to be called back") {
  CalendarHouse house;
  const std::string others =
      event("b", "Ben", thursday, {}, "+12125550124") + event("c", "Cy", thursday, {}, "+12125550125");
  house.feed(event("a", "Ana", thursday) + others);
  house.says(1, Answer::call_back);
  house.feed(others);
  house.feed(event("a", "Ana", thursday) + others);
  CHECK(house.visit(1).answer == Answer::call_back);
}

TEST_CASE("a visit that a feed has lost for one reading keeps that its client has cancelled") {
  CalendarHouse house;
  const std::string others =
      event("b", "Ben", thursday, {}, "+12125550124") + event("c", "Cy", thursday, {}, "+12125550125");
  house.feed(event("a", "Ana", thursday) + others);
  house.until("2026-05-13T18:00:00Z");
  house.told(1);
  house.says(1, Answer::cancelled);
  house.feed(others);
  house.feed(event("a", "Ana", thursday) + others);
  house.until("2026-05-14T16:00:00Z");
  CHECK(house.judged(1, 2) != "goes out");
}

TEST_CASE("a visit that its client has cancelled, and that is back after hours, was booked again: it is reminded of") {
  CalendarHouse house;
  const std::string others =
      event("b", "Ben", thursday, {}, "+12125550124") + event("c", "Cy", thursday, {}, "+12125550125");
  house.feed(event("a", "Ana", thursday) + others);
  house.says(1, Answer::cancelled);
  house.feed(others);
  house.until("2026-05-12T17:00:00Z");
  house.feed(event("a", "Ana", thursday) + others);
  CHECK(house.visit(1).answer == Answer::none);
  house.until("2026-05-13T18:00:00Z");
  CHECK(house.judged(1, 1) == "goes out");
}
