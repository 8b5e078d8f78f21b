// How many parts a text takes on the phone network, before it is sent and paid for.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace courtesy {

enum class TextAlphabet {
  gsm7,  ///< GSM 03.38's basic table and its extension: 160 units in one part, 153 in each of several
  ucs2,  ///< as soon as one character is outside: 70 units in one part, 67 in each of several
};
std::string_view to_string(TextAlphabet alphabet);

struct Segments {
  TextAlphabet alphabet;
  int units;  ///< septets (a character of the extension takes two), or UTF-16 units (an emoji takes two or more)
  int parts;  ///< 0 for an empty text

  friend bool operator==(const Segments&, const Segments&) = default;
};

/// What the network makes of `text` (UTF-8; a broken byte counts as one character outside the GSM alphabet). A
/// character of two units is never split between two parts. Sources: 3GPP TS 23.038 §6.2.1, TS 23.040 §9.2.3.24.1.
Segments segments(std::string_view text);

/// A character outside the GSM alphabet: one of them makes the whole text dearer.
struct DearCharacter {
  std::string character;
  int count = 0;
  std::optional<std::string> plain{};  ///< what plain_punctuation puts in its place; none: there is nothing plainer
};
/// Each once, in the order in which they first stand there. A broken byte is U+FFFD.
std::vector<DearCharacter> dear_characters(std::string_view text);

/// The same text with what a word processor makes of quotes, dashes, dots and spaces put back into plain ones, so that
/// one of them does not turn a text of 160 characters into three of 70. Everything else is left as it is.
std::string plain_punctuation(std::string_view text);

}  // namespace courtesy
