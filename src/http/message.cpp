#include "http/message.h"

#include <algorithm>
#include <array>

namespace courtesy::http {
namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

bool equal_names(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) { return lower(x) == lower(y); });
}

std::optional<std::string_view> find_header(const Headers& headers, std::string_view name) {
  for (const auto& [key, value] : headers) {
    if (equal_names(key, name)) return value;
  }
  return std::nullopt;
}

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

/// Letters, digits, `-`, `.`, `_` and `~` (RFC 3986 §2.3).
constexpr std::array<bool, 256> unreserved_bytes = [] {
  std::array<bool, 256> all{};
  for (const char c : std::string_view("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~")) {
    all[static_cast<unsigned char>(c)] = true;
  }
  return all;
}();

/// Writes to `out`, which has room for three times as much, and returns the end.
char* put_percent_encoded(char* out, std::string_view text) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (unreserved_bytes[byte]) {
      *out++ = c;
      continue;
    }
    *out++ = '%';
    *out++ = digits[byte >> 4];
    *out++ = digits[byte & 15];
  }
  return out;
}

Result<std::string> decode(std::string_view text, bool plus_is_space) {
  std::string out;
  out.reserve(text.size());
  const auto coded = [plus_is_space](char c) { return c == '%' || (c == '+' && plus_is_space); };
  while (true) {
    const auto plain = static_cast<std::size_t>(std::find_if(text.begin(), text.end(), coded) - text.begin());
    out.append(text.substr(0, plain));
    text.remove_prefix(plain);
    if (text.empty()) return out;
    if (text.front() == '+') {
      out.push_back(' ');
      text.remove_prefix(1);
      continue;
    }
    const int high = text.size() > 2 ? hex_digit(text[1]) : -1;
    const int low = text.size() > 2 ? hex_digit(text[2]) : -1;
    if (high < 0 || low < 0) return invalid("broken %-escape: write % as %25");
    out.push_back(static_cast<char>(high * 16 + low));
    text.remove_prefix(3);
  }
}

/// What may stand in a URL, letters beyond ASCII too.
bool all_visible(std::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return static_cast<unsigned char>(c) > ' ' && c != '\x7f'; });
}

Error no_url() { return invalid("not an absolute http or https URL: write it as https://example.com/path"); }

std::string remove_dot_segments(std::string_view path) {
  std::vector<std::string_view> kept;
  std::size_t at = 0;
  bool directory = false;
  while (at <= path.size()) {
    const std::size_t slash = std::min(path.find('/', at), path.size());
    const std::string_view segment = path.substr(at, slash - at);
    directory = segment == "." || segment == "..";
    if (segment == ".." && kept.size() > 1) kept.pop_back();
    if (!directory) kept.push_back(segment);
    at = slash + 1;
  }
  std::string out;
  for (std::size_t i = 0; i < kept.size(); ++i) {
    if (i > 0) out += '/';
    out += kept[i];
  }
  if (directory) out += '/';
  return out.empty() || out.front() != '/' ? "/" + out : out;
}

}  // namespace

std::optional<std::string_view> Request::header(std::string_view name) const { return find_header(headers, name); }
std::optional<std::string_view> Response::header(std::string_view name) const { return find_header(headers, name); }

std::string_view Request::path() const { return std::string_view(url).substr(0, url.find('?')); }

std::string_view Request::query() const {
  const std::size_t mark = url.find('?');
  return mark == std::string::npos ? std::string_view{} : std::string_view(url).substr(mark + 1);
}

Response text_response(int status, std::string body) {
  return {status, {{"Content-Type", "text/plain; charset=utf-8"}}, std::move(body)};
}
Response xml_response(std::string body) {
  return {200, {{"Content-Type", "text/xml; charset=utf-8"}}, std::move(body)};
}
Response json_response(int status, std::string body) {
  return {status, {{"Content-Type", "application/json"}}, std::move(body)};
}

