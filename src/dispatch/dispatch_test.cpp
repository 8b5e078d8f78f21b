#include <doctest/doctest.h>

#include "dispatch/dispatcher.h"
#include "gateway/fake_gateway.h"
#include "store/answers.h"
#include "store/attempts.h"
#include "store/doubts.h"
#include "store/held.h"
#include "store/ledger.h"
#include "store/progress.h"
#include "store/sqlite/test_house.h"

using namespace courtesy;

namespace {

class CountingLog final : public Log {
 public:
  void write(LogLevel, std::string_view event, std::initializer_list<Field>) override { ++counts_[std::string(event)]; }
  int count(const std::string& event) { return counts_[event]; }

 private:
  std::map<std::string, int> counts_;
};

/// A house with a dispatcher and a gateway that works.
struct Office : TestHouse {
  Office() { start(); }

  void start() {
    make();
    dispatcher->start();
  }
  void make(const DispatchSettings& with = {}) {
    dispatcher = std::make_unique<Dispatcher>(
        Dispatcher::Parts{.loop = time,
                          .clock = time,
                          .store = *store,
                          .gateways = {.call = &gateway, .text = &gateway, .email = &gateway},
                          .fill = [this](Unit&, const Rule& rule, const Account&, const Client&,
                                         const Appointment&) -> Result<Filled> {
                            if (rule.content == broken) return invalid("no such flow");
                            return Filled{.text = "text", .subject = "subject", .flow = "flow", .flow_hash = "hash"};
                          },
                          .random = random,
                          .log = log},
        with);
  }
  /// With nothing under way in the store: that would die as well.
  void dies() {
    time.run_until(time.now() + seconds{1});
    dispatcher.reset();
  }
  void run_until(std::string_view instant) { time.run_until(parse_instant(instant).value()); }
  Attempt attempt(int id) {
    return read<Attempt>([&](Unit& unit) { return unit.attempts().get(AttemptId(id)); });
  }
  std::vector<ReminderRow> reminders(int appointment) {
    return read<std::vector<ReminderRow>>([&](Unit& unit) { return unit.queue().of(AppointmentId(appointment)); });
  }
  ReminderRow reminder(int appointment) { return reminders(appointment).at(0); }
  void ends(int id, AttemptOutcome outcome) {
    write([=](Unit& unit) -> Result<void> {
      Attempt found = TRY(unit.attempts().get(AttemptId(id)));
      return advance(unit, found, {.state = AttemptState::ended, .outcome = outcome});
    });
  }

  std::string broken;  // content that cannot be filled in
  SeededRandom random{1};
  CountingLog log;
  FakeGateway gateway{time};
  std::unique_ptr<Dispatcher> dispatcher;
};

}  // namespace

TEST_CASE("a due reminder rings once, at its time, and its ending is on record") {
  Office office;
  office.import({TestHouse::booked("a", "2026-05-14T14:00")});
  office.run_until("2026-05-13T17:59:59Z");
  CHECK(office.gateway.contacts().empty());
  office.run_until("2026-05-13T18:00:30Z");
  REQUIRE(office.gateway.contacts().size() == 1);
  CHECK(office.gateway.contacts()[0].recipient == "+12125550123");
  CHECK(office.attempt(1).state == AttemptState::accepted);
  CHECK(office.reminder(1).state == ReminderState::intended);
  office.ends(1, AttemptOutcome::heard);
  CHECK(office.reminder(1).state == ReminderState::done);
  office.run_until("2026-05-14T20:00:00Z");
  CHECK(office.gateway.contacts().size() == 1);
}

TEST_CASE("what was cancelled before its time rings nobody") {
  Office office;
  office.import({TestHouse::booked("a", "2026-05-14T14:00")});
  auto cancelled = TestHouse::booked("a", "2026-05-14T14:00");
  cancelled.booking = Booking::cancelled;
  office.import({cancelled});
  office.run_until("2026-05-15T00:00:00Z");
  CHECK(office.gateway.contacts().empty());
}

TEST_CASE("without consent nobody is contacted, and the reason is on record") {
  Office office;
  office.import({TestHouse::booked("a", "2026-05-14T14:00")}, "");
  office.run_until("2026-05-15T00:00:00Z");
  CHECK(office.gateway.contacts().empty());
  CHECK(office.reminder(1).reason == Reason::no_consent);
  CHECK(office.read<Appointment>([](Unit& unit) { return unit.appointments().get(AppointmentId(1)); }).state() ==
        AppointmentState::not_notified);
}

