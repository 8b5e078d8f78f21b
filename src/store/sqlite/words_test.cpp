#include <doctest/doctest.h>

#include "base/bytes.h"
#include "store/answers.h"
#include "store/attempts.h"
#include "store/ledger.h"
#include "store/recipients.h"
#include "store/sqlite/test_house.h"

using namespace courtesy;

namespace {

std::vector<ReminderRow> reminders(TestHouse& house, int appointment) {
  return house.read<std::vector<ReminderRow>>([&](Unit& unit) { return unit.queue().of(AppointmentId(appointment)); });
}
Appointment appointment(TestHouse& house, int id) {
  return house.read<Appointment>([&](Unit& unit) { return unit.appointments().get(AppointmentId(id)); });
}

}  // namespace

TEST_CASE("importing the same twice changes nothing") {
  TestHouse house;
  const auto first =
      house.import({TestHouse::booked("a", "2026-05-14T14:00"), TestHouse::booked("b", "2026-05-14T15:00")});
  CHECK(first.added == 2);
  CHECK(first.reminders == 2);
  const auto second =
      house.import({TestHouse::booked("a", "2026-05-14T14:00"), TestHouse::booked("b", "2026-05-14T15:00")});
  CHECK(second.unchanged == 2);
  CHECK(second.added + second.changed + second.reminders == 0);
  REQUIRE(reminders(house, 1).size() == 1);
  CHECK(to_string(reminders(house, 1)[0].send_at) == "2026-05-13T18:00:00Z");
}

TEST_CASE("a moved appointment withdraws its old reminders, and moving back brings the same one again") {
  TestHouse house;
  house.import({TestHouse::booked("a", "2026-05-14T14:00")});
  CHECK(house.import({TestHouse::booked("a", "2026-05-15T11:00")}).changed == 1);
  auto rows = reminders(house, 1);
  REQUIRE(rows.size() == 2);
  CHECK(rows[0].state == ReminderState::withdrawn);
  CHECK(rows[0].reason == Reason::appointment_moved);
  CHECK(rows[1].state == ReminderState::waiting);
  house.import({TestHouse::booked("a", "2026-05-14T14:00")});
  rows = reminders(house, 1);
  REQUIRE(rows.size() == 2);
  CHECK(rows[0].state == ReminderState::waiting);
  CHECK(rows[1].state == ReminderState::withdrawn);
}

TEST_CASE("an older copy of an event does not undo a newer one") {
  TestHouse house;
  auto newer = TestHouse::booked("a", "2026-05-15T11:00");
  newer.sequence = 2;
  house.import({newer});
  auto older = TestHouse::booked("a", "2026-05-14T14:00");
  older.sequence = 1;
  CHECK(house.import({older}).unchanged == 1);
  CHECK(to_string(appointment(house, 1).start.local) == "2026-05-15T11:00");
}

TEST_CASE("what vanished from the source is cancelled, and comes back when it is there again") {
  TestHouse house;
  house.import({TestHouse::booked("a", "2026-05-14T14:00"), TestHouse::booked("b", "2026-05-14T15:00")});
  ImportCounts counts;
  house.write([&](Unit& unit) -> Result<void> {
    const Appointment gone = TRY(unit.appointments().get(AppointmentId(1)));
    counts = TRY(cancel_bookings(unit, {&gone, 1}));
    return {};
  });
  CHECK(counts.cancelled == 1);
  CHECK(appointment(house, 1).state() == AppointmentState::cancelled);
  CHECK(reminders(house, 1)[0].reason == Reason::appointment_cancelled);
  CHECK(house.import({TestHouse::booked("a", "2026-05-14T14:00")}).changed == 1);
  CHECK(reminders(house, 1)[0].state == ReminderState::waiting);
}

TEST_CASE("an account's first import of a source plans nothing that was already due") {
  TestHouse house;
  house.write([&](Unit& unit) -> Result<void> {
    const std::vector bookings{
        TestHouse::booked("a", "2026-05-13T09:00")};  // its call was due today at 09:00, an hour ago
    TRY(take_bookings(unit, {.name = "clinic.ics", .attested = "x", .past = Past::left_out}, bookings));
    return {};
  });
  CHECK(reminders(house, 1)[0].state == ReminderState::dropped);
  CHECK(reminders(house, 1)[0].reason == Reason::due_before_saved);
  house.import({TestHouse::booked("b", "2026-05-13T09:00")});
  CHECK(reminders(house, 2)[0].state == ReminderState::waiting);
}