Result<Fields> parse_form(std::string_view encoded) {
  Fields fields;
  fields.reserve(
      std::min<std::size_t>(static_cast<std::size_t>(std::count(encoded.begin(), encoded.end(), '&')) + 1, 1'000));
  while (!encoded.empty()) {
    const std::string_view pair = encoded.substr(0, encoded.find('&'));
    encoded.remove_prefix(std::min(encoded.size(), pair.size() + 1));
    if (pair.empty()) continue;
    if (fields.size() == 1'000) return invalid("more than 1,000 form fields");
    const std::size_t equals = std::min(pair.find('='), pair.size());
    std::string name = TRY(decode(pair.substr(0, equals), true));
    std::string value = TRY(decode(equals < pair.size() ? pair.substr(equals + 1) : std::string_view{}, true));
    fields.emplace_back(std::move(name), std::move(value));
  }
  return fields;
}

std::string encode_form(const Fields& fields) {
  std::size_t most = 0;
  for (const auto& [name, value] : fields) most += 3 * (name.size() + value.size()) + 2;
  std::string out(most, '\0');
  char* end = out.data();
  for (const auto& [name, value] : fields) {
    if (end != out.data()) *end++ = '&';
    end = put_percent_encoded(end, name);
    *end++ = '=';
    end = put_percent_encoded(end, value);
  }
  out.resize(static_cast<std::size_t>(end - out.data()));
  return out;
}

std::optional<std::string_view> field(const Fields& fields, std::string_view name) {
  for (const auto& [key, value] : fields) {
    if (key == name) return value;
  }
  return std::nullopt;
}

std::string percent_encode(std::string_view text) {
  std::string out(3 * text.size(), '\0');
  out.resize(static_cast<std::size_t>(put_percent_encoded(out.data(), text) - out.data()));
  return out;
}

Result<std::string> percent_decode(std::string_view text) { return decode(text, false); }

std::string Url::to_text() const {
  std::string out;
  out.reserve(scheme.size() + userinfo.size() + host.size() + port.size() + path.size() + query.size() + 8);
  out.append(scheme).append("://");
  if (!userinfo.empty()) out.append(userinfo).append("@");
  out.append(host);
  if (!port.empty()) out.append(":").append(port);
  out.append(path);
  if (!query.empty()) out.append("?").append(query);
  return out;
}

Result<Url> parse_url(std::string_view text) {
  Url url;
  const std::size_t colon = text.find("://");
  if (colon == std::string_view::npos) return no_url();
  url.scheme = text.substr(0, colon);
  std::transform(url.scheme.begin(), url.scheme.end(), url.scheme.begin(), lower);
  if (url.scheme != "http" && url.scheme != "https") return no_url();
  if (!all_visible(text)) return no_url();
  std::string_view rest = text.substr(colon + 3);
  if (const std::size_t hash = rest.find('#'); hash != std::string_view::npos) {
    url.fragment = rest.substr(hash + 1);
    rest = rest.substr(0, hash);
  }
  std::string_view authority = rest.substr(0, std::min(rest.find('/'), rest.find('?')));
  rest.remove_prefix(authority.size());
  if (const std::size_t at = authority.rfind('@'); at != std::string_view::npos) {
    url.userinfo = authority.substr(0, at);
    authority.remove_prefix(at + 1);
  }
  const std::size_t bracket = authority.rfind(']');
  const std::size_t port = authority.find(':', bracket == std::string_view::npos ? 0 : bracket);
  url.host = authority.substr(0, port);
  std::transform(url.host.begin(), url.host.end(), url.host.begin(), lower);
  if (port != std::string_view::npos) url.port = authority.substr(port + 1);
  const bool digits = std::all_of(url.port.begin(), url.port.end(), [](char c) { return c >= '0' && c <= '9'; });
  if (url.host.empty() || !digits || url.port.size() > 5) return no_url();
  const std::size_t mark = std::min(rest.find('?'), rest.size());
  url.path = mark == 0 ? "/" : std::string(rest.substr(0, mark));
  if (mark < rest.size()) url.query = rest.substr(mark + 1);
  return url;
}

Result<std::string> resolve_url(std::string_view base, std::string_view reference) {
  Url url = TRY(parse_url(base));
  url.fragment.clear();
  if (reference.empty()) return url.to_text();
  if (reference.find("://") != std::string_view::npos && reference.find("://") < reference.find_first_of("/?#")) {
    return TRY(parse_url(reference)).to_text();
  }
  if (reference.rfind("//", 0) == 0) return TRY(parse_url(url.scheme + ":" + std::string(reference))).to_text();
  reference = reference.substr(0, reference.find('#'));
  const std::size_t mark = std::min(reference.find('?'), reference.size());
  const std::string_view path = reference.substr(0, mark);
  if (!path.empty()) {
    const std::string merged =
        path.front() == '/' ? std::string(path) : url.path.substr(0, url.path.rfind('/') + 1) + std::string(path);
    url.path = remove_dot_segments(merged);
    url.query.clear();
  }
  if (mark < reference.size()) url.query = reference.substr(mark + 1);
  if (!all_visible(reference)) return no_url();
  return url.to_text();
}

}  // namespace courtesy::http