TEST_CASE("what never left is tried again; what may have left never is") {
  Office office;
  office.gateway.next(FakeGateway::Reply::not_sent);
  office.import({TestHouse::booked("a", "2026-05-14T14:00")});
  office.run_until("2026-05-13T18:05:00Z");
  REQUIRE(office.gateway.contacts().size() == 2);
  CHECK(office.gateway.done_count() == 1);
  CHECK(office.attempt(1).state == AttemptState::not_sent);
  CHECK(office.attempt(2).state == AttemptState::accepted);

  Office lost;
  lost.gateway.next(FakeGateway::Reply::request_lost);
  lost.import({TestHouse::booked("a", "2026-05-14T14:00")});
  lost.run_until("2026-05-14T20:00:00Z");
  CHECK(lost.gateway.contacts().size() == 1);
  CHECK(lost.attempt(1).state == AttemptState::absent);
  CHECK(lost.reminder(1).state == ReminderState::failed);
}

TEST_CASE("an answer that was lost is found at the gateway and adopted") {
  Office office;
  office.gateway.next(FakeGateway::Reply::answer_lost);
  office.import({TestHouse::booked("a", "2026-05-14T14:00")});
  office.run_until("2026-05-13T18:00:30Z");
  CHECK(office.attempt(1).state == AttemptState::unknown);
  office.run_until("2026-05-13T18:02:00Z");
  CHECK(office.attempt(1).state == AttemptState::accepted);
  CHECK(office.attempt(1).provider_id == office.gateway.contacts()[0].provider_id);
  office.run_until("2026-05-14T20:00:00Z");
  CHECK(office.gateway.contacts().size() == 1);
}

TEST_CASE("after a crash between commit and answer the gateway is asked, and nobody is rung again") {
  Office office;
  office.gateway.hold();  // the answer never comes
  office.import({TestHouse::booked("a", "2026-05-14T14:00")});
  office.run_until("2026-05-13T18:00:10Z");
  REQUIRE(office.gateway.contacts().size() == 1);
  CHECK(office.attempt(1).state == AttemptState::intended);
  office.dies();
  office.begin_life();
  office.start();
  office.run_until("2026-05-13T18:00:20Z");
  CHECK(office.attempt(1).state == AttemptState::unknown);
  office.run_until("2026-05-13T18:02:00Z");
  CHECK(office.attempt(1).state == AttemptState::accepted);
  office.run_until("2026-05-14T20:00:00Z");
  CHECK(office.gateway.contacts().size() == 1);
}

TEST_CASE("a stop holds everything back, and a release lets the useful go on") {
  Office office;
  office.import(
      {TestHouse::booked("a", "2026-05-14T14:00"), TestHouse::booked("b", "2026-05-14T11:00", "+12125550124")});
  office.write([](Unit& unit) { return unit.accounts().set_stop("Pat", "a rehearsal"); });
  office.run_until("2026-05-13T18:30:00Z");
  CHECK(office.gateway.contacts().empty());
  office.write([](Unit& unit) { return unit.accounts().clear_stop(); });
  office.run_until("2026-05-13T19:00:00Z");
  REQUIRE(office.gateway.contacts().size() == 1);  // b was due at 11:00 and is too late by now
  CHECK(office.gateway.contacts()[0].recipient == "+12125550123");
  CHECK(office.reminder(2).reason == Reason::too_late);
}

TEST_CASE(
    "a zone that was corrected during a stop gives the reminder its new time, and the release does not hurry it") {
  Office office;
  office.import({TestHouse::booked("a", "2026-05-14T14:00")});
  office.write([](Unit& unit) { return unit.accounts().set_stop("Pat", "a rehearsal"); });
  office.run_until("2026-05-13T18:10:00Z");  // it was due at 18:00, and waits
  auto corrected = TestHouse::booked("a", "2026-05-14T14:00");
  corrected.start.zone = "America/Denver";
  corrected.start.instant += hours{2};
  ++corrected.sequence;
  office.import({corrected});
  office.write([](Unit& unit) { return unit.accounts().clear_stop(); });
  office.run_until("2026-05-13T19:59:59Z");
  CHECK(office.gateway.contacts().empty());
  office.run_until("2026-05-13T20:00:30Z");
  CHECK(office.gateway.contacts().size() == 1);
}

