// A text as its words alone, to look for phrases in it.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace courtesy::flow {

/// Small letters, apostrophes gone (`can't` is `cant`), one space for all else between words, and one at both ends: so
/// " stop " finds the word and " cancel" its beginning.
std::string plain_words(std::string_view text);

/// The first of the phrases that stands in it; empty when none does.
std::string_view first_in(std::string_view plain, std::span<const std::string_view> phrases);

}  // namespace courtesy::flow
