// The checker's part that reads the recordings: each belongs to a slot, and can be heard.
#pragma once

#include <vector>

#include "flow/parts.h"

namespace courtesy::flow {

/// Adds what is wrong with slots and their files. A slot without any file is spoken, which is right.
void check_audio(const Parts& parts, std::vector<Finding>& findings);

}  // namespace courtesy::flow
