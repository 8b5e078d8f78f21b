#include "net/real_random.h"

#include <sys/random.h>

#include <utility>

namespace courtesy::net {

std::uint64_t SystemRandom::next() {
  if (left_ == 0) {
    // Up to 256 bytes come whole and are not interrupted by signals (getrandom(2)).
    INVARIANT(::getrandom(drawn_.data(), sizeof drawn_, 0) == static_cast<ssize_t>(sizeof drawn_));
    left_ = drawn_.size();
  }
  return std::exchange(drawn_[--left_], 0);
}

}  // namespace courtesy::net
