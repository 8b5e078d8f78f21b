// What was typed into a phone field, as digits: separators, foreign digits and extensions understood.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace courtesy::phone {

struct Spelled {
  bool plus = false;      ///< a `+` stood before the digits
  std::string digits;     ///< 0-9, at least one
  std::string extension;  ///< 0-9; empty when there was none
};

/// Takes UTF-8 with the digits and separators that upstream takes (full-width, Arabic, Indic; hyphens, dots, slashes,
/// brackets, spaces), RFC 3966 `tel:` with `;ext=` and a `+` in `;phone-context=`, and `ext. 5`, `x5`, `#5` behind.
/// Errors: `invalid`: nothing, letters, other signs, a `+` within, more than 250 bytes.
Result<Spelled> spell(std::string_view text);

/// Where an extension ends that begins at `at` (spaces and commas may come first); `at` when there is none there.
std::size_t extension_end(std::string_view text, std::size_t at);

/// The next character of UTF-8 `text` at `at`, which goes behind it; U+FFFD for what is not UTF-8.
char32_t next_character(std::string_view text, std::size_t& at);
/// 0-9 for a decimal digit of any common script, else -1.
int digit_value(char32_t c);
/// A space, hyphen, bracket, dot, slash, tilde or an invisible mark between digits.
bool is_separator(char32_t c);
bool is_plus(char32_t c);

}  // namespace courtesy::phone
