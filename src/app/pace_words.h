// `--time` and `--start`: the clock of a process that plays a day instead of living it.
#pragma once

#include <memory>
#include <string>

#include "base/result.h"
#include "net/paced_clock.h"

namespace courtesy::app {

/// `time`: `real`, or `xN` with N from 0.01 to 100000 (`x60`: a minute each second); `start`: an instant, only for xN.
/// Errors: `invalid`.
Result<std::unique_ptr<net::PacedClock>> clock_of(const std::string& time, const std::string& start, Instant now);

}  // namespace courtesy::app
