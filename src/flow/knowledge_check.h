// The checker's part that knows what is known where: values keyed in and read back, facts found, who has proven
// himself.
#pragma once

#include <vector>

#include "flow/parts.h"

namespace courtesy::flow {

/// Adds what is said, asked, done or sent on a way on which it is not known, not read back or not permitted. "Known"
/// means known on every way that leads there.
void check_knowledge(const Parts& parts, std::vector<Finding>& findings);

}  // namespace courtesy::flow