TEST_CASE("a reminder that goes on waiting for the same thing is told once, not at each look") {
  Office office;
  office.import({TestHouse::booked("a", "2026-05-14T14:00")});
  office.write([](Unit& unit) { return unit.accounts().set_stop("Pat", "a rehearsal"); });
  office.run_until("2026-05-13T19:00:00Z");
  const auto decisions = office.read<std::vector<LedgerRow>>(
      [](Unit& unit) { return unit.ledger().find({.appointment = AppointmentId(1), .text = "decided"}); });
  REQUIRE(decisions.size() == 1);
  CHECK(decisions[0].code == "stopped");
  // What it grows into meanwhile is news: too late for the machine, and at last too late for anybody.
  office.run_until("2026-05-14T20:00:00Z");
  CHECK(office.reminder(1).reason == Reason::too_late);
  CHECK(office
            .read<std::vector<LedgerRow>>(
                [](Unit& unit) { return unit.ledger().find({.appointment = AppointmentId(1), .text = "decided"}); })
            .size() == 3);
}

namespace {

/// Workers were down from before the time of a's reminder until well after its lateness.
struct AfterOutage : Office {
  AfterOutage() {
    import({TestHouse::booked("a", "2026-05-14T14:00")});
    dies();
    run_until("2026-05-13T20:30:00Z");
    begin_life();
    start();
    run_until("2026-05-13T20:31:00Z");
  }
  std::vector<HeldReminder> held() {
    return read<std::vector<HeldReminder>>([](Unit& unit) { return unit.held().list(10); });
  }
  Told told() {
    return read<Appointment>([](Unit& unit) { return unit.appointments().get(AppointmentId(1)); }).told;
  }
};

}  // namespace

TEST_CASE("late but still of use waits for a person, and the staff see at once that nobody was reminded") {
  AfterOutage office;
  CHECK(office.gateway.contacts().empty());
  REQUIRE(office.held().size() == 1);
  const HeldReminder held = office.held()[0];
  CHECK(held.reason == Reason::too_late);
  CHECK(held.name == "Ana");
  CHECK(held.recipient == "+12125550123");
  CHECK(held.content == "appointment-reminder");
  CHECK(held.useful_until == parse_instant("2026-05-14T17:30:00Z").value());
  CHECK(office.told() == Told::failed);
  CHECK(office.read<std::int64_t>([](Unit& unit) { return unit.held().count(); }) == 1);
}

TEST_CASE("a held reminder that a person releases goes out, and its lateness does not hold it again") {
  AfterOutage office;
  const std::vector keys{office.held().at(0).key};
  office.write([&](Unit& unit) -> Result<void> {
    CHECK(TRY(unit.held().release(keys, "Pat", "still of use")) == 1);
    CHECK(TRY(unit.held().release(keys, "Pat", "twice")) == 0);
    return {};
  });
  CHECK(office.told() == Told::nothing_yet);
  office.dispatcher->nudge();
  office.run_until("2026-05-13T20:32:00Z");
  CHECK(office.gateway.contacts().size() == 1);
  CHECK(office.reminder(1).state == ReminderState::intended);
  const auto rows = office.read<std::vector<LedgerRow>>(
      [](Unit& unit) { return unit.ledger().find({.appointment = AppointmentId(1), .text = "released"}); });
  REQUIRE(rows.size() == 1);
  CHECK(rows[0].kind == "by_hand");
  CHECK(rows[0].body == R"({"held_for":"too_late","who":"Pat","why":"still of use"})");
}

TEST_CASE("a person's yes does not bring a cancelled visit's reminder out") {
  AfterOutage office;
  const std::vector keys{office.held().at(0).key};
  office.write([&](Unit& unit) -> Result<void> {
    TRY(unit.held().release(keys, "Pat", "still of use"));
    Appointment appointment = TRY(unit.appointments().get(AppointmentId(1)));
    appointment.booking = Booking::cancelled;
    return unit.appointments().rebook(appointment);
  });
  office.dispatcher->nudge();
  office.run_until("2026-05-13T20:32:00Z");
  CHECK(office.gateway.contacts().empty());
  CHECK(office.reminder(1).state == ReminderState::withdrawn);
}

