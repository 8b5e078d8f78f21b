// The failsafe's drill: every rule trips, and after it nothing is sent until a person has looked.
#include <doctest/doctest.h>

#include "dispatch/test_dispatch.h"
#include "store/capacity.h"
#include "store/circuits.h"
#include "store/failsafe.h"
#include "store/held.h"
#include "store/ledger.h"
#include "store/tally.h"
#include "store/trips.h"

using namespace courtesy;

namespace {

/// Three clients are due at 14:00 in New York on 2026-05-13; the account has weeks of history.
struct Drill : DispatchHouse {
  explicit Drill(DispatchSettings settings_of_dispatch = {}) : dispatch_settings(std::move(settings_of_dispatch)) {
    import({booked("a", "2026-05-14T14:00"), booked("b", "2026-05-14T14:00", "+12125550124"),
            booked("c", "2026-05-14T14:00", "+12125550125")});
    start();
  }

  /// Again: a new life, with what is counted by then.
  void start() { DispatchHouse::start(dispatch_settings); }
  /// Hours of the last weeks with so many contacts each; now is 13:59.
  void history(std::int64_t contacts, std::int64_t spent = 0) {
    run_until("2026-05-13T17:59:00Z");
    write([=](Unit& unit) -> Result<void> {
      for (int days = 2; days < 30; ++days)
        TRY(unit.tally().add_history(unit.now() - hours{24 * days}, contacts, spent));
      return {};
    });
  }
  void sent_already(const Sent& sent, AccountId in = AccountId(1)) {
    write([=](Unit& unit) { return unit.tally().count({}, sent); }, in);
  }
  /// A person lets everything go that is held.
  void approve() {
    write([](Unit& unit) -> Result<void> {
      std::vector<ReminderKey> keys;
      for (const auto& one : TRY(unit.held().list(100))) keys.push_back(one.key);
      TRY(unit.held().release(keys, "Kim", "a real surge"));
      return {};
    });
    dispatcher->nudge();
  }
  std::optional<Stop> stop(AccountId in = AccountId(1)) {
    return read<std::optional<Stop>>([](Unit& unit) { return unit.accounts().stop(); }, in);
  }
  std::vector<TripRow> trips(AccountId in = AccountId(1)) {
    return read<std::vector<TripRow>>([](Unit& unit) { return unit.trips().open(); }, in);
  }
  /// What tripped; "" when nothing did, and the contacts went out.
  std::string drill() {
    run_until("2026-05-13T19:30:00Z");
    const auto rows = trips();
    if (rows.empty()) {
      CHECK(gateway.contacts().size() == 3);
      return "";
    }
    CHECK(gateway.contacts().empty());
    const auto stop = read<std::optional<Stop>>([](Unit& unit) { return unit.accounts().stop(); });
    REQUIRE(stop);
    CHECK(stop->who == "failsafe");
    CHECK(stop->why == in_words(rows[0].what));
    return std::string(to_string(rows[0].what.rule));
  }

  DispatchSettings dispatch_settings;
};

/// A machine's clock that is set by hand.
struct JumpingClock final : Clock {
  Instant now() const override { return real->now() + off; }
  Uptime uptime() const override { return real->uptime(); }
  const VirtualTime* real = nullptr;
  milliseconds off{0};
};

/// Fifteen calls are due; the first ten never leave.
struct FailingRoute : Drill {
  FailingRoute() {
    std::vector<intake::Booked> more;
    for (int i = 0; i < 12; ++i)
      more.push_back(booked("more" + std::to_string(i), "2026-05-14T14:00", "+121255501" + std::to_string(50 + i)));
    import(more);
    history(30);
    for (int i = 0; i < 10; ++i) gateway.next(FakeGateway::Reply::not_sent);
  }
  std::vector<KeptCircuit> kept() {
    Unit house(*db, AccountId{}, time.now(), settings, {"test", 0});
    return kept_circuits(house).value();
  }
};

}  // namespace

TEST_CASE("an ordinary day trips nothing, and is counted") {
  Drill house;
  house.history(3);
  CHECK(house.drill() == "");
  const Sent sent = house.read<Sent>([](Unit& unit) { return unit.tally().sent(); });
  CHECK(sent.day == 3);
  CHECK(sent.recipients_day == 3);
  CHECK(sent.spent_day == 120);
}

