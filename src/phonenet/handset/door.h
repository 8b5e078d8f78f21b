// The network's own door: the handset's page at `/`, what is new as server-sent events, and everything else to the
// network. It stands in real time, whatever the network's clock does.
#pragma once

#include <list>
#include <memory>

#include "base/clock.h"
#include "base/loop.h"
#include "http/files.h"
#include "http/seam.h"
#include "phonenet/pulse.h"

namespace courtesy::phonenet {

/// What is not the API's answers to this machine's own names only (421), and changes nothing for another page (403).
class Door final : public http::Handler {
 public:
  /// All outlive it. `inside` is the network, or whoever controls its time.
  Door(Loop& loop, const Clock& clock, Pulse& pulse, http::Handler& inside, http::Files files);
  ~Door() override;

  void handle(http::Request request, http::Respond respond) override;
  std::size_t waiting() const { return waiting_.size(); }

  static constexpr milliseconds patience{20'000};
  static constexpr std::size_t most_waiting = 64;

 private:
  struct Waiter {
    std::uint64_t after;
    http::Respond respond;
    std::unique_ptr<Timer> patience;
  };

  void guarded(http::Request request, http::Respond respond);
  /// `GET /_/events`: answered once something is newer than `Last-Event-ID` or `after`, with its number; or after
  /// `patience`, without one.
  void wait(const http::Request& request, http::Respond respond);
  void beat();
  void tell();

  Loop& loop_;
  const Clock& clock_;
  Pulse& pulse_;
  http::Handler& inside_;
  http::Files files_;
  std::list<Waiter> waiting_;
  bool told_soon_ = false;
  std::shared_ptr<int> alive_ = std::make_shared<int>(0);
};

}  // namespace courtesy::phonenet
