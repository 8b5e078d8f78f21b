// Time, as everybody takes it: injected. Real in app, virtual in simulation and tests.
#pragma once

#include "base/instant.h"

namespace courtesy {

/// Thread-safe: the store's threads read it too.
class Clock {
 public:
  virtual ~Clock() = default;
  /// UTC; may jump. For due times, permitted hours, leases shared between processes, and the ledger.
  virtual Instant now() const = 0;
  /// Never runs backwards. For deadlines and measured durations inside one process.
  virtual Uptime uptime() const = 0;
};

}  // namespace courtesy
