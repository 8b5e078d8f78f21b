#include "interlock/circuit.h"

#include <doctest/doctest.h>

using namespace courtesy;

namespace {

Ending fails(Trouble trouble = Trouble::passing) {
  Ending ending{};
  ending.kind = EndingKind::refused;
  ending.trouble = trouble;
  return ending;
}
Ending works() {
  Ending ending{};
  ending.kind = EndingKind::accepted;
  return ending;
}

Circuit opened_at(Uptime at) {
  Circuit circuit;
  for (int i = 0; i < 10; ++i) circuit.ended(fails(), at, "call");
  return circuit;
}

}  // namespace

TEST_CASE(
    "a circuit that goes on resting lets nothing pass until its time, and then one; its next rest is twice as long") {
  Circuit circuit;
  circuit.go_on({hours{1}, seconds{120}});
  CHECK(circuit.allows(5, hours{1} - seconds{1}) == 0);
  CHECK(circuit.allows(5, hours{1}) == 1);
  circuit.began(1);
  CHECK(circuit.ended(fails(), hours{1}, "call"));
  REQUIRE(circuit.rests());
  CHECK(circuit.rests()->until == hours{1} + seconds{240});
  CHECK(circuit.rests()->length == seconds{240});
}

TEST_CASE("ten errors in a row open the circuit; nine and a success do not") {
  Circuit circuit;
  for (int i = 0; i < 9; ++i) CHECK(!circuit.ended(fails(), hours{1}, "call"));
  CHECK(!circuit.ended(works(), hours{1}, "call"));
  for (int i = 0; i < 9; ++i) CHECK(!circuit.ended(fails(), hours{1}, "call"));
  const auto trip = circuit.ended(fails(), hours{1}, "call");
  REQUIRE(trip);
  CHECK(trip->rule == TripRule::provider_errors);
  CHECK(trip->value == 10);
  CHECK(trip->about == "call");
}

TEST_CASE("half of twenty attempts open it") {
  Circuit circuit;
  int trips = 0;
  for (int i = 0; i < 20; ++i) trips += circuit.ended(i % 2 == 0 ? fails() : works(), hours{1}, "text") ? 1 : 0;
  CHECK(trips == 1);
  CHECK(!circuit.closed());
  Circuit fewer;
  for (int i = 0; i < 40; ++i) CHECK(!fewer.ended(i % 20 < 9 ? fails() : works(), hours{1}, "text"));
}

TEST_CASE("what is wrong with a recipient says nothing about the route") {
  Circuit circuit;
  for (int i = 0; i < 50; ++i) CHECK(!circuit.ended(fails(Trouble::recipient), hours{1}, "call"));
  CHECK(circuit.closed());
}

TEST_CASE("an open circuit lets nothing through for a minute, then one, whose ending decides") {
  Circuit circuit = opened_at(hours{1});
  CHECK(circuit.allows(20, hours{1}) == 0);
  CHECK(circuit.allows(20, hours{1} + seconds{59}) == 0);
  CHECK(circuit.allows(20, hours{1} + seconds{60}) == 1);
  circuit.began(1);
  CHECK(circuit.allows(20, hours{1} + seconds{61}) == 0);
  CHECK(!circuit.ended(works(), hours{1} + seconds{62}, "call"));
  CHECK(circuit.closed());
  CHECK(circuit.allows(20, hours{1} + seconds{62}) == 20);
}

TEST_CASE("each time that the one fails too, the rest is twice as long, half an hour at most") {
  Uptime now = hours{1};
  Circuit circuit = opened_at(now);
  for (const int rest : {60, 120, 240, 480, 960, 1800, 1800}) {
    CHECK(circuit.allows(1, now + seconds{rest - 1}) == 0);
    now += seconds{rest};
    CHECK(circuit.allows(5, now) == 1);
    circuit.began(1);
    CHECK(circuit.ended(fails(), now, "call"));
  }
}

TEST_CASE("a send that began before the circuit opened does not close it") {
  Circuit circuit = opened_at(hours{1});
  CHECK(!circuit.ended(works(), hours{1} + seconds{1}, "call"));
  CHECK(!circuit.closed());
}
