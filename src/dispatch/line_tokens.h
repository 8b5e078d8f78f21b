// How fast a channel's contacts may leave: a token bucket of at most one second's worth, and never less than one token.
#pragma once

#include <algorithm>

#include "base/clock.h"
#include "base/instant.h"

namespace courtesy {

class LineTokens {
 public:
  LineTokens(double per_second, Uptime now)
      : per_second_(per_second), most_(std::max(1.0, per_second)), tokens_(most_), at_(now) {}

  int available(Uptime now) {
    tokens_ = std::min(most_, tokens_ + std::chrono::duration<double>(now - at_).count() * per_second_);
    at_ = now;
    return static_cast<int>(tokens_);
  }
  void take(int tokens) { tokens_ -= tokens; }
  void give_back(int tokens) { tokens_ += tokens; }
  /// Between two contacts at this pace.
  milliseconds gap() const { return milliseconds{static_cast<std::int64_t>(1000 / per_second_)}; }

 private:
  double per_second_;
  double most_;
  double tokens_;
  Uptime at_;
};

}  // namespace courtesy
