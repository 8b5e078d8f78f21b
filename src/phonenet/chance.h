// Streams of chance that do not disturb each other: one for each call, text, person and webhook.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <string_view>

#include "base/instant.h"
#include "base/random.h"

namespace courtesy::phonenet {

/// The stream of the thing called `what` (a sid, a number): the same whatever else happens.
inline SeededRandom stream(std::uint64_t seed, std::string_view what) {
  std::uint64_t mixed = seed ^ 0xcbf29ce484222325ULL;
  for (const char c : what) mixed = (mixed ^ static_cast<unsigned char>(c)) * 0x100000001b3ULL;
  return SeededRandom(mixed);
}

/// A length of time that differs from one time to the next; both ends may be drawn. With a sigma it is log-normal
/// around its median, cut to the ends; else each length between them is as likely.
struct Span {
  milliseconds least;
  milliseconds most;
  milliseconds median{0};
  double sigma = 0;

  milliseconds draw(Random& random) const {
    if (sigma > 0) {
      const double drawn = static_cast<double>(median.count()) * std::exp(sigma * random.normal());
      return std::clamp(milliseconds{std::llround(std::min(drawn, 1e9))}, least, most);
    }
    const auto width = most > least ? (most - least).count() : 0;
    return least + milliseconds{random.below(static_cast<std::uint64_t>(width) + 1)};
  }
};

}  // namespace courtesy::phonenet
