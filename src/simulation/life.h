// One life of a node: a process from its start to its crash, with everything that dies with it.
#pragma once

#include <memory>
#include <string>

#include "node/node.h"
#include "simulation/sim_store.h"
#include "simulation/wire.h"

namespace courtesy::simulation {

/// Its client for HTTP and its client for email end at the wire.
class LifeHttp final : public http::Client {
 public:
  LifeHttp(Wire& wire, const std::weak_ptr<Life>& life) : wire_(wire), life_(life) {}
  void send(http::Request request, http::Limits limits, UniqueFunction<void(http::Exchange)> done) override {
    wire_.request(life_, std::move(request), limits, std::move(done));
  }

 private:
  Wire& wire_;
  const std::weak_ptr<Life>& life_;
};

class LifeMail final : public mail::Client {
 public:
  LifeMail(Wire& wire, const std::weak_ptr<Life>& life) : wire_(wire), life_(life) {}
  void send(mail::Message message, milliseconds total, UniqueFunction<void(mail::Outcome)> done) override {
    wire_.email(life_, std::move(message), total, std::move(done));
  }

 private:
  Wire& wire_;
  const std::weak_ptr<Life>& life_;
};

struct Life {
  Life(VirtualTime& time, const milliseconds& offset, Wire& wire, SeededRandom chance)
      : loop(time, offset), random(chance), http(wire, self), mail(wire, self) {}

  NodeLoop loop;
  SeededRandom random;
  std::weak_ptr<Life> self;
  LifeHttp http;
  LifeMail mail;
  QuietLog log;
  std::unique_ptr<StoreWitness> witness;
  std::unique_ptr<SimStore> store;
  std::unique_ptr<Node> node;
  bool replaced = false;  ///< another life has its name
};

}  // namespace courtesy::simulation
