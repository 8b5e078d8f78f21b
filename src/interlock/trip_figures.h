// What stands in a trip's sentence behind its rule's: apart, for whoever finds such a sentence again.
#pragma once

#include "base/language.h"

namespace courtesy {

/// What it was about, in parentheses, or nothing; what was seen; what would have been allowed.
inline constexpr InEach trip_figures{"{}: {}, where {} is the limit.", "{}: {}, y el límite es {}."};

}  // namespace courtesy
