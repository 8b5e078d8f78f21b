#include "dispatch/backoff.h"

#include <doctest/doctest.h>

using namespace courtesy;

TEST_CASE(
    "an account whose units fail waits twice as long each time, a minute at most, and not at all once one works") {
  Backoff backoff;
  const AccountId ours(1);
  CHECK_FALSE(backoff.waits(ours, Uptime{0}));
  CHECK_FALSE(backoff.earliest());
  Uptime now{0};
  for (const int wait : {1, 2, 4, 8, 16, 32, 60, 60}) {
    backoff.failed(ours, now);
    CHECK(backoff.waits(ours, now + seconds{wait} - milliseconds{1}));
    CHECK_FALSE(backoff.waits(ours, now + seconds{wait}));
    CHECK(backoff.earliest() == now + seconds{wait});
    CHECK_FALSE(backoff.waits(AccountId(2), now));
    now += seconds{wait};
  }
  backoff.failed(AccountId(2), now - seconds{50});
  CHECK(backoff.earliest() == now - seconds{49});
  backoff.worked(ours);
  CHECK_FALSE(backoff.waits(ours, now - seconds{1}));
}
