// The checker's half that reads the templates.
#pragma once

#include <vector>

#include "flow/parts.h"

namespace courtesy::flow {

/// Adds what is wrong with the templates, each by itself and against the state that it belongs to.
void check_documents(const Parts& parts, std::vector<Finding>& findings);

}  // namespace courtesy::flow
