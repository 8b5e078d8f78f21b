#include "phonenet/webhooks/cookies.h"

#include <algorithm>
#include <charconv>
#include <ctime>
#include <iomanip>
#include <sstream>

namespace courtesy::phonenet {
namespace {

constexpr std::size_t most_cookies = 50;

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  return out;
}

std::string_view trimmed(std::string_view text) {
  while (text.starts_with(' ')) text.remove_prefix(1);
  while (text.ends_with(' ')) text.remove_suffix(1);
  return text;
}

/// Name and value, as `Path=/`; the value is empty where there is none.
std::pair<std::string_view, std::string_view> pair_of(std::string_view text) {
  const std::size_t equals = std::min(text.find('='), text.size());
  return {trimmed(text.substr(0, equals)), trimmed(text.substr(std::min(equals + 1, text.size())))};
}

/// `Thu, 01 Jan 1970 00:00:00 GMT`; nothing for another form.
std::optional<Instant> date_of(std::string_view text) {
  std::string after_day(text.substr(std::min(text.find(',') + 1, text.size())));
  std::replace(after_day.begin(), after_day.end(), '-', ' ');
  std::istringstream words(after_day);
  words.imbue(std::locale::classic());
  std::tm parts{};
  words >> std::get_time(&parts, " %d %b %Y %H:%M:%S");
  if (words.fail()) return std::nullopt;
  const std::chrono::year_month_day day{std::chrono::year{parts.tm_year + 1'900},
                                        std::chrono::month{static_cast<unsigned>(parts.tm_mon + 1)},
                                        std::chrono::day{static_cast<unsigned>(parts.tm_mday)}};
  return std::chrono::sys_days{day} + hours{parts.tm_hour} + minutes{parts.tm_min} + seconds{parts.tm_sec};
}

/// RFC 6265 §5.1.4: the path up to its last slash.
std::string folder_of(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  return slash == 0 || slash == std::string_view::npos ? "/" : std::string(path.substr(0, slash));
}

bool lies_in(std::string_view path, std::string_view folder) {
  return path.starts_with(folder) &&
         (path.size() == folder.size() || folder.ends_with('/') || path[folder.size()] == '/');
}

bool is_below(std::string_view host, std::string_view domain) {
  return host.size() > domain.size() && host.ends_with(domain) && host[host.size() - domain.size() - 1] == '.';
}

}  // namespace

std::optional<Cookies::Cookie> Cookies::read(const http::Url& from, std::string_view text, Instant now) {
  const std::size_t end = std::min(text.find(';'), text.size());
  const auto [name, value] = pair_of(text.substr(0, end));
  if (name.empty()) return std::nullopt;
  Cookie cookie{.name = std::string(name), .value = std::string(value), .domain = from.host};
  cookie.path = folder_of(from.path);
  bool has_age = false;
  for (std::string_view rest = text.substr(end); rest.starts_with(';');) {
    rest.remove_prefix(1);
    const std::size_t next = std::min(rest.find(';'), rest.size());
    const auto [attribute, given] = pair_of(rest.substr(0, next));
    rest.remove_prefix(next);
    const std::string known = lower(attribute);
    if (known == "path" && given.starts_with('/')) cookie.path = given;
    if (known == "secure") cookie.secure = true;
    if (known == "expires" && !has_age) cookie.until = date_of(given);
    if (known == "domain") {
      std::string domain = lower(given.starts_with('.') ? given.substr(1) : given);
      if (domain != from.host && !is_below(from.host, domain)) return std::nullopt;
      cookie.domain = std::move(domain);
      cookie.subdomains = true;
    }
    std::int64_t age = 0;
    const auto number = std::from_chars(given.data(), given.data() + given.size(), age);
    if (known == "max-age" && number.ec == std::errc{}) {
      has_age = true;
      cookie.until = now + seconds{std::min<std::int64_t>(age, 366 * 86'400)};
    }
  }
  return cookie;
}

void Cookies::take(const http::Url& from, const http::Headers& answer, Instant now) {
  for (const auto& [name, text] : answer) {
    if (lower(name) != "set-cookie") continue;
    auto cookie = read(from, text, now);
    if (!cookie) continue;
    std::erase_if(all_, [&](const Cookie& old) {
      return old.name == cookie->name && old.domain == cookie->domain && old.path == cookie->path;
    });
    if (cookie->until && *cookie->until <= now) continue;
    if (all_.size() == most_cookies) all_.erase(all_.begin());
    all_.push_back(std::move(*cookie));
  }
}

std::string Cookies::for_request(const http::Url& to, Instant now) const {
  std::string header;
  for (const Cookie& cookie : all_) {
    const bool there = to.host == cookie.domain || (cookie.subdomains && is_below(to.host, cookie.domain));
    const bool over = cookie.until && *cookie.until <= now;
    if (!there || over || !lies_in(to.path, cookie.path) || (cookie.secure && to.scheme != "https")) continue;
    header.append(header.empty() ? "" : "; ").append(cookie.name).append("=").append(cookie.value);
  }
  return header;
}

}  // namespace courtesy::phonenet
