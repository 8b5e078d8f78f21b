// Several accounts on one line: none bars the way of another.
#include <doctest/doctest.h>

#include <algorithm>

#include "dispatch/test_office.h"

using namespace courtesy;

TEST_CASE("an account whose units fail does not bar the way of the others, and is not tried without a pause") {
  Office office;
  const AccountId other = office.open_clinic();
  office.import(other, {TestHouse::booked("b", "2026-05-14T14:00", "+12125550124")});
  office.import({TestHouse::booked("a", "2026-05-14T14:00")});
  // A rule that is gone is nothing that the facts can be read without.
  office.write([](Unit& unit) -> Result<void> {
    TRY(unit.db().run("DELETE FROM rule WHERE account = 1"));
    return {};
  });
  office.run_until("2026-05-13T18:01:00Z");
  REQUIRE(office.gateway.contacts().size() == 1);
  CHECK(office.gateway.contacts()[0].account == other);
  CHECK(office.log.count("intent_not_committed") >= 4);
  CHECK(office.log.count("intent_not_committed") <= 8);
}

TEST_CASE("two accounts with much to do at one moment take turns on the line") {
  Office office;
  const AccountId other = office.open_clinic();
  std::vector<intake::Booked> ours;
  std::vector<intake::Booked> theirs;
  for (int i = 0; i < 60; ++i) {
    ours.push_back(TestHouse::booked(std::to_string(i), "2026-05-14T14:00", "+12125552" + std::to_string(100 + i)));
    theirs.push_back(TestHouse::booked(std::to_string(i), "2026-05-14T14:00", "+12125553" + std::to_string(100 + i)));
  }
  office.import(ours);
  office.import(other, theirs);
  office.run_until("2026-05-13T18:00:40Z");
  const auto& contacts = office.gateway.contacts();
  const auto of_first = std::ranges::count_if(contacts, [](const auto& one) { return one.account == AccountId(1); });
  const auto all = static_cast<std::ptrdiff_t>(contacts.size());
  CHECK(all >= 38);
  CHECK(of_first >= all / 2 - 3);
  CHECK(of_first <= all / 2 + 3);
}

TEST_CASE("accounts that are due at one moment do not wait for one another where there are places for all") {
  Office office;
  for (int i = 1; i <= 4; ++i) {
    const AccountId account = i == 1 ? AccountId(1) : office.open_clinic();
    office.import(account, {TestHouse::booked("a", "2026-05-14T14:00", "+1212555020" + std::to_string(i))});
  }
  // A few each, since one is all that each of them has due.
  office.make({.places_in_flight = 20, .calls_per_second = 1'000, .layers = {.failsafe = false}});
  office.dispatcher->start();
  office.run_until("2026-05-13T18:00:00.001Z");
  CHECK(office.gateway.contacts().size() == 4);
}

TEST_CASE("an account for which one place is left waits for those that are about to be free, and nobody for a second") {
  Office office;
  constexpr int accounts = 4;
  constexpr int due_of_each = 9;
  for (int n = 1; n <= accounts; ++n) {
    const AccountId account = n == 1 ? AccountId(1) : office.open_clinic();
    std::vector<intake::Booked> booked;
    for (int i = 0; i < due_of_each; ++i)
      booked.push_back(
          TestHouse::booked(std::to_string(i), "2026-05-14T14:00", "+1212555" + std::to_string(1000 + n * 100 + i)));
    office.import(account, booked);
  }
  // Three accounts take 13 places each, for what they have due and for what may become so.
  office.make({.places_in_flight = 40, .calls_per_second = 1'000, .layers = {.failsafe = false}});
  office.dispatcher->start();
  office.run_until("2026-05-13T18:00:00.900Z");
  CHECK(office.gateway.contacts().size() == accounts * due_of_each);
}
