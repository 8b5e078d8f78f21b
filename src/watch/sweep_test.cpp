#include "watch/sweep.h"

#include <doctest/doctest.h>

#include "store/attempts.h"
#include "store/failsafe.h"
#include "store/held.h"
#include "store/sqlite/test_house.h"
#include "store/tally.h"
#include "store/trips.h"

using namespace courtesy;

namespace {

struct Swept : TestHouse {
  void sweep() {
    write([](Unit& unit) { return sweep_account(unit); });
  }
  std::vector<TripRow> trips(AccountId in = AccountId(1)) {
    return read<std::vector<TripRow>>([](Unit& unit) { return unit.trips().open(); }, in);
  }
  bool stopped(AccountId in = AccountId(1)) {
    return read<std::optional<Stop>>([](Unit& unit) { return unit.accounts().stop(); }, in).has_value();
  }
  std::vector<AccountId> to_sweep() {
    return read<std::vector<AccountId>>([](Unit& unit) { return accounts_to_sweep(unit); }, AccountId{});
  }
  /// One attempt of appointment 1, as the intent unit makes it.
  void attempt(int n, AttemptState state, bool tallied) {
    write([=](Unit& unit) -> Result<void> {
      Attempt attempt;
      attempt.id = TRY(unit.attempts().next_id());
      attempt.reminder = TRY(unit.queue().of(AppointmentId(1))).at(0).key;
      attempt.n = n;
      attempt.recipient = "+12125550123";
      attempt.state = state;
      attempt.intended_at = unit.now();
      TRY(unit.attempts().add(std::span(&attempt, 1)));
      if (tallied) TRY(unit.tally().count({}, {.hour = 1, .day = 1, .recipients_hour = 1, .recipients_day = 1}));
      return {};
    });
  }
};

}  // namespace

TEST_CASE("what was counted when it was intended gives no trip, and is looked over once") {
  Swept house;
  house.import({TestHouse::booked("a", "2026-05-14T14:00")});
  house.attempt(1, AttemptState::accepted, true);
  REQUIRE(house.to_sweep().size() == 1);
  house.sweep();
  CHECK(house.trips().empty());
  CHECK(house.to_sweep().empty());
}

TEST_CASE("T0: an attempt that the tally does not know stops the account") {
  Swept house;
  house.import({TestHouse::booked("a", "2026-05-14T14:00")});
  house.attempt(1, AttemptState::accepted, false);
  house.sweep();
  REQUIRE(house.trips().size() == 1);
  CHECK(house.trips()[0].what.rule == TripRule::double_entry);
  CHECK(house.stopped());
}

TEST_CASE(
    "T0: a second attempt beside one that may have reached somebody stops the account; after a refusal it does not") {
  Swept house;
  house.import({TestHouse::booked("a", "2026-05-14T14:00")});
  house.attempt(1, AttemptState::refused, true);
  house.attempt(2, AttemptState::accepted, true);
  house.sweep();
  CHECK(!house.stopped());
  house.attempt(3, AttemptState::intended, true);
  house.sweep();
  REQUIRE(house.trips().size() == 1);
  CHECK(house.trips()[0].what.rule == TripRule::second_attempt);
  CHECK(house.stopped());
}

TEST_CASE("T0: more due than people and times give, times rules, stops the account") {
  Swept house;
  std::vector<intake::Booked> twins;
  for (int i = 0; i < 40; ++i) twins.push_back(TestHouse::booked("twin" + std::to_string(i), "2026-05-14T10:30"));
  house.import(twins);
  house.time.run_until(parse_instant("2026-05-13T14:00:00Z").value());
  house.sweep();
  REQUIRE(!house.trips().empty());
  CHECK(house.trips().back().what.rule == TripRule::double_entry);
  CHECK(house.trips().back().what.value == 40);
  CHECK(house.stopped());
}

