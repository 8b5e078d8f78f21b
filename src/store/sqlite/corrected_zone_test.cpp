// A visit of which the time was right by the clock and wrong by the zone.
#include <doctest/doctest.h>

#include "store/sqlite/test_calendar_house.h"

using namespace courtesy;

TEST_CASE("a visit whose zone is corrected is reminded, though by the wrong one it was too late") {
  CalendarHouse house;
  const std::string ben = event("b", "Ben", thursday, {}, "+12125550124");
  house.feed(ben);
  // It is 10:00 in New York; by Madrid's clock the visit's day before, at that time of day, has passed.
  house.feed(event("a", "Ana", "DTSTART;TZID=Europe/Madrid:20260513T113000") + ben);
  house.feed(event("a", "Ana", "DTSTART;TZID=America/New_York:20260513T113000") + ben);
  CHECK(house.visit(2).start.key() == "2026-05-13T11:30");
  house.until("2026-05-12T15:30:00Z");
  CHECK(house.judged(2, 1) == "goes out");
}
