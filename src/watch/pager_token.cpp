#include "watch/pager_token.h"

#include <charconv>

namespace courtesy {
namespace {

constexpr std::string_view house = "0.";

}  // namespace

std::string page_token(std::int64_t set, const std::string& secret) {
  return std::string(house) + std::to_string(set) + "." + secret;
}

std::optional<PageToken> parse_page_token(std::string_view text) {
  if (!text.starts_with(house)) return std::nullopt;
  text.remove_prefix(house.size());
  std::int64_t set = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), set);
  if (error != std::errc{} || set <= 0) return std::nullopt;
  const std::string_view rest(end, static_cast<std::size_t>(text.data() + text.size() - end));
  if (rest.size() < 2 || rest.front() != '.') return std::nullopt;
  return PageToken{set, std::string(rest.substr(1))};
}

}  // namespace courtesy
