// Calls at once in real time, over real HTTP.
#pragma once

#include "benches.h"

namespace courtesy::bench {

/// 200 calls, each of which must go by its script's times.
Faults phones_at_once();

}  // namespace courtesy::bench
