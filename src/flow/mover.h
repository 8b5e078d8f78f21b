// One step of a call: which transition an input takes, and where that leads, through sub-flows and back.
#pragma once

#include "flow/parts.h"

namespace courtesy::flow {

/// Of parts without findings. Errors: see Flow::begin and Flow::next.
Result<Step> begin_call(const Parts& parts, const Facts& facts);
Result<Step> next_step(const Parts& parts, const Position& position, const Input& input, const Facts& facts);

/// The flow that the position stands in: the outermost, or one that it runs. None where the position is not of these.
const Parts* standing_in(const Parts& parts, const Position& position);

/// The language that is spoken when `wanted` is asked for: itself, its base (`es` for `es-MX`), or the first.
std::string_view language_for(const Definition& definition, std::string_view wanted);

/// The transition that an input takes; none where it cannot happen, or is a hint that changes nothing.
const Transition* transition_on(const State& state, const Position& position, const Input& input, const Facts& facts);

}  // namespace courtesy::flow
