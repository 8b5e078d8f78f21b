// What every gateway must keep, as one suite for the fake and the real ones. Included by tests alone.
#pragma once

#include <doctest/doctest.h>

#include <optional>
#include <string>
#include <vector>

#include "gateway/gateway.h"

namespace courtesy {

/// A gateway with a scripted peer behind it.
class GatewayBench {
 public:
  virtual ~GatewayBench() = default;
  virtual Gateway& gateway() = 0;
  /// One that the gateway can carry, with a token of `7.11.SECRETsecretSECRETsecret`.
  virtual Intent intent() const = 0;
  /// How the peer takes the next send.
  virtual void next(EndingKind kind) = 0;
  /// Its answers wait until release().
  virtual void hold() = 0;
  virtual void release() = 0;
  /// How many sends have reached the peer or tried to.
  virtual std::size_t sends() const = 0;
};

namespace conformance {

inline std::string bytes_of(const Prepared& prepared) {
  if (const auto* request = std::get_if<http::Request>(&prepared.what)) {
    std::string text = request->method + " " + request->url + "\n";
    for (const auto& [name, value] : request->headers) text += name + ": " + value + "\n";
    return text + "\n" + request->body;
  }
  const auto& message = std::get<mail::Message>(prepared.what);
  std::string text = message.from_name + message.from + message.to + message.subject + message.message_id;
  for (const auto& [name, value] : message.headers) text += name + ": " + value + "\n";
  return text + "\n" + message.text;
}

inline void each_ending(GatewayBench& bench) {
  const auto kinds = {EndingKind::accepted, EndingKind::refused, EndingKind::not_sent, EndingKind::unknown};
  for (const EndingKind kind : kinds) {
    CAPTURE(to_string(kind));
    const std::size_t before = bench.sends();
    bench.next(kind);
    std::vector<Ending> endings;
    bench.gateway().send(bench.gateway().prepare(bench.intent()).value(),
                         [&](Ending ending) { endings.push_back(std::move(ending)); });
    REQUIRE(endings.size() == 1);
    CHECK(endings[0].kind == kind);
    CHECK(bench.sends() == before + 1);  // no retry, whatever came
    CHECK(endings[0].provider_id.empty() == (kind != EndingKind::accepted));
    CHECK(endings[0].code.empty() == (kind == EndingKind::accepted));
    CHECK(endings[0].detail.find(bench.intent().recipient) == std::string::npos);
    CHECK_FALSE(endings[0].opted_out);
  }
}

inline void later(GatewayBench& bench) {
  bench.hold();
  bench.next(EndingKind::accepted);
  std::optional<Ending> ending;
  bench.gateway().send(bench.gateway().prepare(bench.intent()).value(), [&](Ending came) { ending = came; });
  CHECK_FALSE(ending);
  bench.release();
  REQUIRE(ending);
  CHECK(ending->kind == EndingKind::accepted);
}

inline void preparing(GatewayBench& bench) {
  const std::size_t before = bench.sends();
  const Prepared first = bench.gateway().prepare(bench.intent()).value();
  const Prepared second = bench.gateway().prepare(bench.intent()).value();
  CHECK(bytes_of(first) == bytes_of(second));
  CHECK(first.attempt == bench.intent().attempt);
  CHECK(first.account == bench.intent().account);
  CHECK(first.channel == bench.intent().channel);
  CHECK(bench.sends() == before);
}

inline void refusals(GatewayBench& bench) {
  const auto refused = [&](auto change) {
    Intent intent = bench.intent();
    change(intent);
    const auto prepared = bench.gateway().prepare(intent);
    if (prepared.ok()) return false;
    CHECK(prepared.error().code == ErrorCode::invalid);
    CHECK(prepared.error().message.find(bench.intent().recipient) == std::string::npos);
    return true;
  };
  CHECK(refused([](Intent& intent) { intent.recipient.clear(); }));
  CHECK(refused([](Intent& intent) { intent.sender.clear(); }));
  CHECK(refused([](Intent& intent) { intent.recipient += "\r\nBcc: everybody@example.com"; }));
  CHECK(refused([](Intent& intent) { intent.sender += "\nX: y"; }));
  if (bench.intent().channel != Channel::call) CHECK(refused([](Intent& intent) { intent.text.clear(); }));
}

}  // namespace conformance

/// Call it in one test case; `bench` is used for all of it.
inline void check_gateway(GatewayBench& bench) {
  conformance::preparing(bench);
  conformance::refusals(bench);
  conformance::each_ending(bench);
  conformance::later(bench);
}

}  // namespace courtesy
