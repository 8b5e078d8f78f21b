// Lookup v2: is it a number, of where, and how is it written there.
#pragma once

#include <string>
#include <string_view>

#include "phonenet/api/parameters.h"
#include "phonenet/office.h"

namespace courtesy::phonenet {

/// The answer about `text`, which is as it stood in the path (decoded); read as of `CountryCode` (US) where it has no
/// `+`. What is no number is told with why not. Of `Fields`, `line_type_intelligence` is known.
std::string lookup(const Office& office, std::string_view text, const Parameters& parameters);

}  // namespace courtesy::phonenet
