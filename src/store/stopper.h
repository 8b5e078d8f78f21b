// Who stands behind a stop: a person by name, the file, or the failsafe.
#pragma once

#include <string_view>

namespace courtesy {

/// In place of a person's name in the stops and entries of the failsafe.
inline constexpr std::string_view failsafe_name = "failsafe";
inline bool by_failsafe(std::string_view who) { return who == failsafe_name; }

}  // namespace courtesy
