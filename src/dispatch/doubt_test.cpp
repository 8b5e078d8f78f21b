// What the machine cannot know, a person decides; what the machine may do by itself is bounded.
#include <doctest/doctest.h>

#include "dispatch/test_dispatch.h"
#include "store/doubts.h"
#include "store/progress.h"

using namespace courtesy;

namespace {

/// One reminder whose request was lost: the sender cannot know, and the gateway never had it.
struct InDoubt : DispatchHouse {
  explicit InDoubt(Channel channel = Channel::call, bool retry_absent = false) {
    write([&](Unit& unit) -> Result<void> {
      TRY(unit.rules().retire(RuleId(1)));
      Rule rule = day_before();
      rule.channel = channel;
      TRY(add_rule(unit, rule));
      return unit.accounts().set_retry_absent(retry_absent);
    });
    gateway.next(FakeGateway::Reply::request_lost);
    import({booked("a", "2026-05-14T14:00")});
    start();
    run_until("2026-05-13T18:20:00Z");
  }
  ReminderRow reminder() {
    return read<std::vector<ReminderRow>>([](Unit& unit) { return unit.queue().of(AppointmentId(1)); }).at(0);
  }
  Told told() {
    return read<Appointment>([](Unit& unit) { return unit.appointments().get(AppointmentId(1)); }).told;
  }
  std::vector<Doubt> doubts() {
    return read<std::vector<Doubt>>([](Unit& unit) { return Doubts(unit).list(10); });
  }
  Result<void> decide(Fate fate, int id = 1) {
    Result<void> decided;
    write([&](Unit& unit) -> Result<void> {
      decided = Doubts(unit).decide(AttemptId(id), fate, "Pat", "I looked at the gateway's log");
      return {};
    });
    dispatcher->nudge();
    return decided;
  }
};

}  // namespace

TEST_CASE("an absent call is on the list of doubts, and is not placed again by the machine") {
  InDoubt house{Channel::call, true};
  CHECK(house.attempt(1).state == AttemptState::absent);
  REQUIRE(house.doubts().size() == 1);
  CHECK(house.doubts()[0].name == "Ana");
  CHECK(house.doubts()[0].attempt.id == AttemptId(1));
  house.run_until("2026-05-14T17:00:00Z");
  CHECK(house.gateway.contacts().size() == 1);
}

TEST_CASE("an absent text is sent once more where the account asks for it, and never a third time") {
  InDoubt unasked{Channel::text};
  CHECK(unasked.gateway.contacts().size() == 1);
  CHECK(unasked.doubts().size() == 1);

  InDoubt house{Channel::text, true};
  CHECK(house.gateway.contacts().size() == 2);
  CHECK(house.attempt(2).state == AttemptState::accepted);
  CHECK(house.doubts().empty());

  InDoubt again{Channel::text, true};
  again.write([&](Unit& unit) -> Result<void> {
    TRY(unit.db().run("UPDATE attempt SET state = 'unknown', outcome = 'none' WHERE attempt = 2"));
    Attempt lost = TRY(unit.attempts().get(AttemptId(2)));
    return give_up(unit, lost, AttemptState::absent, "absent");
  });
  again.dispatcher->nudge();
  again.run_until("2026-05-14T17:00:00Z");
  CHECK(again.gateway.contacts().size() == 2);
  REQUIRE(again.doubts().size() == 1);
  CHECK(again.doubts()[0].attempt.id == AttemptId(2));
}

TEST_CASE("a person says that the client was reached: told, and nothing is sent") {
  InDoubt house;
  CHECK(house.told() == Told::failed);
  CHECK(house.decide(Fate::reached).ok());
  CHECK(house.told() == Told::told);
  CHECK(house.reminder().state == ReminderState::done);
  CHECK(house.doubts().empty());
  house.run_until("2026-05-14T17:00:00Z");
  CHECK(house.gateway.contacts().size() == 1);
}

TEST_CASE("a person says that the client was not reached, and rings himself: nothing is sent") {
  InDoubt house;
  CHECK(house.decide(Fate::not_reached).ok());
  CHECK(house.told() == Told::failed);
  CHECK(house.reminder().state == ReminderState::failed);
  CHECK(house.doubts().empty());
  house.run_until("2026-05-14T17:00:00Z");
  CHECK(house.gateway.contacts().size() == 1);
}

TEST_CASE("a person lets the machine try again: once, though it is late, and judged like any other") {
  InDoubt house;
  house.run_until("2026-05-13T21:00:00Z");
  CHECK(house.decide(Fate::again).ok());
  CHECK(house.told() == Told::nothing_yet);
  house.run_until("2026-05-13T21:00:30Z");
  REQUIRE(house.gateway.contacts().size() == 2);
  CHECK(house.attempt(2).n == 2);
  CHECK(house.attempt(2).state == AttemptState::accepted);

  InDoubt cancelled;
  cancelled.write([](Unit& unit) -> Result<void> {
    TRY(unit.db().run("UPDATE appointment SET booking = 'cancelled'"));
    return {};
  });
  CHECK(cancelled.decide(Fate::again).ok());
  cancelled.run_until("2026-05-13T21:00:00Z");
  CHECK(cancelled.gateway.contacts().size() == 1);
  CHECK(cancelled.reminder().reason == Reason::appointment_cancelled);
}