TEST_CASE("a unit that fails leaves nothing behind, and its neighbours in the commit stay") {
  TestHouse house;
  std::vector<CommitEnding> endings;
  const auto note = [&](WriteEnding ending) { endings.push_back(ending.commit); };
  house.store->write(
      AccountId(1), [](Unit& unit) { return unit.ledger().append({.kind = LedgerKind::error, .code = "kept"}); }, note);
  house.store->write(
      AccountId(1),
      [](Unit& unit) -> Result<void> {
        TRY(unit.ledger().append({.kind = LedgerKind::error, .code = "lost"}));
        return invalid("changed my mind");
      },
      note);
  house.time.run_until(house.time.now());
  REQUIRE(endings.size() == 2);
  CHECK(endings[0] == CommitEnding::committed);
  CHECK(endings[1] == CommitEnding::rolled_back);
  const auto rows = house.read<std::vector<LedgerRow>>([](Unit& unit) { return unit.ledger().find({.text = "kept"}); });
  CHECK(rows.size() == 1);
  CHECK(house.read<std::vector<LedgerRow>>([](Unit& unit) { return unit.ledger().find({.text = "lost"}); }).empty());
}

TEST_CASE("the units of a commit run once, and where one fails all run again: what stands is of one run alone") {
  TestHouse house;
  const auto runs_of = [&](bool fails) {
    int runs = 0;
    const auto noted = [&](Unit& unit) {
      ++runs;
      return unit.ledger().append({.kind = LedgerKind::error, .code = "noted"});
    };
    house.store->write(AccountId(1), noted, [](const WriteEnding&) {});
    house.store->write(
        AccountId(1), [fails](Unit&) { return fails ? Result<void>(invalid("changed my mind")) : Result<void>{}; },
        [fails](const WriteEnding& ending) { CHECK(ending.work.ok() != fails); });
    house.store->write(AccountId(1), noted, [](const WriteEnding&) {});
    house.time.run_until(house.time.now());
    return runs;
  };
  CHECK(runs_of(false) == 2);
  CHECK(runs_of(true) == 1 + 2);
  const auto rows =
      house.read<std::vector<LedgerRow>>([](Unit& unit) { return unit.ledger().find({.text = "noted"}); });
  CHECK(rows.size() == 4);
}

TEST_CASE("a unit that reads an appointment or a client again finds what it has written meanwhile") {
  TestHouse house;
  house.import({TestHouse::booked("a", "2026-05-14T09:00")});
  house.write([](Unit& unit) -> Result<void> {
    const Appointment before = TRY(unit.appointments().get(AppointmentId(1)));
    TRY(unit.appointments().set_answer(before.id, Answer::confirmed));
    CHECK(TRY(unit.appointments().get(before.id)).answer == Answer::confirmed);
    TRY(unit.appointments().set_presence(before.id, Presence::showed));
    CHECK(TRY(unit.appointments().get(before.id)).presence == Presence::showed);
    TRY(unit.appointments().set_told(before.id, Told::told));
    CHECK(TRY(unit.appointments().get(before.id)).told == Told::told);
    TRY(unit.appointments().forget_answers(before.id));
    CHECK(TRY(unit.appointments().get(before.id)).answer == Answer::none);
    Appointment moved = before;
    moved.summary = "Cleaning";
    TRY(unit.appointments().rebook(moved));
    CHECK(TRY(unit.appointments().get(before.id)).summary == "Cleaning");
    Client client = TRY(unit.clients().get(before.client));
    client.name = "Ben";
    TRY(unit.clients().change(client));
    CHECK(TRY(unit.clients().get(before.client)).name == "Ben");
    return {};
  });
}

TEST_CASE("an older life of the node cannot write") {
  TestHouse house;
  Unit other(*house.db, AccountId{}, house.time.now(), house.settings, {});
  const std::int64_t began = to_millis(house.time.now()) / 1000;
  CHECK(other.accounts().begin_epoch("test").value() == began + 1);
  CHECK(other.accounts().begin_epoch("another").value() == began);
  CHECK_THROWS_WITH(house.write([](Unit& unit) { return unit.accounts().set_stop("a", "b"); }),
                    doctest::Contains("another life"));
}

TEST_CASE("the ledger is append-only") {
  TestHouse house;
  house.write([](Unit& unit) { return unit.ledger().append({.kind = LedgerKind::error, .code = "first"}); });
  CHECK_FALSE(house.db->run("DELETE FROM ledger").ok());
  CHECK_FALSE(house.db->run("UPDATE ledger SET code = 'x'").ok());
}

