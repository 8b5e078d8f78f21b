#include <doctest/doctest.h>

#include "dispatch/dispatcher.h"
#include "gateway/fake_gateway.h"
#include "store/attempts.h"
#include "store/ledger.h"
#include "store/progress.h"
#include "store/sqlite/test_house.h"

using namespace courtesy;

namespace {

/// A house with a dispatcher and a gateway that works.
struct Office : TestHouse {
  Office() { start(); }

  void start() {
    dispatcher = std::make_unique<Dispatcher>(
        Dispatcher::Parts{
            .loop = time,
            .clock = time,
            .store = *store,
            .gateways = {.call = &gateway, .text = &gateway, .email = &gateway},
            .fill = [this](const Rule& rule, const Account&, const Client&, const Appointment&) -> Result<Filled> {
              if (rule.content == broken) return invalid("no such flow");
              return Filled{.text = "text", .subject = "subject", .flow = "flow", .flow_hash = "hash"};
            },
            .random = random,
            .log = log},
        DispatchSettings{});
    dispatcher->start();
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
  QuietLog log;
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
  office.dispatcher.reset();
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

TEST_CASE("a reminder that goes on waiting for the same thing is told once, not at each look") {
  Office office;
  office.import({TestHouse::booked("a", "2026-05-14T14:00")});
  office.write([](Unit& unit) { return unit.accounts().set_stop("Pat", "a rehearsal"); });
  office.run_until("2026-05-13T19:00:00Z");
  const auto decisions = office.read<std::vector<LedgerRow>>(
      [](Unit& unit) { return unit.ledger().find({.appointment = AppointmentId(1), .text = "decided"}); });
  REQUIRE(decisions.size() == 1);
  CHECK(decisions[0].code == "stopped");
  // What it grows into meanwhile is news.
  office.run_until("2026-05-14T20:00:00Z");
  CHECK(office.reminder(1).reason == Reason::too_late);
  CHECK(office
            .read<std::vector<LedgerRow>>(
                [](Unit& unit) { return unit.ledger().find({.appointment = AppointmentId(1), .text = "decided"}); })
            .size() == 2);
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

TEST_CASE("at the end of the process nothing more is begun, and what is under way gets its ending first") {
  Office office;
  office.import(
      {TestHouse::booked("a", "2026-05-14T14:00"), TestHouse::booked("b", "2026-05-14T14:30", "+12125550124")});
  office.gateway.hold();
  office.run_until("2026-05-13T18:00:30Z");
  REQUIRE(office.gateway.contacts().size() == 1);
  bool finished = false;
  office.dispatcher->finish([&] { finished = true; });
  office.run_until("2026-05-13T19:00:00Z");
  CHECK_FALSE(finished);
  CHECK(office.gateway.contacts().size() == 1);
  office.gateway.release();
  office.run_until("2026-05-13T19:00:01Z");
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
