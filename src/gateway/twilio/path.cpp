#include "gateway/twilio/path.h"

#include <algorithm>
#include <vector>

#include "base/result.h"

namespace courtesy::twilio {
namespace {

bool is_safe_char(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '_' || c == '-';
}

std::vector<std::string_view> segments_of(std::string_view path) {
  std::vector<std::string_view> segments;
  while (!path.empty()) {
    path.remove_prefix(1);  // its `/`
    const std::size_t end = std::min(path.find('/'), path.size());
    segments.push_back(path.substr(0, end));
    path.remove_prefix(end);
  }
  return segments;
}

// A token is the only segment with dots in it.
bool is_token(std::string_view segment) { return segment.find('.') != std::string_view::npos; }

}  // namespace

bool is_path_safe(std::string_view segment) {
  return !segment.empty() && segment.size() <= 200 && segment != "." && segment != ".." &&
         std::all_of(segment.begin(), segment.end(), is_safe_char);
}

std::string hook_url(std::string_view public_url, const HookPath& path) {
  std::string url = std::string(public_url) + "/twilio/" + std::string(to_string(path.channel));
  if (!path.token.empty()) url += "/" + path.token;
  url += "/" + path.what;
  INVARIANT(parse_hook_path(std::string_view(url).substr(public_url.size())) == path);
  return url;
}

std::optional<HookPath> parse_hook_path(std::string_view path) {
  if (path.size() > 500 || !path.starts_with("/twilio/")) return std::nullopt;
  const auto segments = segments_of(path);
  if (segments.size() < 3 || !std::all_of(segments.begin(), segments.end(), is_path_safe)) return std::nullopt;
  const auto channel = parse_channel(segments[1]);
  if (!channel || *channel == Channel::email) return std::nullopt;
  HookPath hook{.channel = *channel};
  std::size_t next = 2;
  if (is_token(segments[2])) hook.token = segments[next++];
  if (next == segments.size()) return std::nullopt;
  for (; next < segments.size(); ++next) {
    if (is_token(segments[next])) return std::nullopt;
    hook.what += (hook.what.empty() ? "" : "/") + std::string(segments[next]);
  }
  return hook;
}

}  // namespace courtesy::twilio
