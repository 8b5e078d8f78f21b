// The trial of `courtesy machines`, smaller, for the page on which a way with answering machines is chosen.
#pragma once

#include "api/settings.h"

namespace courtesy::simulation {

/// 2,000 calls a way with one seed, against the population that comes along: some seconds of one core for each. The
/// detector is the one that is usual for the way, as `courtesy machines` has it.
api::MachineTrial machine_trial();

/// The same for as many calls as is wanted, for tests.
api::MachineTrial machine_trial(int calls, std::uint64_t seed);

}  // namespace courtesy::simulation
