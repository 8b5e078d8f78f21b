// Weekdays as they are written on the command line: `mon-fri,sun`.
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace courtesy::app {

/// Which days are named; index 0 is Monday. Each text is days and spans (`mon-fri`) with commas between them. Errors:
/// `invalid`, naming the option.
Result<std::array<bool, 7>> weekdays_of(std::string_view option, const std::vector<std::string>& texts);

}  // namespace courtesy::app
