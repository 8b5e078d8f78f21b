// The flows that come inside the binary.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "flow/flow.h"

namespace courtesy::flow {

/// Names of the folders under `flows/` that have a flow.toml, sorted.
std::vector<std::string> builtin_flows();

/// The files of one; empty when there is none of that name.
std::vector<Flow::File> builtin_files(std::string_view name);

/// Errors: `not_found`, with the names that there are.
Result<Flow> load_builtin(std::string_view name);

}  // namespace courtesy::flow
