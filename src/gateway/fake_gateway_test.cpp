#include "gateway/fake_gateway.h"

#include <doctest/doctest.h>

#include "base/virtual_time.h"
#include "gateway/gateway_conformance.h"

using namespace courtesy;

namespace {

class FakeBench final : public GatewayBench {
 public:
  Gateway& gateway() override { return fake; }
  Intent intent() const override {
    return {.account = AccountId{7},
            .attempt = AttemptId{11},
            .channel = Channel::text,
            .recipient = "+15005550010",
            .sender = "+15005550006",
            .text = "Tomorrow at 9.",
            .token = Secret<std::string>("7.11.SECRETsecretSECRETsecret")};
  }
  void next(EndingKind kind) override {
    switch (kind) {
      case EndingKind::accepted: return fake.next(FakeGateway::Reply::accepted);
      case EndingKind::refused: return fake.next(FakeGateway::Reply::refused);
      case EndingKind::not_sent: return fake.next(FakeGateway::Reply::not_sent);
      case EndingKind::unknown: return fake.next(FakeGateway::Reply::answer_lost);
    }
  }
  void hold() override { fake.hold(); }
  void release() override { fake.release(); }
  std::size_t sends() const override { return fake.contacts().size(); }

  VirtualTime time{parse_instant("2026-05-11T09:00:00Z").value()};
  FakeGateway fake{time};
};

std::vector<Sighting> look(FakeBench& bench, const LookUp& question) {
  std::vector<Sighting> found;
  bench.fake.look_up(question, [&](Result<std::vector<Sighting>> result) { found = result.value(); });
  return found;
}

}  // namespace

TEST_CASE("the fake gateway keeps what every gateway must keep") {
  FakeBench bench;
  check_gateway(bench);
}

TEST_CASE("the fake gateway finds what was done though its answer was lost, and not what never came") {
  FakeBench bench;
  const LookUp question{.channel = Channel::text,
                        .recipient = "+15005550010",
                        .sender = "+15005550006",
                        .text = "Tomorrow at 9.",
                        .intended = bench.time.now()};
  bench.fake.next(FakeGateway::Reply::request_lost);
  bench.fake.send(bench.fake.prepare(bench.intent()).value(), [](Ending) {});
  CHECK(look(bench, question).empty());
  bench.fake.next(FakeGateway::Reply::answer_lost);
  bench.fake.send(bench.fake.prepare(bench.intent()).value(), [](Ending) {});
  REQUIRE(look(bench, question).size() == 1);
  CHECK(bench.fake.done_count() == 1);
  CHECK(bench.fake.contacts().back().token == "7.11.SECRETsecretSECRETsecret");
  LookUp other = question;
  other.text = "Another text";
  CHECK(look(bench, other).empty());
}
