// A flow's folder, read: its definition, templates, audio and the flows that it runs, and all that is wrong with them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "flow/parts.h"

namespace courtesy::flow {

struct Loaded {
  Parts parts;
  std::string hash;  ///< of its own files and of the flows that it runs
  std::vector<Finding> findings;
};

/// `name` may be empty where nobody knows it yet.
Loaded load_parts(std::string_view name, const std::vector<Flow::File>& files, const Flow::Others& others);

}  // namespace courtesy::flow