TEST_CASE("T2: the same few people again and again stop the account") {
  Drill house;
  house.history(100);
  house.sent_already({.hour = 39, .day = 39, .recipients_hour = 10, .recipients_day = 10});
  CHECK(house.drill() == "contacts_per_recipient");
}

TEST_CASE("T3: above twice the usual it waits for the account's staff, and nothing stops") {
  Drill house;
  house.history(15);
  house.sent_already({.hour = 29, .day = 29, .recipients_hour = 29, .recipients_day = 29});
  house.run_until("2026-05-13T18:30:00Z");
  CHECK(house.gateway.contacts().size() == 1);
  CHECK(house.trips().empty());
  const auto second =
      house.read<std::vector<ReminderRow>>([](Unit& unit) { return unit.queue().of(AppointmentId(2)); });
  CHECK(second.at(0).state == ReminderState::held);
  CHECK(second.at(0).reason == Reason::unusual_volume);
}

TEST_CASE("T3: five times the usual stops the account, whoever approved the list") {
  Drill house;
  house.history(20);
  house.sent_already({.hour = 99, .day = 99, .recipients_hour = 99, .recipients_day = 99});
  house.run_until("2026-05-13T18:05:00Z");
  CHECK(house.gateway.contacts().empty());
  CHECK(!house.stop());
  house.approve();
  house.run_until("2026-05-13T18:30:00Z");
  // The hundredth contact is the last that may leave; then nothing does.
  CHECK(house.gateway.contacts().size() == 1);
  REQUIRE(house.trips().size() == 1);
  CHECK(house.trips()[0].what.rule == TripRule::volume_hour);
  REQUIRE(house.stop());
  CHECK(house.stop()->who == "failsafe");
}

TEST_CASE("T4: too many contacts over all accounts stop the house") {
  Drill house;
  house.history(3);
  house.sent_already({.hour = 480, .day = 480, .recipients_hour = 480}, AccountId{});
  house.start();
  house.run_until("2026-05-13T19:30:00Z");
  CHECK(house.gateway.contacts().empty());
  REQUIRE(house.trips(AccountId{}).size() == 1);
  CHECK(house.trips(AccountId{})[0].what.rule == TripRule::house_volume);
  REQUIRE(house.stop());
  CHECK(house.stop()->whole_house);
}

TEST_CASE("T4: what was sent before a person released the house does not stop it again; as much again does") {
  Drill house;
  house.history(3);
  house.sent_already({.hour = 480, .day = 480, .recipients_hour = 480}, AccountId{});
  const auto block = [&] {
    int taken = 0;
    house.write(
        [&](Unit& unit) -> Result<void> {
          taken = TRY(take_block(unit, 100));
          return {};
        },
        AccountId{});
    return taken;
  };
  CHECK(block() == 0);
  REQUIRE(house.stop(AccountId{}));
  house.write(
      [](Unit& unit) -> Result<void> {
        TRY(release_trips(unit, "Pat", "a real surge", 0));
        return unit.accounts().clear_stop();
      },
      AccountId{});
  house.run_until("2026-05-13T18:01:00Z");
  for (int i = 0; i < 5; ++i) CHECK(block() == 100);
  CHECK(!house.stop(AccountId{}));
  CHECK(block() == 0);
  CHECK(house.stop(AccountId{}));
}

TEST_CASE("T0: two accounts whose promises broke within an hour stop the house") {
  Drill house;
  house.write(
      [](Unit& unit) -> Result<void> {
        TRY(unit.accounts().create(TestHouse::clinic()));
        return {};
      },
      AccountId{});
  house.history(3);
  const auto breaks = [](Unit& unit) { return unit.trips().add({TripRule::second_attempt, 1, 0}); };
  house.write(breaks);
  house.write(
      [](Unit& unit) -> Result<void> {
        TRY(weigh_trips(unit));
        return {};
      },
      AccountId{});
  CHECK(!house.stop(AccountId{}));
  house.write(breaks, AccountId(2));
  house.write(
      [](Unit& unit) -> Result<void> {
        TRY(weigh_trips(unit));
        return {};
      },
      AccountId{});
  REQUIRE(house.stop(AccountId{}));
  CHECK(house.trips(AccountId{})[0].what.rule == TripRule::accounts_tripped);
  house.run_until("2026-05-13T19:30:00Z");
  CHECK(house.gateway.contacts().empty());
}