TEST_CASE("a held reminder that a person discards is not sent, with who and why on record") {
  AfterOutage office;
  const std::vector keys{office.held().at(0).key};
  office.write([&](Unit& unit) -> Result<void> {
    CHECK(TRY(unit.held().discard(keys, "Pat", "we ring ourselves")) == 1);
    CHECK(TRY(unit.held().discard(keys, "Pat", "twice")) == 0);
    return {};
  });
  office.run_until("2026-05-14T20:00:00Z");
  CHECK(office.gateway.contacts().empty());
  CHECK(office.reminder(1).state == ReminderState::dropped);
  CHECK(office.reminder(1).reason == Reason::discarded);
  CHECK(office.told() == Told::failed);
}

TEST_CASE("a held reminder nobody decided about is dropped when its last useful moment has passed") {
  AfterOutage office;
  office.run_until("2026-05-14T17:30:00Z");
  CHECK(office.reminder(1).state == ReminderState::held);
  office.run_until("2026-05-14T17:30:01Z");
  CHECK(office.reminder(1).state == ReminderState::dropped);
  CHECK(office.reminder(1).reason == Reason::too_late);
  CHECK(office.held().empty());
  CHECK(office.gateway.contacts().empty());
}

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

TEST_CASE("the line's pace is kept") {
  Office office;
  std::vector<intake::Booked> bookings;
  for (int i = 0; i < 30; ++i) {
    bookings.push_back(TestHouse::booked(std::to_string(i), "2026-05-14T14:00", "+121255501" + std::to_string(10 + i)));
  }
  office.import(bookings);
  office.run_until("2026-05-13T18:00:09.900Z");
  CHECK(office.gateway.contacts().size() <= 11);
  CHECK(office.gateway.contacts().size() >= 9);
  office.run_until("2026-05-13T18:01:00Z");
  CHECK(office.gateway.contacts().size() == 30);
}

TEST_CASE("a recipient who opted out at the gateway is never tried again") {
  Office office;
  office.gateway.next(FakeGateway::Reply::opted_out);
  office.import({TestHouse::booked("a", "2026-05-14T14:00"), TestHouse::booked("b", "2026-05-15T14:00")});
  office.run_until("2026-05-15T20:00:00Z");
  CHECK(office.gateway.contacts().size() == 1);
  CHECK(office.reminder(2).reason == Reason::suppressed);
}

TEST_CASE("two phones' calls to one number do not run at once, and the second is told why it waits") {
  Office office;
  office.import({TestHouse::booked("a", "2026-05-14T14:00"), TestHouse::booked("b", "2026-05-14T14:00")});
  office.run_until("2026-05-13T18:00:30Z");
  CHECK(office.gateway.contacts().size() == 1);
}

TEST_CASE("a send whose driver never answers ends as unknown before its lease does, and frees its place") {
  Office office;
  office.gateway.hold();
  office.import({TestHouse::booked("a", "2026-05-14T14:00")});
  office.run_until("2026-05-13T18:00:39Z");
  CHECK(office.attempt(1).state == AttemptState::intended);
  office.run_until("2026-05-13T18:00:41Z");
  CHECK(office.attempt(1).state == AttemptState::unknown);
  office.gateway.release();  // late, and true all the same
  office.run_until("2026-05-13T18:00:42Z");
  CHECK(office.attempt(1).state == AttemptState::accepted);
  bool finished = false;
  office.dispatcher->finish([&] { finished = true; });
  office.run_until("2026-05-13T18:00:43Z");
  CHECK(finished);
}

TEST_CASE("at the end of the process nothing more is begun, and what is under way gets its ending first") {
  Office office;
  office.import(
      {TestHouse::booked("a", "2026-05-14T14:00"), TestHouse::booked("b", "2026-05-14T14:30", "+12125550124")});
  office.gateway.hold();
  office.run_until("2026-05-13T18:00:30Z");
  REQUIRE(office.gateway.contacts().size() == 1);
  bool finished = false;
  office.dispatcher->finish([&] { finished = true; });
  office.run_until("2026-05-13T18:00:35Z");
  CHECK_FALSE(finished);
  CHECK(office.gateway.contacts().size() == 1);
  office.gateway.release();
  office.run_until("2026-05-13T18:00:36Z");
  CHECK(finished);
  CHECK(office.attempt(1).state == AttemptState::accepted);
  office.run_until("2026-05-13T21:00:00Z");
  CHECK(office.gateway.contacts().size() == 1);
}

TEST_CASE("with nothing under way the end is at once") {
  Office office;
  office.run_until("2026-05-13T12:00:00Z");
  bool finished = false;
  office.dispatcher->finish([&] { finished = true; });
  office.run_until("2026-05-13T12:00:00Z");
  CHECK(finished);
}

