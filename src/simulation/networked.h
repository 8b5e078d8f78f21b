// A node as it stands in a simulated world: behind the phone network, and reached from it.
#pragma once

#include "node/node.h"

namespace courtesy::simulation {

NodeSettings networked(NodeSettings settings = {});

}  // namespace courtesy::simulation
