// A gateway that counts: what leaves through it, and how that ends. For the metrics.
#pragma once

#include <array>

#include "gateway/gateway.h"

namespace courtesy {

struct SendCounts {
  int in_flight = 0;
  std::array<std::int64_t, 4> ended{};  ///< by EndingKind
};

class CountingGateway final : public Gateway {
 public:
  /// Both outlive it, and every callback.
  CountingGateway(Gateway& inner, SendCounts& counts) : inner_(inner), counts_(counts) {}

  Result<Prepared> prepare(const Intent& intent) const override { return inner_.prepare(intent); }
  void send(Prepared prepared, UniqueFunction<void(Ending)> done) override {
    ++counts_.in_flight;
    inner_.send(std::move(prepared), [&counts = counts_, done = std::move(done)](Ending ending) mutable {
      --counts.in_flight;
      ++counts.ended[static_cast<std::size_t>(ending.kind)];
      done(std::move(ending));
    });
  }
  void look_up(LookUp question, UniqueFunction<void(Result<std::vector<Sighting>>)> done) override {
    inner_.look_up(std::move(question), std::move(done));
  }
  void redirect(std::string provider_id, std::string url, UniqueFunction<void(Ending)> done) override {
    inner_.redirect(std::move(provider_id), std::move(url), std::move(done));
  }
  void call_off(std::string provider_id, UniqueFunction<void(Ending)> done) override {
    inner_.call_off(std::move(provider_id), std::move(done));
  }

 private:
  Gateway& inner_;
  SendCounts& counts_;
};

}  // namespace courtesy
