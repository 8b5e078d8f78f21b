// What a flow must be before it may ring anybody: each rule a finding with its place.
#pragma once

#include <string>
#include <vector>

#include "flow/parts.h"

namespace courtesy::flow {

/// Every reason not to run it; none means that it may.
///
/// The graph: a destination that is no state, a state that cannot be reached or cannot end, a way round that nothing
/// bounds, an input without a transition, an action on an input that cannot mean it. The templates: one missing or for
/// no state, TwiML outside the grammar, a document that does not match what its state waits for, a key offered in words
/// and not handled or handled and not offered. The law: who is calling stands first, an opt-out right behind it that
/// ends the call, a machine is never asked for a key and is given a number to ring.
std::vector<Finding> check(const Parts& parts);

/// The states with which the call begins to speak: the start, or those behind it when it asks the engine first. Sorted.
std::vector<std::string> opening_states(const Definition& definition);

/// The states that a machine may hear once the opening question is asked: all that can be reached from the start
/// without a key, and those that are marked; of a call that comes in the marked ones only. Sorted.
std::vector<std::string> machine_states(const Definition& definition);

/// Is it the operator's page? No other flow takes an acknowledgement.
bool acknowledges(const Definition& definition);

}  // namespace courtesy::flow