TEST_CASE("a reminder that cannot be prepared waits for a person, and its neighbour of the same start goes out") {
  Office office;
  office.write([](Unit& unit) -> Result<void> {
    Rule other = TestHouse::day_before();
    other.content = "other";
    TRY(add_rule(unit, other));
    return {};
  });
  office.broken = "appointment-reminder";
  office.import({TestHouse::booked("a", "2026-05-14T14:00")});
  office.run_until("2026-05-13T18:01:00Z");
  const auto reminders = office.reminders(1);
  REQUIRE(reminders.size() == 2);
  CHECK(reminders[0].reason == Reason::cannot_prepare);
  CHECK(reminders[0].state == ReminderState::held);
  CHECK(reminders[1].state == ReminderState::intended);
  CHECK(office.gateway.contacts().size() == 1);
}

TEST_CASE("a client whose zone nobody knows waits for a person, and the neighbours go on") {
  Office office;
  office.import(
      {TestHouse::booked("a", "2026-05-14T14:00"), TestHouse::booked("b", "2026-05-14T14:00", "+12125550124")});
  office.write([](Unit& unit) -> Result<void> {
    TRY(unit.db().run("UPDATE client SET zone = 'Mars/Olympus' WHERE client = 1"));
    return {};
  });
  office.run_until("2026-05-13T18:01:00Z");
  REQUIRE(office.gateway.contacts().size() == 1);
  CHECK(office.gateway.contacts()[0].recipient == "+12125550124");
  CHECK(office.reminder(1).state == ReminderState::held);
  CHECK(office.reminder(1).reason == Reason::zone_unknown);
}

TEST_CASE("a stop calls off what is queued at the gateway or rings") {
  Office office;
  office.import({TestHouse::booked("a", "2026-05-14T14:00")});
  office.run_until("2026-05-13T18:00:10Z");
  REQUIRE(office.gateway.done_count() == 1);
  office.write([](Unit& unit) { return unit.accounts().set_stop("Pat", "too many complaints"); });
  office.dispatcher->nudge();
  office.run_until("2026-05-13T18:00:11Z");
  CHECK(office.gateway.contacts()[0].outcome == AttemptOutcome::cancelled);
}

TEST_CASE("a stop of the whole house calls off every account's unanswered calls") {
  Office office;
  office.import({TestHouse::booked("a", "2026-05-14T14:00")});
  office.run_until("2026-05-13T18:00:10Z");
  REQUIRE(office.gateway.done_count() == 1);
  office.write([](Unit& unit) { return unit.accounts().set_stop("operator", "something is wrong"); }, AccountId{});
  office.dispatcher->nudge();
  office.run_until("2026-05-13T18:00:11Z");
  CHECK(office.gateway.contacts()[0].outcome == AttemptOutcome::cancelled);
  CHECK(office.attempt(1).silenced == Reason::stopped);
}

TEST_CASE("a call that could not be called off is called off again, four times at most") {
  Office office;
  office.import({TestHouse::booked("a", "2026-05-14T14:00")});
  office.run_until("2026-05-13T18:00:10Z");
  office.gateway.be_unreachable(true);
  office.write([](Unit& unit) { return unit.accounts().set_stop("Pat", "too many complaints"); });
  office.dispatcher->nudge();
  office.run_until("2026-05-13T18:00:11Z");
  CHECK(office.gateway.call_offs() == 1);
  office.run_until("2026-05-13T18:00:16Z");
  CHECK(office.gateway.call_offs() == 2);
  office.run_until("2026-05-13T18:10:00Z");
  CHECK(office.gateway.call_offs() == 4);

  Office back;
  back.import({TestHouse::booked("a", "2026-05-14T14:00")});
  back.run_until("2026-05-13T18:00:10Z");
  back.gateway.be_unreachable(true);
  back.write([](Unit& unit) { return unit.accounts().set_stop("Pat", "too many complaints"); });
  back.dispatcher->nudge();
  back.run_until("2026-05-13T18:00:12Z");
  back.gateway.be_unreachable(false);
  back.run_until("2026-05-13T18:10:00Z");
  CHECK(back.gateway.call_offs() == 2);
  CHECK(back.gateway.contacts()[0].outcome == AttemptOutcome::cancelled);
}

