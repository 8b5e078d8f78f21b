// Chance from one seeded source.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace courtesy {

/// A seam: real randomness in production (app), SeededRandom in simulation and tests.
class Random {
 public:
  virtual ~Random() = default;
  virtual std::uint64_t next() = 0;

  /// 0 <= result < bound; bound > 0. Unbiased enough for personas and jitter (multiply-shift).
  std::uint64_t below(std::uint64_t bound);
  /// 0 <= result < 1, in steps of 2^-53.
  double unit();
  bool chance(double probability) { return unit() < probability; }
  /// A standard normal variate (Box-Muller, one of the pair).
  double normal();
  /// `bytes` random bytes as base64url without padding: 16 bytes are 22 characters.
  std::string token(std::size_t bytes);
};

/// xoshiro256** seeded by splitmix64 (Blackman and Vigna). The same seed gives the same run, to the byte.
class SeededRandom final : public Random {
 public:
  explicit SeededRandom(std::uint64_t seed);
  std::uint64_t next() override;
  /// An independent stream for a named part, so that parts do not disturb each other's draws.
  SeededRandom fork(std::string_view name);

 private:
  std::uint64_t state_[4];
};

}  // namespace courtesy
