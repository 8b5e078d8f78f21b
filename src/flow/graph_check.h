// The checker's half that reads flow.toml: states, ways, counts, actions.
#pragma once

#include <vector>

#include "flow/parts.h"

namespace courtesy::flow {

/// Adds what is wrong with the graph of states.
void check_graph(const Parts& parts, std::vector<Finding>& findings);

/// Destinations of a state that are states, with or without the counted ways back.
std::vector<std::string_view> next_states(const State& state, bool with_back);

}  // namespace courtesy::flow