TEST_CASE("T5: of three sends nobody knows what became: the account stops") {
  Drill house;
  house.history(3);
  for (int i = 0; i < 3; ++i) house.gateway.next(FakeGateway::Reply::request_lost);
  house.run_until("2026-05-13T18:30:00Z");
  REQUIRE(!house.trips().empty());
  CHECK(house.trips()[0].what.rule == TripRule::unknown_endings);
  CHECK(house.stop());
}

TEST_CASE("T5: wrong credentials and too many opt-outs stop the account at once") {
  Drill house;
  house.history(3);
  house.write([](Unit& unit) -> Result<void> {
    Ending ending{};
    ending.kind = EndingKind::refused;
    ending.trouble = Trouble::configuration;
    ending.code = "20003";
    CHECK(TRY(weigh_ending(unit, ending)));
    return {};
  });
  CHECK(house.drill() == "wrong_credentials");

  Drill angry;
  angry.history(30);
  angry.sent_already({.hour = 50, .day = 50, .recipients_hour = 50, .recipients_day = 50});
  for (const char* number : {"+12125550190", "+12125550191", "+12125550192", "+12125550193", "+12125550194"})
    angry.write([=](Unit& unit) { return unit.clients().suppress(number, "pressed 9"); });
  CHECK(!angry.stop());
  angry.write([](Unit& unit) { return unit.clients().suppress("+12125550195", "pressed 9"); });
  CHECK(angry.drill() == "opt_outs");
}

TEST_CASE("the file beside the database stops everything, and taking it away releases nothing") {
  bool up = false;
  DispatchSettings settings;
  settings.stop_flag = [&up] { return up; };
  Drill house(settings);
  house.history(3);
  up = true;
  house.run_until("2026-05-13T18:10:00Z");
  CHECK(house.gateway.contacts().empty());
  up = false;
  house.run_until("2026-05-13T18:20:00Z");
  CHECK(house.gateway.contacts().empty());
  REQUIRE(house.stop());
  CHECK(house.stop()->who == "file");
  house.write([](Unit& unit) { return unit.accounts().clear_stop(); }, AccountId{});
  house.run_until("2026-05-13T18:40:00Z");
  CHECK(house.gateway.contacts().size() == 3);
}

TEST_CASE("the file is seen while nothing is due, and within seconds") {
  bool up = false;
  DispatchSettings settings;
  settings.stop_flag = [&up] { return up; };
  Drill house(settings);
  house.run_until("2026-05-13T02:00:00Z");
  up = true;
  house.run_until("2026-05-13T02:00:06Z");
  up = false;
  REQUIRE(house.stop());
  CHECK(house.stop()->who == "file");
}

TEST_CASE(
    "a release decides the trips and begins a probation; a second trip within a day is to be looked at by number") {
  Drill house;
  house.history(3);
  const auto trips_now = [](Unit& unit) { return unit.trips().add({TripRule::spend, 2, 1}); };
  const auto release = [](std::int64_t trip) {
    return [trip](Unit& unit) -> Result<void> {
      TRY(release_trips(unit, "Pat", "looked", trip));
      return unit.accounts().clear_stop();
    };
  };
  house.write(trips_now);
  house.write(release(0));
  CHECK(house.trips().empty());
  CHECK(house.read<VolumeFacts>([](Unit& unit) { return unit.tally().facts(); }).probation == 20);
  house.write(trips_now);
  CHECK_THROWS(house.write(release(0)));
  CHECK(house.stop());
  house.write(release(2));
  CHECK(!house.stop());
}

TEST_CASE("T6: what is spent goes by the account's own prices, where it has said them") {
  Drill house;
  house.history(3);
  house.write([](Unit& unit) -> Result<void> {
    PacingSettings pacing = TRY(unit.pacing().settings());
    pacing.prices[0] = 60'000;
    return unit.pacing().set(pacing);
  });
  CHECK(house.drill() == "");
  CHECK(house.read<Sent>([](Unit& unit) { return unit.tally().sent(); }).spent_day == 180);
}

