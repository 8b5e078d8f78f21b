// Codes that a person keys into a phone: no digit stands beside its equal, so that a line which doubles digits spoils
// none.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace courtesy {

/// How many there are: 10 * 9^(digits - 1); 590,490 of six digits. `digits`: 1 to 12.
std::int64_t codes_of(int digits);
/// The code with that number, 0 to codes_of(digits) - 1.
std::string code_at(std::int64_t index, int digits);
/// Its number; none for what is no such code.
std::optional<std::int64_t> index_of(std::string_view code);

/// What was keyed in, each run of one digit as one: what a bad line doubled reads as it was pressed.
std::string without_repeats(std::string_view keys);

}  // namespace courtesy
