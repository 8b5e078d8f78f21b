// Numbers of the business itself.
#include <doctest/doctest.h>

#include "store/lines.h"
#include "store/sqlite/test_calendar_house.h"

using namespace courtesy;

TEST_CASE("a visit whose only number is the business's own rings nobody: our own line would answer our own call") {
  CalendarHouse house;
  house.feed("BEGIN:VEVENT\r\nUID:a\r\nSUMMARY:Ana Gil\r\n" + thursday +
             "\r\nDESCRIPTION:Questions? Call Maple Dental at +1 212 555 0199\r\nEND:VEVENT\r\n");
  house.until("2026-05-13T18:00:00Z");
  CHECK(house.judged(1, 1) == "number_not_allowed");
}

TEST_CASE("no line of the business and no callback number is rung, and any other number is") {
  CalendarHouse house;
  house.write([](Unit& unit) { return Lines(unit).set("+12125550166", "callback-line", "Kim"); });
  house.feed(event("a", "Ana", thursday, {}, "+12125550166") + event("b", "Ben", thursday, {}, "+12125550100") +
             event("c", "Cy", thursday));
  house.until("2026-05-13T18:00:00Z");
  CHECK(house.judged(1, 1) == "number_not_allowed");
  CHECK(house.judged(2, 1) == "number_not_allowed");
  CHECK(house.judged(3, 1) == "goes out");
}
