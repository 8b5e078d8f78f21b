// The day on which the store has forgotten what was sent: nobody is contacted again by it, and it is on record.
#include "dispatch/sent_memory.h"

#include <doctest/doctest.h>

#include "dispatch/test_dispatch.h"
#include "store/ledger.h"
#include "store/ledger_prune.h"
#include "store/recipients.h"

using namespace courtesy;

namespace {

struct Forgetful : DispatchHouse {
  Forgetful() {
    import({booked("a", "2026-05-14T14:00")});
    start();
    run_until("2026-05-13T18:00:10Z");
    REQUIRE(gateway.contacts().size() == 1);
  }
  /// As in a copy from before the send.
  void forget() {
    for (const char* table : {"attempt", "recipient_contact"}) db->run(std::string("DELETE FROM ") + table).value();
    db->run("UPDATE reminder SET state = 'waiting', attempts = 0, reason = 'none'").value();
    db->run("UPDATE account SET next_due = (SELECT MIN(look_at) FROM reminder), next_look = NULL WHERE account = 1")
        .value();
  }
  ReminderRow reminder() {
    return read<std::vector<ReminderRow>>([](Unit& unit) { return unit.queue().of(AppointmentId(1)); }).at(0);
  }
  int evidence() {
    int found = 0;
    const auto rows = read<std::vector<LedgerRow>>([](Unit& unit) { return unit.ledger().after(0, 1000); });
    for (const auto& row : rows) found += row.kind == "error" && row.code == "record_lost" ? 1 : 0;
    return found;
  }
};

}  // namespace

TEST_CASE("what was sent and is not known any more is put on record, and held instead of sent again") {
  Forgetful house;
  house.forget();
  house.dispatcher->store_went_back();
  house.run_until("2026-05-13T18:05:00Z");
  CHECK(house.gateway.contacts().size() == 1);
  CHECK(house.evidence() == 1);
  CHECK(house.reminder().state == ReminderState::held);
  CHECK(house.reminder().reason == Reason::record_lost);
  house.dispatcher->store_went_back();
  house.run_until("2026-05-13T18:06:00Z");
  CHECK(house.evidence() == 1);  // once
  house.dispatcher.reset();
}

TEST_CASE("the store can go back again, to before what was put on record the first time") {
  Forgetful house;
  house.forget();
  house.dispatcher->store_went_back();
  house.run_until("2026-05-13T18:05:00Z");
  CHECK(house.reminder().state == ReminderState::held);
  house.forget();
  house.db->run("UPDATE reminder SET look_at = due, held_at = NULL").value();
  house.db->run("UPDATE account SET next_due = (SELECT MIN(look_at) FROM reminder) WHERE account = 1").value();
  house.dispatcher->store_went_back();
  house.run_until("2026-05-13T18:10:00Z");
  CHECK(house.gateway.contacts().size() == 1);
  CHECK(house.reminder().state == ReminderState::held);
  house.dispatcher.reset();
}

TEST_CASE("a booking that is lost with its reminder and comes again is told nobody twice") {
  Forgetful house;
  house.forget();
  for (const char* table : {"reminder", "appointment"}) house.db->run(std::string("DELETE FROM ") + table).value();
  house.dispatcher->store_went_back();
  house.run_until("2026-05-13T18:05:00Z");
  CHECK(house.evidence() == 1);
  house.import({TestHouse::booked("a", "2026-05-14T14:00")});
  house.dispatcher->nudge();
  house.run_until("2026-05-13T19:00:00Z");
  CHECK(house.gateway.contacts().size() == 1);
  CHECK(house.reminder().reason == Reason::already_told);
  house.dispatcher.reset();
}

TEST_CASE("what is lost counts against the caps, and its number is erased in time") {
  Forgetful house;
  const auto counted = [&] {
    return house.read<std::vector<PastContact>>([](Unit& unit) { return unit.recipients().contacts("+12125550123"); })
        .size();
  };
  house.forget();
  CHECK(counted() == 0);
  house.dispatcher->store_went_back();
  house.run_until("2026-05-13T18:05:00Z");
  CHECK(counted() == 1);
  house.dispatcher.reset();
  house.time.run_until(house.time.now() + hours{24 * 91});
  for (int erased = 1; erased > 0;) {
    house.write([&](Unit& unit) -> Result<void> {
      erased = TRY(prune_ledger(unit, {}));
      return {};
    });
  }
  CHECK(house.db->run("SELECT 1 FROM recipient_contact").value().empty());
}

