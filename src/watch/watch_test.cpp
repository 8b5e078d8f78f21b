#include "watch/watch.h"

#include <doctest/doctest.h>

#include "gateway/scripted_http.h"
#include "store/accounts.h"
#include "store/probe_account.h"
#include "store/trips.h"
#include "store/unit.h"
#include "watch/probe.h"
#include "watch/test_office.h"

using namespace courtesy;

namespace {

bool contains(std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; }

}  // namespace

TEST_CASE("health turns red, in words, when dispatch is stuck, and green again when it gets on") {
  WatchedHouse house;
  house.open();
  house.pass(minutes{3});
  CHECK(house.ask("GET", "/health").status == 200);
  house.pass(minutes{4}, false);
  const auto red = house.ask("GET", "/health");
  CHECK(red.status == 503);
  CHECK(contains(red.body, "The dispatcher of the node test has not got on with its work for"));
  house.pass(minutes{2});
  const auto green = house.ask("GET", "/health");
  CHECK(green.status == 200);
  CHECK(contains(green.body, R"("unacknowledged_pages":1)"));
}

TEST_CASE("health is red without a test reminder that came through lately, also when every worker beats") {
  WatchedHouse house;
  house.watch_settings.expects_probe = true;
  house.open();
  house.pass(minutes{3});
  const auto answer = house.ask("GET", "/health");
  CHECK(answer.status == 503);
  CHECK(contains(answer.body, "No test reminder has come through yet."));
  CHECK(house.rings() == 0);
  house.pass(minutes{22});
  REQUIRE_FALSE(house.gateway.contacts().empty());  // red for so long it is a page
}

TEST_CASE("one account's stop does not silence the page that no test reminder comes through") {
  WatchedHouse house;
  house.watch_settings.expects_probe = true;
  house.open();
  house.write([](Unit& unit) { return unit.accounts().set_stop("Kim", "holidays"); }, AccountId(1));
  house.pass(minutes{22});
  CHECK(house.rings() >= 1);
  WatchedHouse stopped;
  stopped.watch_settings.expects_probe = true;
  stopped.open();
  stopped.write([](Unit& unit) { return unit.accounts().set_stop("Kim", "maintenance"); }, AccountId{});
  stopped.pass(minutes{22});
  CHECK(stopped.rings() == 0);
}

TEST_CASE("a hard trip rings also where a person had stopped the account before, once, until it is decided") {
  WatchedHouse house;
  house.open();
  house.write([](Unit& unit) { return unit.accounts().set_stop("Kim", "looks odd"); }, AccountId(1));
  house.pass(minutes{3});
  CHECK(house.rings() == 0);
  house.write([](Unit& unit) { return unit.trips().add({TripRule::several_matches, 2, 1}); }, AccountId(1));
  house.pass(minutes{2});
  CHECK(house.rings() == 1);
  CHECK(house.open_pages() == 1);
  CHECK(contains(house.ask("GET", "/health").body, "The failsafe has found for account 1: "));
  house.write([](Unit& unit) { return unit.trips().decide("Kim", "looked"); }, AccountId(1));
  house.pass(minutes{2});
  CHECK(house.ask("GET", "/health").status == 200);
}

TEST_CASE("codes that were guessed ring the operator, though nothing is stopped, until they are opened again") {
  WatchedHouse house;
  house.open();
  house.write(
      [](Unit& unit) {
        return unit.trips().add({TripRule::wrong_codes, 30, 29, "+12125550199"});
      },
      AccountId(1));
  house.pass(minutes{2});
  CHECK(house.open_pages() == 1);
  CHECK(contains(house.ask("GET", "/health").body, "Codes were guessed on the phone"));
  house.write([](Unit& unit) { return unit.trips().decide(TripRule::wrong_codes, "+12125550199", "Kim", "a class"); },
              AccountId(1));
  house.pass(minutes{2});
  CHECK(house.ask("GET", "/health").status == 200);
}

TEST_CASE("a trip and the stop that it makes are one page") {
  WatchedHouse house;
  house.open();
  house.write([](Unit& unit) { return unit.trips().add({TripRule::several_matches, 2, 1}); }, AccountId(1));
  house.pass(minutes{2});
  CHECK(house.open_pages() == 1);
}

TEST_CASE("health is red while everything is stopped") {
  WatchedHouse house;
  house.open();
  house.write([](Unit& unit) { return unit.accounts().set_stop("Kim", "maintenance."); }, AccountId{});
  const auto answer = house.ask("GET", "/health");
  CHECK(answer.status == 503);
  CHECK(contains(answer.body, "All sending is stopped by Kim since 2026-"));
  CHECK(contains(answer.body, ": maintenance.\""));
}

TEST_CASE("health is red while the stop's file is there, also where no stop could be written") {
  WatchedHouse house;
  bool up = true;
  house.watch_settings.stop_flag = [&up] { return up; };
  house.open();
  const auto answer = house.ask("GET", "/health");
  CHECK(answer.status == 503);
  CHECK(contains(answer.body, "All sending is stopped by the stop's file."));
  up = false;
  CHECK(house.ask("GET", "/health").status == 200);
}

TEST_CASE("a due reminder that waits for more than ten minutes is a page, one that waits on purpose is none") {
  WatchedHouse house;
  house.open();
  house.import({TestHouse::booked("a", "2026-05-14T14:00")});
  house.pass(minutes{27 * 60 + 50});  // ten minutes before it is due
  house.pass(minutes{20});
  CHECK(house.rings() == 0);
  house.pass(minutes{2});
  CHECK(house.rings() == 1);
}

TEST_CASE("health says in production that nobody is paged") {
  WatchedHouse house;
  house.open();
  CHECK(contains(house.ask("GET", "/health").body, R"("warnings":[])"));
  WatchedHouse alone;
  alone.settings.environment.production = true;
  alone.paged = false;
  alone.open();
  alone.pass(minutes{1});
  CHECK(contains(alone.ask("GET", "/health").body, "Nobody is paged"));
}

TEST_CASE("metrics are in Prometheus's format") {
  WatchedHouse house;
  house.open();
  house.pass(minutes{1});
  const auto answer = house.ask("GET", "/metrics");
  CHECK(answer.status == 200);
  CHECK(contains(answer.body, "courtesy_healthy 1\n"));
  CHECK(contains(answer.body, "courtesy_heartbeat_age_seconds{node=\"test\",worker=\"dispatcher\"} "));
  CHECK(contains(answer.body, "# TYPE courtesy_sends_total counter\n"));
}

TEST_CASE("the account of test reminders is in no list, and its numbers come round after more than a week") {
  WatchedHouse house;
  house.open();
  house.write([](Unit& unit) { return open_probe_account(unit); }, AccountId{});
  house.write([](Unit& unit) { return book_probe(unit, "+12015550100"); }, probe_account);
  CHECK(house.read<std::vector<AccountId>>([](Unit& unit) { return unit.accounts().all(); }, AccountId{}) ==
        std::vector<AccountId>{AccountId(1)});
  const Instant now = house.time.now();
  const std::string number = probe_number(now, minutes{5});
  for (int i = 1; i <= 8 * 24 * 12; ++i) CHECK(probe_number(now + i * minutes{5}, minutes{5}) != number);
}