TEST_CASE("the one that was tried again may itself never leave, and is then tried like any other") {
  InDoubt house;
  house.gateway.next(FakeGateway::Reply::not_sent);
  CHECK(house.decide(Fate::again).ok());
  // The first one may have rung: an hour must pass between two calls.
  house.run_until("2026-05-13T18:59:59Z");
  CHECK(house.gateway.contacts().size() == 1);
  house.run_until("2026-05-13T19:10:00Z");
  CHECK(house.attempt(2).state == AttemptState::not_sent);
  CHECK(house.attempt(3).state == AttemptState::accepted);
}

TEST_CASE("only what is in doubt is decided, and only once") {
  InDoubt house;
  CHECK(house.decide(Fate::not_reached).ok());
  CHECK(house.decide(Fate::again).error().code == ErrorCode::conflict);
  CHECK(house.decide(Fate::again, 9).error().code == ErrorCode::not_found);
  InDoubt moved;
  moved.import({TestHouse::booked("a", "2026-05-16T14:00")});
  CHECK(moved.decide(Fate::again).ok());
  moved.run_until("2026-05-13T21:00:00Z");
  CHECK(moved.gateway.contacts().size() == 1);
  moved.write([&](Unit& unit) -> Result<void> {
    CHECK(unit.queue().again(moved.reminder().key, Approval::none).error().code == ErrorCode::conflict);
    return {};
  });
}

TEST_CASE("evidence that comes after a person let the machine try again stops the try") {
  InDoubt house;
  house.write([](Unit& unit) -> Result<void> {
    TRY(Doubts(unit).decide(AttemptId(1), Fate::again, "Pat", "not in the log"));
    Attempt found = TRY(unit.attempts().get(AttemptId(1)));
    return advance(unit, found, {.state = AttemptState::in_progress, .provider_id = "CA1"});
  });
  CHECK(house.reminder().state == ReminderState::intended);
  house.run_until("2026-05-13T18:21:00Z");
  CHECK(house.gateway.contacts().size() == 1);
}

TEST_CASE("what nobody can be asked about is with the staff after an hour, or when the visit is near; asking goes on") {
  DispatchHouse house;
  const auto doubts = [&] {
    return house.read<std::vector<Doubt>>([](Unit& unit) { return Doubts(unit).list(10); }).size();
  };
  house.gateway.next(FakeGateway::Reply::answer_lost);
  house.import({TestHouse::booked("a", "2026-05-14T14:00")});
  house.gateway.be_unreachable(true);
  house.start();
  house.run_until("2026-05-13T18:50:00Z");
  REQUIRE(house.attempt(1).state == AttemptState::unknown);
  CHECK(doubts() == 0);
  house.run_until("2026-05-13T19:00:01Z");
  CHECK(doubts() == 1);
  CHECK_FALSE(house.attempt(1).ended_at);
  CHECK(house.attempt(1).look_at);
  house.gateway.be_unreachable(false);
  house.run_until("2026-05-13T19:05:00Z");
  CHECK(house.attempt(1).state != AttemptState::unknown);
  CHECK(doubts() == 0);
}

TEST_CASE("a person may decide while the machine still asks, and it asks no more") {
  DispatchHouse house;
  house.gateway.next(FakeGateway::Reply::answer_lost);
  house.import({TestHouse::booked("a", "2026-05-14T14:00")});
  house.gateway.be_unreachable(true);
  house.start();
  house.run_until("2026-05-13T18:50:00Z");
  const auto decide = [&] {
    Result<void> decided;
    house.write([&](Unit& unit) -> Result<void> {
      decided = Doubts(unit).decide(AttemptId(1), Fate::reached, "Pat", "she told me");
      return {};
    });
    return decided;
  };
  CHECK(decide().error().code == ErrorCode::conflict);
  house.run_until("2026-05-13T19:10:00Z");
  CHECK(decide().ok());
  CHECK_FALSE(house.attempt(1).look_at);
  CHECK(house.read<Appointment>([](Unit& unit) { return unit.appointments().get(AppointmentId(1)); }).told ==
        Told::told);
}

TEST_CASE("how near the visit must be: before the last moment of use, time enough to ring") {
  const Instant starts = parse_instant("2026-05-14T18:00:00Z").value();
  Attempt attempt;
  attempt.state = AttemptState::unknown;
  attempt.intended_at = starts - minutes{70};
  CHECK_FALSE(overdue(attempt, starts, minutes{30}, starts - minutes{61}));
  CHECK(overdue(attempt, starts, minutes{30}, starts - minutes{60}));
  attempt.state = AttemptState::accepted;
  CHECK_FALSE(overdue(attempt, starts, minutes{30}, starts));
}

TEST_CASE("the words of a fate read back") {
  for (const Fate fate : {Fate::reached, Fate::not_reached, Fate::again}) CHECK(parse_fate(to_string(fate)) == fate);
  CHECK_FALSE(parse_fate("perhaps"));
}
