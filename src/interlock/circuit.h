// T5: a route to a provider that fails rests for a while, so that not every reminder meets the same wall.
#pragma once

#include <deque>
#include <optional>

#include "base/instant.h"
#include "interlock/trip.h"
#include "queue/attempt.h"

namespace courtesy {

/// One route's. Closed: everything passes. Open: nothing, for a minute at first and twice as long each time, half an
/// hour at most. Then half open: one real due reminder goes out, and its ending decides. Nothing is made up to try it.
class Circuit {
 public:
  /// How many sends may begin now, of `wanted`.
  int allows(int wanted, Uptime now);
  /// So many began. A half-open circuit waits for the ending of its one.
  void began(int sends);
  /// A send ended. What is wrong with one recipient says nothing about the route. A trip when this opened it.
  std::optional<Trip> ended(const Ending& ending, Uptime now, std::string_view route);
  bool closed() const { return !open_until_; }

  /// How it rests, to be kept: until when, and how long a rest is by now. None while it is closed.
  struct Rest {
    Uptime until;
    seconds length;
  };
  std::optional<Rest> rests() const { return open_until_ ? std::optional(Rest{*open_until_, rest_}) : std::nullopt; }
  /// As it was kept: open until then, and one that is due after it decides.
  void go_on(const Rest& rest);

 private:
  std::optional<Trip> open(std::int64_t value, std::int64_t limit, Uptime now, std::string_view route);

  std::deque<bool> recent_;  // true: an error
  int in_a_row_ = 0;
  std::optional<Uptime> open_until_;
  seconds rest_{60};
  bool trying_ = false;  // the one of a half-open circuit is under way
};

}  // namespace courtesy
