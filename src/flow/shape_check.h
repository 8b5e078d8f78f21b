// The checker's part that reads templates as TwiML: its grammar, and whether it waits for what its state waits for.
#pragma once

#include <vector>

#include "flow/document_view.h"

namespace courtesy::flow {

/// Adds what is wrong. False when it is no document at all, and its words need not be looked at.
bool check_shape(const Situation& situation, std::vector<Finding>& findings);

}  // namespace courtesy::flow