TEST_CASE(
    "T3: a day ahead, what is planned beyond the usual is held for the staff, and what they let go keeps its time") {
  Swept house;
  house.write([](Unit& unit) { return unit.tally().set_standing(Standing::declared, 0); });
  std::vector<intake::Booked> many;
  for (int i = 0; i < 41; ++i)
    many.push_back(
        TestHouse::booked("m" + std::to_string(i), "2026-05-14T09:30", "+121255503" + std::to_string(10 + i)));
  house.import(many);
  house.sweep();
  CHECK(house.read<std::int64_t>([](Unit& unit) { return unit.held().count(); }) == 41);
  REQUIRE(house.trips().size() == 1);
  CHECK(house.trips()[0].what.rule == TripRule::planned_volume);
  CHECK(house.trips()[0].what.value == 41);
  CHECK(!house.stopped());
  house.write([](Unit& unit) -> Result<void> {
    std::vector<ReminderKey> keys;
    for (const auto& one : TRY(unit.held().list(100))) keys.push_back(one.key);
    CHECK(TRY(unit.held().release(keys, "Kim", "an open day")) == 41);
    return {};
  });
  const auto rows = house.read<std::vector<ReminderRow>>([](Unit& unit) { return unit.queue().of(AppointmentId(1)); });
  CHECK(rows.at(0).look_at == rows.at(0).send_at);
  house.time.run_until(parse_instant("2026-05-12T16:00:00Z").value());
  house.sweep();
  CHECK(house.read<std::int64_t>([](Unit& unit) { return unit.held().count(); }) == 0);
}

TEST_CASE("T2, T7: the house's sweep stops everything, and finds nothing on an ordinary day") {
  Swept house;
  const auto needs = [&](const TzAge& tz) {
    return house.read<bool>([tz](Unit& unit) { return house_needs_sweep(unit, tz); }, AccountId{});
  };
  CHECK(!needs({}));
  CHECK(!needs({.judged = true, .days = 400}));
  CHECK(needs({.judged = true, .days = 401}));
  house.write([](Unit& unit) {
    return unit.tally().count({}, {.hour = 400, .day = 400, .recipients_hour = 200, .recipients_day = 200});
  });
  REQUIRE(needs({}));
  house.write([](Unit& unit) { return sweep_house(unit, {}); }, AccountId{});
  CHECK(house.stopped(AccountId{}));
  CHECK(house.trips(AccountId{})[0].what.rule == TripRule::contacts_per_recipient);
  CHECK(!needs({}));
}

TEST_CASE("a person who released the house is not overruled by what they have looked at; what comes after counts") {
  Swept house;
  for (int i = 0; i < 3; ++i) {
    house.write(
        [](Unit& unit) -> Result<void> {
          TRY(unit.accounts().create(TestHouse::clinic()));
          return {};
        },
        AccountId{});
  }
  const auto trip = [&](int account) {
    house.write([](Unit& unit) { return unit.trips().add({TripRule::spend, 2, 1}); }, AccountId(account));
  };
  const auto release = [&](AccountId account) {
    house.write(
        [](Unit& unit) -> Result<void> {
          TRY(release_trips(unit, "Pat", "looked", 0));
          return unit.accounts().clear_stop();
        },
        account);
  };
  const auto needs = [&] {
    return house.read<bool>([](Unit& unit) { return house_needs_sweep(unit, {}); }, AccountId{});
  };
  house.write([](Unit& unit) {
    return unit.tally().count({}, {.hour = 400, .day = 400, .recipients_hour = 200, .recipients_day = 200});
  });
  for (int account = 1; account <= 3; ++account) trip(account);
  REQUIRE(needs());
  house.write([](Unit& unit) { return sweep_house(unit, {}); }, AccountId{});
  REQUIRE(house.stopped(AccountId{}));
  house.time.run_until(house.time.now() + minutes{10});
  release(AccountId{});
  CHECK_FALSE(needs());
  house.time.run_until(house.time.now() + minutes{1});
  for (int account = 1; account <= 3; ++account) release(AccountId(account));
  CHECK_FALSE(needs());
  house.time.run_until(house.time.now() + minutes{1});
  for (int account = 2; account <= 4; ++account) trip(account);
  CHECK(needs());
}
