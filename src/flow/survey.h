// All ways through a flow at once, without going each of them: where a call can stand is gone on from once, however
// many ways lead there.
#pragma once

#include <cstdint>

#include "flow/coverage.h"
#include "flow/flow.h"

namespace courtesy::flow {

struct Survey {
  Coverage covered;            ///< by all walks together
  std::uint64_t walks = 0;     ///< how many walk() has, without an end of its own
  std::uint64_t machines = 0;  ///< those that a machine can take: it presses no key
};

/// Nothing counts further than this.
inline constexpr std::uint64_t most_counted = 1'000'000'000'000'000'000;

/// Errors: `full` where a call can stand in more than `most` ways (state, counts, what was keyed in); whatever a step's
/// rendering fails with.
Result<Survey> survey(const Flow& flow, const Facts& facts, std::size_t most = 100'000);

}  // namespace courtesy::flow
