// A house with a dispatcher and a gateway that works, for tests.
#pragma once

#include <memory>

#include "dispatch/dispatcher.h"
#include "gateway/fake_gateway.h"
#include "store/attempts.h"
#include "store/sqlite/test_house.h"

namespace courtesy {

/// The dispatcher begins with start(); what is to be there by then is written before.
struct DispatchHouse : TestHouse {
  static Result<Filled> fill(Unit&, const Rule&, const Account&, const Client&, const Appointment&) {
    return Filled{.text = "text", .subject = "subject", .flow = "flow", .flow_hash = "hash"};
  }

  /// Again: a new life of the dispatcher.
  void start(const DispatchSettings& with = {}) { start(with, *store, time); }
  void start(const DispatchSettings& with, Store& in, const Clock& by) {
    dispatcher.reset();
    dispatcher = std::make_unique<Dispatcher>(Dispatcher::Parts{.loop = time,
                                                                .clock = by,
                                                                .store = in,
                                                                .gateways = {&gateway, &gateway, &gateway},
                                                                .fill = fill,
                                                                .random = random,
                                                                .log = log},
                                              with);
    dispatcher->start();
  }
  void run_until(std::string_view instant) { time.run_until(parse_instant(instant).value()); }
  Attempt attempt(int id) {
    return read<Attempt>([&](Unit& unit) { return unit.attempts().get(AttemptId(id)); });
  }

  SeededRandom random{1};
  QuietLog log;
  FakeGateway gateway{time};
  std::unique_ptr<Dispatcher> dispatcher;
};

}  // namespace courtesy
