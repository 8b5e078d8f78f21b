// A calendar that has another address by now: its feed is removed, and added under the new one.
#include <doctest/doctest.h>

#include "store/by_hand.h"
#include "store/feeds.h"
#include "store/sqlite/test_calendar_house.h"

using namespace courtesy;

namespace {

struct TwoFeeds : CalendarHouse {
  TwoFeeds() {
    add("https://old.example/a.ics");
    feed(ana + ben, "feed 1 (old.example)");
  }
  void add(const std::string& url) {
    write([&](Unit& unit) -> Result<void> {
      TRY(unit.feeds().add({.url = Secret<std::string>(url), .attested = "", .patterns = {}}));
      return {};
    });
  }
  void remove(FeedId which) {
    write([&](Unit& unit) { return unit.feeds().remove(which); });
  }
  void read_new(const std::string& events) { feed(events, "feed 2 (new.example)"); }
  std::size_t visits() {
    return read<std::size_t>([&](Unit& unit) -> Result<std::size_t> {
      const Instant now = unit.now();
      return TRY(unit.appointments().between(now, now + hours{24 * 400})).size();
    });
  }
  /// How many reminders are due then.
  std::size_t due_at(const char* instant) {
    until(instant);
    return read<std::size_t>([](Unit& unit) -> Result<std::size_t> { return TRY(unit.queue().look(100)).size(); });
  }

  const std::string ana = event("a", "Ana", thursday);
  const std::string ana_moved = event("a", "Ana", "DTSTART;TZID=America/New_York:20260520T140000");
  const std::string ben = event("b", "Ben", thursday, {}, "+12125550124");
};

}  // namespace

TEST_CASE("a feed under its new address takes over what the removed one has brought, with what was said") {
  TwoFeeds house;
  house.says(1, Answer::confirmed);
  house.remove(FeedId(1));
  house.add("https://new.example/a.ics");
  house.read_new(house.ana + house.ben);
  CHECK(house.visits() == 2);
  CHECK(house.visit(1).source == "feed 2 (new.example)");
  CHECK(house.visit(1).answer == Answer::confirmed);
  house.read_new(house.ana);
  CHECK(house.visit(2).booking == Booking::cancelled);
}

TEST_CASE("what was moved under the new address is not told at its old time") {
  TwoFeeds house;
  house.remove(FeedId(1));
  house.add("https://new.example/a.ics");
  house.read_new(house.ana_moved + house.ben);
  CHECK(house.due_at("2026-05-13T18:00:00Z") == 1);  // Ben's
  house.until("2026-05-19T18:00:00Z");
  CHECK(house.judged(1, 1) == "goes out");
}

TEST_CASE("a feed that is removed after the new one was read leaves to it what both have, with what was said") {
  TwoFeeds house;
  house.add("https://new.example/a.ics");
  house.read_new(house.ana + house.ben);
  REQUIRE(house.visits() == 4);
  house.says(1, Answer::cancelled);
  house.remove(FeedId(1));
  CHECK(house.visit(1).booking == Booking::cancelled);
  CHECK(house.visit(3).answer == Answer::cancelled);
  house.read_new(house.ana_moved + house.ben);
  house.until("2026-05-13T18:00:00Z");
  CHECK(house.judged(1, 1) == "withdrawn");
  CHECK(house.judged(2, 1) == "withdrawn");
  CHECK(house.visit(3).start.key() == "2026-05-20T14:00");
  CHECK(house.due_at("2026-05-13T18:00:00Z") == 1);
  CHECK(house.judged(4, 1) == "goes out");
}

TEST_CASE("feeds that are read take nothing over from each other") {
  TwoFeeds house;
  house.add("https://new.example/a.ics");
  house.read_new(house.ana);
  CHECK(house.visits() == 3);
  CHECK(house.visit(1).source == "feed 1 (old.example)");
}

TEST_CASE("a visit of a feed is changed in its calendar, and by staff once that is read no more") {
  TwoFeeds house;
  const auto cancel = [](Unit& unit) { return cancel_by_hand(unit, AppointmentId(1), "Kim"); };
  CHECK_THROWS(house.write(cancel));
  house.remove(FeedId(1));
  CHECK(house.visit(1).booking == Booking::booked);
  house.write(cancel);
  CHECK(house.visit(1).booking == Booking::cancelled);
}
