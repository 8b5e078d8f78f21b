// What keys a spoken text asks for: "press 1", "oprima el dos".
#pragma once

#include <set>
#include <string_view>

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

}  // namespace courtesy::flow
