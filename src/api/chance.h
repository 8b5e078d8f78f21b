// Bytes of chance, drawn on the loop and handed into units as values.
#pragma once

#include <string>

#include "base/random.h"

namespace courtesy::api {

inline std::string raw_chance(Random& random, std::size_t bytes) {
  std::string raw;
  while (raw.size() < bytes) {
    std::uint64_t word = random.next();
    for (int i = 0; i < 8 && raw.size() < bytes; ++i, word >>= 8) raw.push_back(static_cast<char>(word & 0xff));
  }
  return raw;
}

}  // namespace courtesy::api
