// What goes out as one: of several reminders for one visit the most fitting, and what becomes of the others.
#include <doctest/doctest.h>

#include "dispatch/test_office.h"
#include "store/doubts.h"
#include "store/progress.h"

using namespace courtesy;

namespace {

/// The clinic texts as well, at the same moment; the text's rule comes after the call's.
struct TwoWays : Office {
  TwoWays() {
    write([](Unit& unit) -> Result<void> {
      Rule text = TestHouse::day_before();
      text.channel = Channel::text;
      text.content = "a-text";
      TRY(add_rule(unit, text));
      return {};
    });
    import({TestHouse::booked("a", "2026-05-14T14:00")});
    run_until("2026-05-13T18:01:00Z");
  }
  ReminderRow of(Channel channel) {
    for (const auto& row : reminders(1)) {
      if (row.key.channel == channel) return row;
    }
    throw std::runtime_error("no such reminder");
  }
};

}  // namespace

TEST_CASE("a call and a text for one visit at one moment are one contact, by call, and the text ends as merged") {
  TwoWays office;
  REQUIRE(office.gateway.contacts().size() == 1);
  CHECK(office.gateway.contacts()[0].channel == Channel::call);
  CHECK(office.of(Channel::text).state == ReminderState::merged);
  CHECK(office.of(Channel::text).reason == Reason::merged);
  office.ends(1, AttemptOutcome::heard);
  office.run_until("2026-05-14T20:00:00Z");
  CHECK(office.gateway.contacts().size() == 1);
  CHECK(office.of(Channel::text).state == ReminderState::merged);
}

TEST_CASE("what was merged goes out after all when the contact that carried it reached nobody") {
  TwoWays office;
  office.ends(1, AttemptOutcome::busy);
  CHECK(office.of(Channel::text).state == ReminderState::waiting);
  office.dispatcher->nudge();
  office.run_until("2026-05-13T18:10:00Z");
  REQUIRE(office.gateway.contacts().size() == 2);
  CHECK(office.gateway.contacts()[1].channel == Channel::text);
}

TEST_CASE("what was merged into a contact whose fate is unknown stays merged, even when nothing is found of it") {
  TwoWays office;
  office.write([](Unit& unit) {
    return record_ending(unit, AttemptId(1), {.kind = EndingKind::accepted, .provider_id = "fake-1"}, {});
  });
  TwoWays lost;
  lost.write([](Unit& unit) -> Result<void> {
    Attempt attempt = TRY(unit.attempts().get(AttemptId(1)));
    return give_up(unit, attempt, attempt.state, "several_matches");
  });
  lost.run_until("2026-05-13T19:00:00Z");
  CHECK(lost.of(Channel::text).state == ReminderState::merged);
  CHECK(lost.gateway.contacts().size() == 1);
}

TEST_CASE("what was merged into a contact that was refused or never left waits again") {
  for (const auto reply : {FakeGateway::Reply::refused, FakeGateway::Reply::not_sent}) {
    Office office;
    office.write([](Unit& unit) -> Result<void> {
      Rule text = TestHouse::day_before();
      text.channel = Channel::text;
      TRY(add_rule(unit, text));
      return {};
    });
    office.gateway.next(reply);
    office.import({TestHouse::booked("a", "2026-05-14T14:00")});
    office.run_until("2026-05-13T18:10:00Z");
    REQUIRE(office.gateway.contacts().size() == 2);
    CHECK(office.gateway.done_count() == 1);
    CHECK(office.gateway.contacts()[1].channel ==
          (reply == FakeGateway::Reply::refused ? Channel::text : Channel::call));
  }
}

TEST_CASE("after an outage the reminder that was to come last leads, and the older ones are merged into it") {
  Office office;
  office.write([](Unit& unit) -> Result<void> {
    Rule later = TestHouse::day_before();
    later.offset = ElapsedBefore{hours{23}};
    later.content = "later";
    TRY(add_rule(unit, later));
    return {};
  });
  office.import({TestHouse::booked("a", "2026-05-14T14:00")});
  office.dies();
  office.run_until("2026-05-13T19:30:00Z");
  office.begin_life();
  office.start();
  office.run_until("2026-05-13T19:31:00Z");
  REQUIRE(office.gateway.contacts().size() == 1);
  const auto reminders = office.reminders(1);
  CHECK(reminders.at(0).state == ReminderState::merged);
  CHECK(reminders.at(1).state == ReminderState::intended);
}

TEST_CASE("what was merged into a call comes back with it when a person lets it be tried again") {
  TwoWays office;
  office.write([](Unit& unit) -> Result<void> {
    Attempt attempt = TRY(unit.attempts().get(AttemptId(1)));
    TRY(give_up(unit, attempt, AttemptState::absent, "nothing_found"));
    return Doubts(unit).decide(AttemptId(1), Fate::again, "Pat", "the phone did not ring");
  });
  office.dispatcher->nudge();
  office.run_until("2026-05-13T18:10:00Z");
  // The number may not be rung again within the hour; the text need not wait for that, and then nothing is left to say.
  REQUIRE(office.gateway.contacts().size() == 2);
  CHECK(office.gateway.contacts()[1].channel == Channel::text);
  office.run_until("2026-05-13T20:00:00Z");
  CHECK(office.gateway.contacts().size() == 2);
}
