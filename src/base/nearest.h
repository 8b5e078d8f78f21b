// The word that was probably meant by a misspelt one.
#pragma once

#include <span>
#include <string_view>

namespace courtesy {

/// The first of those of `known` that are nearest to `word`, by the letters that must be put in, left out or changed:
/// at most two, and one where the word is shorter than four. Empty: none is as near, or the word is longer than 40
/// bytes.
std::string_view nearest(std::span<const std::string_view> known, std::string_view word);

}  // namespace courtesy
