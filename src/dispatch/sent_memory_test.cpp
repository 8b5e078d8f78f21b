// The day on which the store has forgotten what was sent: nobody is contacted again by it, and it is on record.
#include "dispatch/sent_memory.h"

#include <doctest/doctest.h>

#include "dispatch/test_dispatch.h"
#include "store/ledger.h"

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
  house.dispatcher->store_went_back();
  house.run_until("2026-05-13T18:05:00Z");
  CHECK(house.evidence() == 1);
  house.dispatcher.reset();
}

TEST_CASE("the memory keeps the newest, and gives them up by account") {
  SentMemory memory;
  for (std::size_t i = 0; i < SentMemory::most + 5; ++i)
    memory.add({.account = AccountId(1 + static_cast<std::int64_t>(i % 2)),
                .attempt = AttemptId(static_cast<std::int64_t>(i)),
                .secret = {},
                .reminder = {},
                .client = {},
                .at = {}});
  const auto all = memory.take();
  REQUIRE(all.size() == 2);
  CHECK(all.at(AccountId(1)).size() + all.at(AccountId(2)).size() == SentMemory::most);
  CHECK(all.at(AccountId(2)).front().attempt == AttemptId(5));
  CHECK(memory.take().empty());
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
