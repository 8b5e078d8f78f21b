// For how long bodies are kept. Rows are kept for good: a chain from which rows are cut proves nothing, so that may
// only be done behind a signed head.
#pragma once

#include "base/instant.h"
#include "base/result.h"

namespace courtesy {

struct LedgerRetention {
  std::chrono::days bodies{90};      ///< what was sent and received (DOMAIN P3)
  std::chrono::days recordings{30};  ///< what a call said, step by step

  /// Errors: `invalid` out of bounds: bodies 7 to 2,200 days, recordings 1 day to as long as bodies.
  Result<void> check() const;
};

}  // namespace courtesy
