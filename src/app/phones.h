// The phone network on a port, with its journal in a file.
#pragma once

#include <cstdint>
#include <fstream>
#include <memory>
#include <optional>
#include <string>

#include "base/virtual_time.h"
#include "net/client.h"
#include "net/loop.h"
#include "net/server.h"
#include "phonenet/api/time_control.h"
#include "phonenet/handset/door.h"
#include "phonenet/network.h"

namespace courtesy::app {

struct PhonesSettings {
  phonenet::Settings network;
  std::uint16_t port = 8'800;  ///< on 127.0.0.1; 0: any that is free
  std::string journal;         ///< a file that lines of JSON are added to, each of them flushed; empty: none
  /// Time begins there, and goes on only by `POST /_/advance`; empty: the loop's clock.
  std::optional<Instant> virtual_start = std::nullopt;
};

/// Reaches applications on this machine only.
class Phones {
 public:
  /// `loop` and `log` outlive it. Errors: a port that is taken, a journal that cannot be written.
  static Result<std::unique_ptr<Phones>> open(net::AsioLoop& loop, Log& log, PhonesSettings settings);

  phonenet::Network& network() { return *network_; }
  Instant now() const { return clock_->now(); }
  /// What an application takes for the API's base URL.
  std::string url() const { return server_->url(); }
  void stop(Task stopped) { server_->stop(std::move(stopped)); }

 private:
  Phones() = default;
  void make_network(net::AsioLoop& loop, PhonesSettings& settings);

  std::ofstream journal_;
  std::unique_ptr<VirtualTime> time_;  ///< only where time is virtual, as `counting_` and `control_`
  const Clock* clock_ = nullptr;
  std::unique_ptr<net::CurlClient> client_;
  std::unique_ptr<phonenet::CountingClient> counting_;
  std::unique_ptr<phonenet::Network> network_;
  std::unique_ptr<phonenet::TimeControl> control_;
  std::unique_ptr<phonenet::Door> door_;
  std::unique_ptr<net::Server> server_;
};

}  // namespace courtesy::app
