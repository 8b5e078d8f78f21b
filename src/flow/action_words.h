// How what a key or a reply does sounds in words.
#pragma once

#include <string_view>

#include "flow/flow.h"

namespace courtesy::flow {

/// The words of something else in a text that offers to do `action` and has none of its own; empty when there are none.
/// English and Spanish, whatever the language.
std::string_view other_offer(Action action, std::string_view text);

/// The same of what is heard once it is done.
std::string_view other_outcome(Action action, std::string_view text);

/// Does it surely offer to be called, or written to, no more?
bool offers_opt_out(std::string_view text);

/// Can it be meant so at all? "To hear it" cannot.
bool may_offer_opt_out(std::string_view text);

}  // namespace courtesy::flow
