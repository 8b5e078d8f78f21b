// What keys a spoken text asks for: "press 1", "oprima el dos".
#pragma once

#include <cstddef>
#include <set>
#include <string_view>
#include <vector>

namespace courtesy::flow {

/// In KeyWords::keys: "press any key".
inline constexpr char any_key = '?';

struct KeyWords {
  std::set<char> keys;     ///< `0`-`9`, `*`, `#`, any_key
  bool instructs = false;  ///< asks for a keypress, even if for none in particular ("press a key")
};

/// Reads English and Spanish, whatever the language: a text in the wrong file is a fault too.
///
/// A key counts only behind a verb of pressing ("press", "enter", "oprima", "marque"), so that "call 212 555 0123" or
/// "at 9" is none. It would rather see an instruction too many than miss one that a machine then hears.
KeyWords key_words(std::string_view text);

/// One place where keys are asked for, in bytes of the text: from its verb to behind its last key.
struct KeyPress {
  std::set<char> keys;
  std::size_t begin;
  std::size_t end;
};

/// In the order of the text; an instruction without a key ("press a key") is none.
std::vector<KeyPress> key_presses(std::string_view text);

}  // namespace courtesy::flow
