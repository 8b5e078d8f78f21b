// For tests: runs a loop until something is true, and fails instead of hanging.
#pragma once

#include <doctest/doctest.h>

#include <chrono>
#include <functional>

#include "net/loop.h"

namespace courtesy::net {

/// Runs `loop` until `done()`, which is asked after every event. Gives up after 30 s of real time, which fails the
/// test: no test waits so long for anything that happens.
inline void run_until(AsioLoop& loop, const std::function<bool()>& done) {
  const auto give_up = std::chrono::steady_clock::now() + seconds(30);
  while (!done()) {
    if (std::chrono::steady_clock::now() > give_up) FAIL("what the test waits for did not happen");
    loop.run_one(milliseconds(1'000));
  }
}

}  // namespace courtesy::net
