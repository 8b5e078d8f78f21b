#include "node/feed_url.h"

#include <fmt/format.h>

#include "http/message.h"

namespace courtesy {
namespace {

constexpr std::size_t most_bytes = 2'000;

bool is_this_machine(const std::string& host) { return host == "localhost" || host == "[::1]" || host == "127.0.0.1"; }

}  // namespace

Result<std::string> check_feed_url(std::string_view text, FeedReach reach) {
  if (text.size() > most_bytes) {
    return invalid(fmt::format("the feed's address is longer than {} bytes", most_bytes));
  }
  constexpr std::string_view webcal = "webcal://";
  const std::string written =
      text.starts_with(webcal) ? "https://" + std::string(text.substr(webcal.size())) : std::string(text);
  const auto url = http::parse_url(written);
  if (!url) return invalid("the feed's address is " + url.error().message);
  if (url->scheme != "https" && !(reach == FeedReach::or_this_machine && is_this_machine(url->host))) {
    return invalid(
        "the feed's address must begin with https://, since a calendar names people and whoever is on the way could "
        "read and change it");
  }
  return url->to_text();
}

std::string feed_host(const std::string& url) {
  const auto parsed = http::parse_url(url);
  return parsed ? parsed->host : std::string{};
}

std::string feed_name(const Feed& feed) {
  return fmt::format("feed {} ({})", feed.id.value(), feed_host(feed.what.url.reveal()));
}

}  // namespace courtesy
