#include "outcome/effect.h"

#include <doctest/doctest.h>

using namespace courtesy;
using doctest::Approx;

TEST_CASE("a share's interval is Wilson's") {
  // Newcombe 1998 (Statistics in Medicine 17, 857-872), table I, method 3.
  const Estimate many = wilson(81, 263);
  CHECK(many.value == Approx(0.3080).epsilon(0.0005));
  CHECK(many.low == Approx(0.2553).epsilon(0.0005));
  CHECK(many.high == Approx(0.3662).epsilon(0.0005));
  const Estimate none = wilson(0, 20);
  CHECK(none.low == 0.0);
  CHECK(none.high == Approx(0.1611).epsilon(0.0005));
  const Estimate all = wilson(20, 20);
  CHECK(all.low == Approx(0.8389).epsilon(0.0005));
  CHECK(all.high == 1.0);
}

TEST_CASE("of no visits nothing is known") {
  const Estimate nothing = wilson(0, 0);
  CHECK(nothing.low == 0.0);
  CHECK(nothing.high == 1.0);
}

TEST_CASE("a difference's interval is Newcombe's") {
  // Newcombe 1998 (Statistics in Medicine 17, 873-890), table II, method 10: a, c, d.
  const Estimate a = newcombe(wilson(56, 70), wilson(48, 80));
  CHECK(a.value == Approx(0.2).epsilon(0.0001));
  CHECK(a.low == Approx(0.0524).epsilon(0.001));
  CHECK(a.high == Approx(0.3339).epsilon(0.001));
  const Estimate c = newcombe(wilson(6, 7), wilson(2, 7));
  CHECK(c.low == Approx(0.0582).epsilon(0.001));
  CHECK(c.high == Approx(0.8062).epsilon(0.001));
  const Estimate d = newcombe(wilson(5, 56), wilson(0, 29));
  CHECK(d.low == Approx(-0.0381).epsilon(0.002));
  CHECK(d.high == Approx(0.1926).epsilon(0.001));
}

TEST_CASE("a share lies within its interval, and the interval within 0 and 1, for every count up to 60") {
  for (std::int64_t among = 1; among <= 60; ++among) {
    for (std::int64_t events = 0; events <= among; ++events) {
      const Estimate one = wilson(events, among);
      CHECK(0 <= one.low);
      CHECK(one.low <= one.value);
      CHECK(one.value <= one.high);
      CHECK(one.high <= 1);
      const Estimate other = wilson(among - events, among);
      CHECK(one.low == Approx(1 - other.high));
    }
  }
}

TEST_CASE("below thirty visits on either side nothing is said of an effect") {
  CHECK_FALSE(effect_of({29, 2}, {400, 80}));
  CHECK_FALSE(effect_of({400, 20}, {29, 9}));
  CHECK(effect_of({30, 2}, {30, 6}));
}

TEST_CASE("the effect is how much lower the no-show rate of the reached is") {
  const auto effect = effect_of({200, 10}, {100, 20});
  REQUIRE(effect);
  CHECK(effect->reached.value == Approx(0.05));
  CHECK(effect->not_reached.value == Approx(0.2));
  CHECK(effect->difference.value == Approx(0.15));
  CHECK(effect->difference.low > 0);
  const auto nothing = effect_of({100, 10}, {100, 10});
  REQUIRE(nothing);
  CHECK(nothing->difference.low < 0);
  CHECK(nothing->difference.high > 0);
}
