#include "net/real_random.h"

#include <doctest/doctest.h>

#include <set>

using courtesy::net::SystemRandom;

TEST_CASE("no two draws, no two tokens and no two sources are alike, and all bits are drawn") {
  SystemRandom first;
  SystemRandom second;
  std::set<std::uint64_t> seen;
  std::uint64_t ones = 0;
  std::uint64_t zeros = 0;
  for (int i = 0; i < 200; ++i) {
    for (SystemRandom* random : {&first, &second}) {
      const std::uint64_t drawn = random->next();
      seen.insert(drawn);
      ones |= drawn;
      zeros |= ~drawn;
    }
  }
  CHECK(seen.size() == 400);
  CHECK(ones == ~std::uint64_t{0});
  CHECK(zeros == ~std::uint64_t{0});
  CHECK(first.token(16) != second.token(16));
  CHECK(first.token(16).size() == 22);
}
