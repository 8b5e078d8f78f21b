// An http::Client whose servers are handlers in the same process: for tests and simulation.
#pragma once

#include <map>
#include <memory>
#include <string>

#include "base/clock.h"
#include "base/loop.h"
#include "http/seam.h"

namespace courtesy::phonenet {

/// Each request reaches its handler `latency` later, each answer comes back `latency` after it was given. No handler at
/// an origin: NothingLeft. An answer with status `no_answer_status`, a dropped one, or none within the limit: Broken.
class MemoryClient final : public http::Client {
 public:
  MemoryClient(Loop& loop, const Clock& clock, milliseconds latency = milliseconds{1})
      : loop_(loop), clock_(clock), latency_(latency) {}

  /// `origin` is `http://app:8800`, as it begins the URLs. The handler outlives the client; null takes it away.
  void connect(std::string origin, http::Handler* handler);

  void send(http::Request request, http::Limits limits, UniqueFunction<void(http::Exchange)> done) override;

 private:
  struct Sending;
  /// The origin of `url`, which becomes path and query; empty for what is none.
  std::string origin_of(std::string& url) const;
  void give_up_at(Uptime latest, const std::shared_ptr<Sending>& sending);
  static void finish(const std::shared_ptr<Sending>& sending, http::Exchange exchange);

  Loop& loop_;
  const Clock& clock_;
  milliseconds latency_;
  std::map<std::string, http::Handler*, std::less<>> handlers_;
  std::shared_ptr<int> alive_ = std::make_shared<int>(0);
};

}  // namespace courtesy::phonenet