TEST_CASE("nothing is dispatched before the attempts of an older life are adopted, whoever nudges") {
  Office office;
  office.dies();
  office.import({TestHouse::booked("a", "2026-05-14T14:00")});
  office.run_until("2026-05-13T18:00:10Z");
  office.begin_life();
  office.make();
  office.dispatcher->nudge();
  office.run_until("2026-05-13T18:00:20Z");
  CHECK(office.gateway.contacts().empty());
  office.dispatcher->start();
  office.run_until("2026-05-13T18:00:21Z");
  CHECK(office.gateway.contacts().size() == 1);
}

TEST_CASE("an account whose units fail does not bar the way of the others, and is not tried without a pause") {
  Office office;
  office.write(
      [](Unit& unit) -> Result<void> {
        TRY(unit.accounts().create(TestHouse::clinic()));
        return {};
      },
      AccountId{});
  office.write(
      [](Unit& unit) -> Result<void> {
        TRY(add_rule(unit, TestHouse::day_before()));
        TRY(take_bookings(unit, {.name = "b.ics", .attested = "on paper"},
                          std::vector{TestHouse::booked("b", "2026-05-14T14:00", "+12125550124")}));
        return {};
      },
      AccountId(2));
  office.import({TestHouse::booked("a", "2026-05-14T14:00")});
  // A rule that is gone is nothing that the facts can be read without.
  office.write([](Unit& unit) -> Result<void> {
    TRY(unit.db().run("DELETE FROM rule WHERE account = 1"));
    return {};
  });
  office.run_until("2026-05-13T18:01:00Z");
  REQUIRE(office.gateway.contacts().size() == 1);
  CHECK(office.gateway.contacts()[0].account == AccountId(2));
  CHECK(office.log.count("intent_not_committed") >= 4);
  CHECK(office.log.count("intent_not_committed") <= 8);
}

TEST_CASE("a visit moved away and back is still known as told") {
  Office office;
  office.import({TestHouse::booked("a", "2026-05-14T14:00")});
  office.run_until("2026-05-13T18:00:30Z");
  office.ends(1, AttemptOutcome::heard);
  const auto told = [&] {
    return office.read<Appointment>([](Unit& unit) { return unit.appointments().get(AppointmentId(1)); }).told;
  };
  office.import({TestHouse::booked("a", "2026-05-16T14:00")});
  CHECK(told() == Told::nothing_yet);
  office.import({TestHouse::booked("a", "2026-05-14T14:00")});
  CHECK(told() == Told::told);
  CHECK(office.gateway.contacts().size() == 1);
}

TEST_CASE("a visit cancelled in the very moment of its reminder may come back, and is then reminded") {
  Office office;
  office.import({TestHouse::booked("a", "2026-05-14T14:00")});
  // Cancelled by the calendar, and the reminder not yet withdrawn: the intent unit finds it so.
  office.write([](Unit& unit) -> Result<void> {
    TRY(unit.db().run("UPDATE appointment SET booking = 'cancelled'"));
    return {};
  });
  office.run_until("2026-05-13T18:00:30Z");
  CHECK(office.reminder(1).state == ReminderState::withdrawn);
  office.import({TestHouse::booked("a", "2026-05-14T14:00")});
  CHECK(office.reminder(1).state == ReminderState::waiting);
  office.dispatcher->nudge();
  office.run_until("2026-05-13T18:05:00Z");
  CHECK(office.gateway.contacts().size() == 1);
}

TEST_CASE("a rule that is retired reminds nobody any more") {
  Office office;
  office.import({TestHouse::booked("a", "2026-05-14T14:00")});
  office.write([](Unit& unit) -> Result<void> {
    TRY(unit.rules().retire(RuleId(1)));
    return {};
  });
  office.run_until("2026-05-14T20:00:00Z");
  CHECK(office.gateway.contacts().empty());
  CHECK(office.reminder(1).state == ReminderState::withdrawn);
}

TEST_CASE("a text that was sent and then could not be delivered has told nobody, and the staff see it") {
  Office office;
  office.import({TestHouse::booked("a", "2026-05-14T14:00")});
  office.run_until("2026-05-13T18:00:30Z");
  office.ends(1, AttemptOutcome::sent);
  CHECK(office.reminder(1).state == ReminderState::done);
  office.ends(1, AttemptOutcome::failed);
  CHECK(office.reminder(1).state == ReminderState::failed);
  const auto told = [&] {
    return office.read<Appointment>([](Unit& unit) { return unit.appointments().get(AppointmentId(1)); }).told;
  };
  CHECK(told() == Told::failed);
  office.ends(1, AttemptOutcome::delivered);
  CHECK(office.reminder(1).state == ReminderState::done);
  CHECK(told() == Told::told);
}

