// What a calendar or a table says is cancelled, and what is there no more.
#include <doctest/doctest.h>

#include "store/sqlite/test_calendar_house.h"

using namespace courtesy;

TEST_CASE("visits that a feed says are cancelled are cancelled, however many they are") {
  CalendarHouse house;
  house.feed(event("a", "Ana", thursday) + event("b", "Ben", thursday, {}, "+12125550124"));
  // The dentist is ill: both are marked in the calendar.
  const auto ending = house.feed(event("a", "Ana", thursday, "STATUS:CANCELLED\r\n") +
                                 event("b", "Ben", thursday, "STATUS:CANCELLED\r\n", "+12125550124"));
  CHECK(ending.withheld == 0);
  CHECK(house.visit(1).booking == Booking::cancelled);
  house.until("2026-05-13T18:00:00Z");
  CHECK(house.judged(1, 1) != "goes out");
}

TEST_CASE("a visit that a feed says is cancelled is, though another event there has no UID") {
  CalendarHouse house;
  const std::string nameless = "BEGIN:VEVENT\r\nSUMMARY:Lunch\r\nDTSTART:20260514T120000\r\nEND:VEVENT\r\n";
  const std::string ben = event("b", "Ben", thursday, {}, "+12125550124");
  house.feed(event("a", "Ana", thursday) + ben + nameless);
  house.feed(event("a", "Ana", thursday, "STATUS:CANCELLED\r\n") + ben + nameless);
  CHECK(house.visit(1).booking == Booking::cancelled);
  house.until("2026-05-13T18:00:00Z");
  CHECK(house.judged(1, 1) != "goes out");
}

TEST_CASE("an occurrence that is left out of its series is, though another one of it cannot be read") {
  CalendarHouse house;
  const std::string weekly = "RRULE:FREQ=WEEKLY;COUNT=4\r\n";
  const std::string broken =
      "BEGIN:VEVENT\r\nUID:a\r\nRECURRENCE-ID;TZID=America/New_York:20260521T140000\r\nSUMMARY:Ana "
      "+12125550123\r\nDTSTART;VALUE=DATE:20260522\r\nEND:VEVENT\r\n";
  house.feed(event("a", "Ana", thursday, weekly) + event("b", "Ben", thursday, {}, "+12125550124"));
  house.feed(event("a", "Ana", thursday, weekly + "EXDATE;TZID=America/New_York:20260514T140000\r\n") + broken +
             event("b", "Ben", thursday, {}, "+12125550124"));
  CHECK(house.visit(1).start.key() == "2026-05-14T14:00");
  CHECK(house.visit(1).booking == Booking::cancelled);
  house.until("2026-05-13T18:00:00Z");
  CHECK(house.judged(1, 1) != "goes out");
}

TEST_CASE("a row that a table says is cancelled is, though another row has no date") {
  CalendarHouse house;
  const intake::CsvForm form{.date_order = intake::DateOrder::year_month_day,
                             .time_form = intake::TimeForm::h24,
                             .columns = {.status = "status"}};
  const std::string head = "name,phone,date,time,status\n";
  const std::string ben = "Ben,+12125550124,2026-05-14,15:00,\nTotal: 2,,,,\n";
  house.table(head + "Ana,+12125550123,2026-05-14,14:00,\n" + ben, form);
  house.table(head + "Ana,+12125550123,2026-05-14,14:00,cancelled\n" + ben, form);
  CHECK(house.visit(1).booking == Booking::cancelled);
  house.until("2026-05-13T18:00:00Z");
  CHECK(house.judged(1, 1) != "goes out");
}

TEST_CASE("a visit of several that is marked cancelled is, and who has confirmed is not called again") {
  CalendarHouse house;
  const std::string ben = event("b", "Ben", thursday, {}, "+12125550124");
  house.feed(event("a", "Ana", thursday) + ben);
  house.until("2026-05-13T18:00:00Z");
  CHECK(house.judged(1, 1) == "goes out");
  CHECK(house.judged(2, 1) == "goes out");
  house.feed(event("a", "Ana", thursday, "STATUS:CANCELLED\r\n") + ben);
  CHECK(house.visit(1).booking == Booking::cancelled);
  house.told(2);
  house.says(2, Answer::confirmed);
  house.feed(ben);
  house.until("2026-05-14T16:00:00Z");
  CHECK(house.judged(1, 2) == "withdrawn");
  CHECK(house.judged(2, 2) == "withdrawn");
}

TEST_CASE("the only visit ahead is deleted from a calendar that still has its past ones: it is cancelled") {
  CalendarHouse house;
  const std::string past = event("p", "Pat", "DTSTART;TZID=America/New_York:20260504T140000", {}, "+12125550126") +
                           event("q", "Quin", "DTSTART;TZID=America/New_York:20260505T140000", {}, "+12125550127");
  house.feed(past + event("a", "Ana", thursday));
  REQUIRE(house.visit(1).start.key() == "2026-05-14T14:00");
  house.feed(past);
  CHECK(house.visit(1).booking == Booking::cancelled);
  house.until("2026-05-13T18:00:00Z");
  CHECK(house.judged(1, 1) != "goes out");
}

TEST_CASE("the same with another visit ahead") {
  CalendarHouse house;
  const std::string other = event("o", "Olga", "DTSTART;TZID=America/New_York:20260520T140000", {}, "+12125550126");
  house.feed(event("a", "Ana", thursday) + other);
  house.feed(other);
  CHECK(house.visit(1).booking == Booking::cancelled);
}

TEST_CASE("a feed without any event cancels nothing, and one that has lost all of several visits ahead is doubted") {
  CalendarHouse house;
  const std::string past = event("p", "Pat", "DTSTART;TZID=America/New_York:20260504T140000", {}, "+12125550126");
  house.feed(past + event("a", "Ana", thursday));
  CHECK(house.feed("").spared == 1);
  CHECK(house.visit(1).booking == Booking::booked);
  house.feed(past + event("a", "Ana", thursday) + event("b", "Ben", thursday, {}, "+12125550124"));
  CHECK(house.feed(past).withheld == 2);
  CHECK(house.visit(1).booking == Booking::booked);
}

TEST_CASE("a series that is cancelled as a whole is, with each of its occurrences") {
  CalendarHouse house;
  const std::string weekly = "RRULE:FREQ=WEEKLY;COUNT=3\r\n";
  const std::string nameless = "BEGIN:VEVENT\r\nSUMMARY:Lunch\r\nDTSTART:20260514T120000\r\nEND:VEVENT\r\n";
  house.feed(event("a", "Ana", thursday, weekly) + nameless);
  REQUIRE(house.visit(3).booking == Booking::booked);
  // A cancellation that names the event and no occurrence.
  house.feed(event("a", "Ana", thursday, "STATUS:CANCELLED\r\n") + nameless);
  for (const std::int64_t id : {1, 2, 3}) CHECK(house.visit(id).booking == Booking::cancelled);
}

TEST_CASE("a file that has nothing to come cancels nothing: it may be an export of other months") {
  CalendarHouse house;
  const std::string past = event("p", "Pat", "DTSTART;TZID=America/New_York:20260504T140000", {}, "+12125550126");
  house.feed(past + event("a", "Ana", thursday), "clinic.ics", false);
  CHECK(house.feed(past, "clinic.ics", false).spared == 1);
  CHECK(house.visit(1).booking == Booking::booked);
}
