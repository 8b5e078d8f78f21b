// `--time`, `--start` and `--since`: the clock of a process that plays a day instead of living it.
#pragma once

#include <memory>
#include <string>

#include "app/command.h"

namespace courtesy::app {

struct PaceWords {
  std::string time = "real";  ///< or `xN`, N from 0.01 to 100000: `x60` is a minute each second
  std::string start;          ///< an instant, only for xN; empty: now
  /// The real instant at which the clock showed `start`: processes that are given the same words have the same clock,
  /// whenever they begin. Empty: now.
  std::string since;
  bool may_be_virtual = false;  ///< another clock's, which is not made here

  /// `times`: what --time may be.
  void declare(Options& options, const std::string& times = "real|xN");
};

/// Errors: `invalid` for words that make no sense. `now` is real.
Result<std::unique_ptr<net::PacedClock>> clock_of(const PaceWords& words, Instant now);
/// `--start`, or `now`.
Result<Instant> start_of(const PaceWords& words, Instant now);

}  // namespace courtesy::app
