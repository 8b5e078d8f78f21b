// A field pattern in one line, as people write it and as it is kept: `summary={name} / {any} / {number}`.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "intake/reading.h"

namespace courtesy::intake {

/// Errors: `invalid` for an unknown field, for more than 200 bytes, and for what check_pattern() refuses.
Result<FieldPattern> read_field_pattern(std::string_view words);
/// Each of them; at most 20.
Result<std::vector<FieldPattern>> read_field_patterns(std::span<const std::string> all);
/// One line, which reads as the same pattern.
std::string to_text(const FieldPattern& pattern);

}  // namespace courtesy::intake