TEST_CASE("a visit cancelled while its call is on the way to the gateway: called off as soon as the gateway has it") {
  Office office;
  office.gateway.hold();
  office.import({TestHouse::booked("a", "2026-05-14T14:00")});
  office.run_until("2026-05-13T18:00:05Z");
  REQUIRE(office.gateway.contacts().size() == 1);
  auto cancelled = TestHouse::booked("a", "2026-05-14T14:00");
  cancelled.booking = Booking::cancelled;
  office.import({cancelled});
  office.dispatcher->nudge();
  office.run_until("2026-05-13T18:00:10Z");
  office.gateway.release();
  office.run_until("2026-05-13T18:00:12Z");
  CHECK(office.gateway.contacts()[0].outcome == AttemptOutcome::cancelled);
}

TEST_CASE("who was told at a number that turned out wrong was not told: the staff see it") {
  Office office;
  const auto told = [&] {
    return office.read<Appointment>([](Unit& unit) { return unit.appointments().get(AppointmentId(1)); }).told;
  };
  office.import({TestHouse::booked("a", "2026-05-14T14:00")});
  office.run_until("2026-05-13T18:00:30Z");
  office.ends(1, AttemptOutcome::machine);
  CHECK(told() == Told::told);
  office.import({TestHouse::booked("a", "2026-05-14T14:00", "+12125550177")});
  CHECK(told() == Told::failed);
  office.import({TestHouse::booked("a", "2026-05-14T14:00")});  // it was right after all
  CHECK(told() == Told::told);
}

TEST_CASE("a call to a number that is corrected while it rings is called off, and tells nobody") {
  Office office;
  office.import({TestHouse::booked("a", "2026-05-14T14:00")});
  office.run_until("2026-05-13T18:00:30Z");
  office.import({TestHouse::booked("a", "2026-05-14T14:00", "+12125550177")});
  office.dispatcher->nudge();
  office.run_until("2026-05-13T18:00:40Z");
  CHECK(office.gateway.contacts()[0].outcome == AttemptOutcome::cancelled);
  CHECK(office.attempt(1).silenced == Reason::recipient_changed);
}