TEST_CASE("T6: more money than twice the highest day stops the account") {
  Drill house;
  house.history(100, 60'000);
  house.sent_already({.hour = 1, .day = 1, .recipients_hour = 1, .recipients_day = 1, .spent_day = 119'970});
  CHECK(house.drill() == "spend");
}

TEST_CASE("T7: a record of the future stops the account") {
  Drill house;
  house.history(3);
  house.write([](Unit& unit) -> Result<void> {
    TRY(unit.ledger().append({.kind = LedgerKind::by_hand, .code = "note"}));
    return {};
  });
  // The clock goes back by four hours: the ledger's newest row is of a later time.
  house.write([](Unit& unit) -> Result<void> {
    TRY(unit.db().run("DROP TRIGGER ledger_no_update"));
    TRY(unit.db().run("UPDATE ledger SET at = $1", {unit.now() + hours{4}}));
    return {};
  });
  CHECK(house.drill() == "clock_behind");
}

TEST_CASE("T7: a clock that jumps stops everything before the next contact") {
  for (const milliseconds jump : {milliseconds{minutes{5}}, -milliseconds{minutes{5}}}) {
    JumpingClock clock;
    Drill house;
    house.history(3);
    clock.real = &house.time;
    LoopStore store(house.time, clock, *house.db, house.settings);
    Unit unit(*house.db, AccountId{}, house.time.now(), house.settings, {});
    store.set_epoch({"test", unit.accounts().begin_epoch("test").value()});
    house.DispatchHouse::start({}, store, clock);
    house.run_until("2026-05-13T17:59:30Z");
    clock.off = jump;
    house.run_until("2026-05-13T19:30:00Z");
    CHECK(house.gateway.contacts().empty());
    REQUIRE(house.trips(AccountId{}).size() == 1);
    CHECK(house.trips(AccountId{})[0].what.rule == TripRule::clock_jump);
    REQUIRE(house.stop());
    CHECK(house.stop()->whole_house);
    house.dispatcher.reset();
  }
}

TEST_CASE("T5: a route that fails rests, one real reminder tries it, and then the others go out") {
  FailingRoute house;
  house.run_until("2026-05-13T18:00:50Z");
  // Ten in a row found it failing, and nothing more is tried while it rests.
  CHECK(house.gateway.contacts().size() == 10);
  REQUIRE(house.trips(AccountId{}).size() == 1);
  CHECK(house.trips(AccountId{})[0].what.rule == TripRule::provider_errors);
  CHECK(!house.stop());
  house.run_until("2026-05-13T18:01:50Z");
  CHECK(house.gateway.contacts().size() > 10);
  house.run_until("2026-05-13T19:00:00Z");
  CHECK(house.gateway.done_count() == 15);
  CHECK(house.kept().empty());
}

TEST_CASE("T5: a restart goes on resting a route") {
  FailingRoute house;
  house.run_until("2026-05-13T18:00:30Z");
  REQUIRE(house.gateway.contacts().size() == 10);
  REQUIRE(house.kept().size() == 1);
  const Instant until = house.kept()[0].open_until;
  house.dispatcher.reset();
  house.begin_life();
  house.start();
  house.time.run_until(until - seconds{1});
  CHECK(house.gateway.contacts().size() == 10);
  house.run_until("2026-05-13T19:00:00Z");
  CHECK(house.gateway.done_count() == 15);
}

TEST_CASE("T1: after an outage sending begins at a probation's pace, and what is too late does not go out") {
  Drill house;
  std::vector<intake::Booked> many;
  for (int i = 0; i < 30; ++i)
    many.push_back(
        TestHouse::booked("late" + std::to_string(i), "2026-05-14T15:00", "+121255502" + std::to_string(10 + i)));
  house.import(many);
  house.run_until("2026-05-13T17:00:01Z");
  house.dispatcher.reset();
  house.begin_life();
  house.run_until("2026-05-13T20:00:00Z");  // down from before 18:00; due at 19:00, three more at 18:00
  house.start();
  house.run_until("2026-05-13T20:30:00Z");
  CHECK(house.gateway.contacts().size() == 20);
  REQUIRE(house.trips().size() == 1);
  CHECK(house.trips()[0].what.rule == TripRule::backlog);
  CHECK(!house.read<std::optional<Stop>>([](Unit& unit) { return unit.accounts().stop(); }));
}

TEST_CASE("with the layer switched off nothing trips") {
  DispatchSettings off;
  off.layers.failsafe = false;
  Drill house(off);
  house.history(100);
  house.sent_already({.hour = 39, .day = 39, .recipients_hour = 10, .recipients_day = 10});
  CHECK(house.drill() == "");
}
