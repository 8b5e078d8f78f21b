// Chance from the operating system: for tokens, codes and whatever must not be guessed.
#pragma once

#include <array>
#include <cstddef>

#include "base/random.h"
#include "base/result.h"

namespace courtesy::net {

/// getrandom(2). Not thread-safe: each thread has its own. Stops the process when the system gives none, since
/// there is nothing safe to go on with.
class SystemRandom final : public Random {
 public:
  std::uint64_t next() override;

 private:
  std::array<std::uint64_t, 32> drawn_{};  // a system call for each 256 bytes
  std::size_t left_ = 0;
};

}  // namespace courtesy::net
