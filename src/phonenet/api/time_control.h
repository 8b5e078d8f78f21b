// Virtual time that a test moves: it goes on only when told, and stands still while an application is being asked.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "base/virtual_time.h"
#include "http/seam.h"

namespace courtesy::phonenet {

/// Counts what is under way: the client of a network whose time stands still until it has its answer.
class CountingClient final : public http::Client {
 public:
  explicit CountingClient(http::Client& outside) : outside_(outside) {}

  void send(http::Request request, http::Limits limits, UniqueFunction<void(http::Exchange)> done) override;

  std::size_t under_way() const { return under_way_; }
  /// Called after each answer has been taken.
  void on_answer(Task task) { answered_ = std::move(task); }

 private:
  http::Client& outside_;
  std::size_t under_way_ = 0;
  Task answered_;
  std::shared_ptr<int> alive_ = std::make_shared<int>(0);
};

/// In front of a network that was made with `time` as its clock and its loop, and `client` as its client. Whatever a
/// request asks for happens at once; what is due later happens within
///
///     POST /_/advance   Seconds=90.5 (0 to 31 days)   Until=idle (optional)
///
/// which is answered when that time has passed and nothing is under way: {"now":"…","events":12}. With `Until=idle`
/// time stops at the last thing that was due. Only one at a time: another is answered 409.
class TimeControl final : public http::Handler {
 public:
  TimeControl(VirtualTime& time, CountingClient& client, http::Handler& network);

  void handle(http::Request request, http::Respond respond) override;

 private:
  struct Advance {
    Instant until;
    bool until_idle = false;
    std::int64_t events = 0;
    http::Respond respond;
  };
  void begin(const http::Request& request, http::Respond respond);
  void go_on();
  void finish();
  /// Whatever is due now.
  void settle();

  VirtualTime& time_;
  CountingClient& client_;
  http::Handler& network_;
  std::optional<Advance> advance_;
};

}  // namespace courtesy::phonenet