TEST_CASE("the answer for an attempt that is lost is none of the one that has its number now") {
  DispatchHouse house;
  house.import({TestHouse::booked("a", "2026-05-14T14:00")});
  house.gateway.hold();
  house.start();
  house.run_until("2026-05-13T18:00:02Z");
  REQUIRE(house.gateway.contacts().size() == 1);
  house.db->run("UPDATE attempt SET secret = 'of another'").value();
  house.gateway.release();
  house.run_until("2026-05-13T18:00:04Z");
  CHECK(house.attempt(1).state == AttemptState::intended);
  CHECK(house.attempt(1).provider_id.empty());
  house.dispatcher.reset();
}

TEST_CASE("without that memory it would have gone out again") {
  Forgetful house;
  house.forget();
  house.dispatcher->nudge();
  house.run_until("2026-05-13T18:05:00Z");
  CHECK(house.gateway.contacts().size() == 2);
  house.dispatcher.reset();
}

TEST_CASE("what the store still knows is no loss") {
  Forgetful house;
  const auto before = house.reminder().state;
  house.dispatcher->store_went_back();
  house.run_until("2026-05-13T18:05:00Z");
  CHECK(house.evidence() == 0);
  CHECK(house.reminder().state == before);
  house.dispatcher.reset();
}

TEST_CASE("an attempt that has a lost one's number is another one") {
  Forgetful house;
  house.db->run("UPDATE attempt SET secret = 'of another'").value();
  house.db->run("DELETE FROM recipient_contact").value();
  house.dispatcher->store_went_back();
  house.run_until("2026-05-13T18:05:00Z");
  CHECK(house.evidence() == 1);
  house.dispatcher.reset();
}

TEST_CASE("the memory keeps the newest, by account") {
  SentMemory memory;
  for (std::size_t i = 0; i < SentMemory::most + 5; ++i)
    memory.add({.account = AccountId(1 + static_cast<std::int64_t>(i % 2)),
                .attempt = AttemptId(static_cast<std::int64_t>(i)),
                .secret = {},
                .reminder = {},
                .client = {},
                .at = {}});
  const auto all = memory.by_account();
  REQUIRE(all.size() == 2);
  CHECK(all.at(AccountId(1)).size() + all.at(AccountId(2)).size() == SentMemory::most);
  CHECK(all.at(AccountId(2)).front().attempt == AttemptId(5));
}

TEST_CASE("on another server nothing leaves until the other nodes have had the time to say what they know") {
  DispatchHouse house;
  house.import({TestHouse::booked("a", "2026-05-14T14:00")});
  house.start();
  house.run_until("2026-05-13T17:59:55Z");
  house.dispatcher->wait_for_others();
  house.run_until("2026-05-13T18:00:39Z");
  CHECK(house.gateway.contacts().empty());
  house.run_until("2026-05-13T18:00:41Z");
  CHECK(house.gateway.contacts().size() == 1);
  house.dispatcher.reset();
}

TEST_CASE("a hint of another node is followed within a quarter of a second; without one within half a minute") {
  DispatchHouse house;
  house.start();
  house.run_until("2026-05-12T15:00:00Z");
  // As another node does it: nobody here is told.
  house.import({TestHouse::booked("a", "2026-05-14T14:00")});
  house.db->run("UPDATE reminder SET look_at = 0").value();
  house.db->run("UPDATE account SET next_due = 0 WHERE account = 1").value();
  const auto looked = [&] {
    return house.read<std::vector<ReminderRow>>([](Unit& unit) { return unit.queue().of(AppointmentId(1)); })
        .at(0)
        .look_at;
  };
  const Instant before = looked();
  house.dispatcher->hint();
  house.run_until("2026-05-12T15:00:00.300Z");
  CHECK(looked() != before);
  house.dispatcher.reset();
}
