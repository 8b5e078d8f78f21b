// Which version of the program this is.
#pragma once

#include <string_view>

namespace courtesy::app {

inline constexpr const char* version = "0.1.0";

/// Of which it was built; empty where it was no clone (cmake/commit.cmake).
std::string_view commit();

}  // namespace courtesy::app