TEST_CASE("whoever has confirmed is not rung any more: a call that is still queued is called off") {
  Office office;
  office.import({TestHouse::booked("a", "2026-05-14T14:00")});
  office.run_until("2026-05-13T18:00:30Z");
  office.write([](Unit& unit) { return set_answer(unit, AppointmentId(1), Answer::confirmed); });
  office.dispatcher->nudge();
  office.run_until("2026-05-13T18:00:40Z");
  CHECK(office.gateway.contacts()[0].outcome == AttemptOutcome::cancelled);
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

TEST_CASE("two accounts with much to do at one moment take turns on the line") {
  Office office;
  office.write(
      [](Unit& unit) -> Result<void> {
        TRY(unit.accounts().create(TestHouse::clinic()));
        return {};
      },
      AccountId{});
  office.write(
      [](Unit& unit) -> Result<void> {
        TRY(add_rule(unit, TestHouse::day_before()));
        return {};
      },
      AccountId(2));
  std::vector<intake::Booked> ours;
  std::vector<intake::Booked> theirs;
  for (int i = 0; i < 60; ++i) {
    ours.push_back(TestHouse::booked(std::to_string(i), "2026-05-14T14:00", "+12125552" + std::to_string(100 + i)));
    theirs.push_back(TestHouse::booked(std::to_string(i), "2026-05-14T14:00", "+12125553" + std::to_string(100 + i)));
  }
  office.import(ours);
  office.write(
      [&](Unit& unit) -> Result<void> {
        TRY(take_bookings(unit, {.name = "clinic.ics", .attested = "on paper"}, theirs));
        return {};
      },
      AccountId(2));
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
  for (int account = 1; account <= 4; ++account) {
    if (account > 1) {
      office.write(
          [](Unit& unit) -> Result<void> {
            TRY(unit.accounts().create(TestHouse::clinic()));
            return {};
          },
          AccountId{});
      office.write(
          [](Unit& unit) -> Result<void> {
            TRY(add_rule(unit, TestHouse::day_before()));
            return {};
          },
          AccountId(account));
    }
    const auto booked = TestHouse::booked("a", "2026-05-14T14:00", "+1212555020" + std::to_string(account));
    office.write(
        [&](Unit& unit) -> Result<void> {
          TRY(take_bookings(unit, {.name = "clinic.ics", .attested = "on paper"}, {&booked, 1}));
          return {};
        },
        AccountId(account));
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
  for (int account = 1; account <= accounts; ++account) {
    const auto open_account = [](Unit& unit) -> Result<void> {
      TRY(unit.accounts().create(TestHouse::clinic()));
      return {};
    };
    if (account > 1) office.write(open_account, AccountId{});
    std::vector<intake::Booked> booked;
    for (int i = 0; i < due_of_each; ++i)
      booked.push_back(TestHouse::booked(std::to_string(i), "2026-05-14T14:00",
                                         "+1212555" + std::to_string(1000 + account * 100 + i)));
    office.write(
        [&](Unit& unit) -> Result<void> {
          if (account > 1) TRY(add_rule(unit, TestHouse::day_before()));
          TRY(take_bookings(unit, {.name = "clinic.ics", .attested = "on paper"}, booked));
          return {};
        },
        AccountId(account));
  }
  // Three accounts take 13 places each, for what they have due and for what may become so.
  office.make({.places_in_flight = 40, .calls_per_second = 1'000, .layers = {.failsafe = false}});
  office.dispatcher->start();
  office.run_until("2026-05-13T18:00:00.900Z");
  CHECK(office.gateway.contacts().size() == accounts * due_of_each);
}

TEST_CASE("a carrier may keep a text until the person's hours end, not until the visit") {
  Office office;
  Rule rule = TestHouse::day_before();
  rule.channel = Channel::text;
  rule.content = "appointment-text";
  office.write([&](Unit& unit) -> Result<void> {
    TRY(unit.rules().retire(RuleId(1)));
    TRY(add_rule(unit, rule));
    return {};
  });
  office.import({TestHouse::booked("a", "2026-05-14T19:50")});
  office.run_until("2026-05-13T23:50:30Z");  // 19:50 in New York, where hours end at 20:00
  REQUIRE(office.gateway.contacts().size() == 1);
  CHECK(office.gateway.contacts()[0].validity == std::chrono::seconds{600});
}

TEST_CASE("a held reminder whose visit's zone is corrected waits for its new time, and no release brings it forward") {
  Office office;
  office.import({TestHouse::booked("a", "2026-05-14T14:00")});
  office.dies();
  office.run_until("2026-05-13T21:00:00Z");  // down until three hours after it was due
  office.start();
  office.run_until("2026-05-13T21:00:30Z");
  REQUIRE(office.reminder(1).state == ReminderState::held);
  auto west = TestHouse::booked("a", "2026-05-14T14:00");
  const Zone zone = Zone::find("Pacific/Honolulu").value();
  west.start.zone = zone.name();
  west.start.instant = zone.resolve(west.start.local).instant;
  office.import({west});
  CHECK(office.reminder(1).state == ReminderState::waiting);
  CHECK(office.reminder(1).send_at == parse_instant("2026-05-14T00:00:00Z").value());
  CHECK(office.read<Appointment>([](Unit& unit) { return unit.appointments().get(AppointmentId(1)); }).told ==
        Told::nothing_yet);
  office.dispatcher->nudge();
  office.run_until("2026-05-13T23:30:00Z");
  CHECK(office.gateway.contacts().empty());
}

TEST_CASE("what a person lets be tried again waits for its time, when the visit has a later one by now") {
  Office office;
  office.gateway.next(FakeGateway::Reply::request_lost);
  office.import({TestHouse::booked("a", "2026-05-14T14:00")});
  office.run_until("2026-05-13T18:00:30Z");
  auto west = TestHouse::booked("a", "2026-05-14T14:00");
  const Zone zone = Zone::find("Pacific/Honolulu").value();
  west.start.zone = zone.name();
  west.start.instant = zone.resolve(west.start.local).instant;
  office.import({west});
  office.run_until("2026-05-13T19:00:00Z");
  REQUIRE(office.attempt(1).state == AttemptState::absent);
  office.write([](Unit& unit) { return Doubts(unit).decide(AttemptId(1), Fate::again, "Pat", "nothing rang"); });
  office.dispatcher->nudge();
  office.run_until("2026-05-13T23:30:00Z");
  CHECK(office.gateway.contacts().size() == 1);
  // Then it is eight in the evening where the client is: nine in the morning follows.
  office.run_until("2026-05-14T13:00:30Z");
  CHECK(office.gateway.contacts().size() == 2);
}
