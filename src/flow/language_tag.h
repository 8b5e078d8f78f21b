// In which languages clients can be called and written to, and how one is written.
#pragma once

#include <array>
#include <set>
#include <string>
#include <string_view>

#include "base/result.h"

namespace courtesy::flow {

/// Those that dates and times have words in.
inline constexpr std::array<std::string_view, 2> worded_languages{"en", "es"};

using Languages = std::set<std::string, std::less<>>;

/// The worded ones.
Languages known_languages();

/// `es`, or with a region `es-MX` (BCP 47; case and `_` are mended), where its language is among `known`. Errors:
/// `invalid`, in words that go on behind the name of the field and say which are known.
Result<std::string> language_tag(std::string_view text, const Languages& known);

}  // namespace courtesy::flow