TEST_CASE("an opt-out is kept as a keyed hash, and a consent is for one number") {
  TestHouse house;
  house.import({TestHouse::booked("a", "2026-05-14T14:00")});
  house.write([](Unit& unit) { return unit.clients().suppress("+12125550123", "pressed 9"); });
  CHECK(house.read<bool>([](Unit& unit) { return unit.clients().suppressed("+12125550123"); }));
  CHECK_FALSE(house.read<bool>([](Unit& unit) { return unit.clients().suppressed("+12125550124"); }));
  CHECK(house.db->run("SELECT 1 FROM suppression WHERE recipient LIKE '%5550123%'").value().empty());
  CHECK(house.read<bool>(
      [](Unit& unit) { return unit.clients().consented(ClientId(1), Channel::call, "+12125550123"); }));
  CHECK_FALSE(house.read<bool>(
      [](Unit& unit) { return unit.clients().consented(ClientId(1), Channel::call, "+12125550124"); }));
}

TEST_CASE(
    "a confirmed visit that is gone for one reading, and is back, stays confirmed; moved or another's, it is not") {
  const auto gone_and_back = [](const intake::Booked& back) {
    TestHouse house;
    house.import({TestHouse::booked("a", "2026-05-14T14:00")});
    house.write([](Unit& unit) { return set_answer(unit, AppointmentId(1), Answer::confirmed); });
    auto gone = TestHouse::booked("a", "2026-05-14T14:00");
    gone.booking = Booking::cancelled;
    house.import({gone});
    house.import({back});
    int waiting = 0;
    for (const auto& row :
         house.read<std::vector<ReminderRow>>([](Unit& unit) { return unit.queue().of(AppointmentId(1)); })) {
      if (row.state == ReminderState::waiting) ++waiting;
    }
    const auto now = house.read<Appointment>([](Unit& unit) { return unit.appointments().get(AppointmentId(1)); });
    CHECK(now.booking == Booking::booked);
    return std::pair(now.answer, waiting);
  };
  CHECK(gone_and_back(TestHouse::booked("a", "2026-05-14T14:00")) == std::pair(Answer::confirmed, 0));
  CHECK(gone_and_back(TestHouse::booked("a", "2026-05-14T15:00")) == std::pair(Answer::none, 1));
  CHECK(gone_and_back(TestHouse::booked("a", "2026-05-14T14:00", "+12125550124")) == std::pair(Answer::none, 1));
}

TEST_CASE("an address is one however it is spelled: for the client, for an opt-out, and for what was sent there") {
  TestHouse house;
  auto once = TestHouse::booked("a", "2026-05-14T14:00", "");
  once.email = "ana@mail.example";
  auto again = TestHouse::booked("b", "2026-05-15T14:00", "");
  again.email = "Ana@Mail.example";
  house.import({once, again});
  CHECK(appointment(house, 1).client == appointment(house, 2).client);
  const auto suppressed = [&](const std::string& address) {
    return house.read<bool>([&](Unit& unit) { return unit.clients().suppressed(address); });
  };
  house.write([](Unit& unit) { return unit.clients().suppress("ANA@mail.example", "the link in an email"); });
  CHECK(suppressed("ana@mail.example"));
  CHECK(suppressed("Ana@Mail.example"));
  CHECK_FALSE(suppressed("ben@mail.example"));
  house.write([](Unit& unit) { return unit.clients().unsuppress("Ana@mail.Example"); });
  CHECK_FALSE(suppressed("ana@mail.example"));
  REQUIRE(
      house.db
          ->run("INSERT INTO recipient_contact (recipient, at, account, attempt, client, start_local, start_instant,"
                " channel, due, state) VALUES ('ana@mail.example', $1, 1, 1, 1, '2026-05-14T14:00', 0, 'email', 0,"
                " 'ended')",
                {house.time.now()})
          .ok());
  CHECK(house.read<std::vector<PastContact>>([](Unit& unit) { return unit.recipients().contacts("ANA@mail.example"); })
            .size() == 1);
}

TEST_CASE("an opt-out that was kept under another spelling before addresses were folded still counts") {
  TestHouse house;
  const std::string kept = hex(hmac_sha256("test key", "Ana@Mail.example"));
  REQUIRE(
      house.db->run("INSERT INTO suppression (account, recipient, at, how) VALUES (1, $1, 0, 'a link')", {kept}).ok());
  CHECK(house.read<bool>([](Unit& unit) { return unit.clients().suppressed("Ana@Mail.example"); }));
}
