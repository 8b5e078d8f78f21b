// Several visits of one number are open: which of them is a reply about?
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace courtesy {

/// A choice with the number of the visit that it is for: `C2`, `x 1.`, `R-2`.
struct NumberedReply {
  std::string choice;  ///< the letter alone, as it was written
  int visit = 0;       ///< 1 to 9
};
std::optional<NumberedReply> parse_numbered(std::string_view text);

/// The question in return, with a number for each visit. `whens`: date and time of each, in the language, in order.
/// `language`: `en` or `es`, with or without a region; any other is English.
std::string ask_which(std::string_view business, std::span<const std::string> whens, std::string_view language);

}  // namespace courtesy
