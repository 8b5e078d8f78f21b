// What a process leaves when it ends or dies, and what the next one does about it.
#include <doctest/doctest.h>

#include "dispatch/test_office.h"

using namespace courtesy;

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
