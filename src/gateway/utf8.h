// Text as code points, for the limits that networks state in characters.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

namespace courtesy {

/// The code points of well-formed UTF-8 (RFC 3629: no overlong forms, no surrogates), or nothing.
std::optional<std::vector<char32_t>> code_points(std::string_view utf8);

/// How many UTF-16 units the code points take: two for those above U+FFFF.
std::size_t utf16_units(const std::vector<char32_t>& points);

/// True if there is a control character other than LF and TAB (so also for CR, NUL and DEL).
bool has_control(std::string_view text);

}  // namespace courtesy
