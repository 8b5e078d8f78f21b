// The ways on from a state, one after the other.
#pragma once

#include <string>
#include <vector>

#include "flow/definition.h"
#include "flow/flow.h"

namespace courtesy::flow {

/// One way on from a state.
struct Edge {
  InputKind kind;
  /// Of `keys`: the key, `entered` for a right value, or `otherwise`. Of `answer` and `returned`: which.
  std::string keys;
  const Transition* transition;  ///< one alternative; it has the guard under which it is taken
};

/// All ways on, in the order key, otherwise, silence, played, those by name, hung_up; not `enough`, which is no input.
/// Of an input with guards each alternative is one, in their order.
std::vector<Edge> edges_of(const State& state);
/// `enough` with its alternatives.
std::vector<const Transition*> ways_of_enough(const State& state);

}  // namespace courtesy::flow
