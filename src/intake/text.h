// Text as it comes in files: encodings, blanks, and letters that are the same in either case.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace courtesy::intake {

/// UTF-8, without its byte order mark; UTF-16 with one is decoded. `what` names the file in errors ("calendar").
/// Errors: `invalid` for more than `most` bytes, for UTF-16 that is cut off or broken, and for UTF-32.
/// Bytes that are not UTF-8 are let through: who reads a line checks it, so that one bad line costs one event.
Result<std::string> decode(std::string_view bytes, std::size_t most, std::string_view what);

/// No overlong forms, no surrogates, nothing above U+10FFFF (RFC 3629), and no NUL.
bool is_text(std::string_view bytes);

/// Blanks are space, tab, no-break space, CR and LF.
std::string_view trim(std::string_view text);
/// Trimmed, and each run of blanks made one space.
std::string squeeze(std::string_view text);

/// ASCII letters only.
std::string lower(std::string_view text);
bool same_word(std::string_view a, std::string_view b);
bool starts_with_word(std::string_view text, std::string_view start);

inline bool is_digit(char c) { return c >= '0' && c <= '9'; }
/// ASCII letters, and every byte of a character beyond ASCII.
bool is_letter(char c);

/// At most `most` bytes from the front, and no half of a character.
std::string_view cut(std::string_view text, std::size_t most);

std::vector<std::string_view> split(std::string_view text, char separator);
/// All of `text` is 1 to 9 digits.
std::optional<int> whole_number(std::string_view text);

/// A name of the file's (a zone, a header) as a reason may show it: at most 60 characters, control characters gone.
std::string shown(std::string_view name);

}  // namespace courtesy::intake
