// The token in a page's URLs: `0.SET.SECRET`, as an attempt's, with the house for the account.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace courtesy {

struct PageToken {
  std::int64_t set;
  std::string secret;
};

std::string page_token(std::int64_t set, const std::string& secret);
/// Anything else is none.
std::optional<PageToken> parse_page_token(std::string_view text);

}  // namespace courtesy
