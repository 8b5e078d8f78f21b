#include "gateway/twilio/signature.h"

#include <algorithm>
#include <vector>

#include "base/bytes.h"

namespace courtesy::twilio {
namespace {

// Written down as it stands: parsing and writing it again might change what was signed.
struct Authority {
  std::string_view before;  // `https://user:pass@host`
  std::string_view port;    // without its colon; empty where none is
  std::string_view after;   // from the path on
  std::string_view usual_port;
};

std::optional<Authority> split(std::string_view url) {
  const bool https = url.starts_with("https://");
  if (!https && !url.starts_with("http://")) return std::nullopt;
  const std::size_t begin = https ? 8 : 7;
  const std::size_t end = std::min(url.find_first_of("/?#", begin), url.size());
  const std::size_t at = url.substr(0, end).rfind('@');
  const std::size_t host = at == std::string_view::npos || at < begin ? begin : at + 1;
  std::size_t colon = url.substr(0, end).rfind(':');
  if (colon == std::string_view::npos || colon < host) colon = end;
  if (url.substr(colon, end - colon).find(']') != std::string_view::npos) colon = end;  // within an IPv6 address
  return Authority{url.substr(0, colon), url.substr(std::min(colon + 1, end), end - std::min(colon + 1, end)),
                   url.substr(end), https ? "443" : "80"};
}

/// As it is without the port, or with the usual one.
std::optional<std::string> other_port(std::string_view url) {
  const auto parts = split(url);
  if (!parts) return std::nullopt;
  std::string other(parts->before);
  if (parts->port.empty()) other.append(":").append(parts->usual_port);
  return other.append(parts->after);
}

std::string signed_fields(const http::Fields& fields) {
  std::vector<std::pair<std::string_view, std::string_view>> sorted(fields.begin(), fields.end());
  std::sort(sorted.begin(), sorted.end());
  sorted.erase(std::unique(sorted.begin(), sorted.end()), sorted.end());
  std::size_t size = 0;
  for (const auto& [name, value] : sorted) size += name.size() + value.size();
  std::string out;
  out.reserve(size);
  for (const auto& [name, value] : sorted) out.append(name).append(value);
  return out;
}

bool valid(Keys keys, std::string_view url, const std::string& appended, std::string_view signature) {
  const auto signs = [&](const Secret<std::string>& key, std::string text) {
    return equal_in_constant_time(base64(hmac_sha1(key.reveal(), text.append(appended))), signature);
  };
  for (const auto& key : keys) {
    if (key.reveal().empty()) continue;
    if (signs(key, std::string(url))) return true;
    if (auto other = other_port(url); other && signs(key, std::move(*other))) return true;
  }
  return false;
}

/// Every `bodySHA256` of the query; nothing when the query cannot be read.
std::optional<std::vector<std::string>> hashes_in(std::string_view url) {
  const std::size_t mark = url.find('?');
  const auto fields = http::parse_form(mark == std::string_view::npos ? std::string_view{} : url.substr(mark + 1));
  if (!fields.ok()) return std::nullopt;
  std::vector<std::string> hashes;
  for (const auto& [name, value] : *fields) {
    if (name == "bodySHA256") hashes.push_back(value);
  }
  return hashes;
}

bool body_matches(std::string_view url, std::string_view raw_body) {
  const auto hashes = hashes_in(url);
  return hashes && hashes->size() == 1 && equal_in_constant_time(hashes->front(), hex(sha256(raw_body)));
}

std::vector<std::string_view> all_of_header(const http::Request& request, std::string_view lower_case_name) {
  std::vector<std::string_view> values;
  for (const auto& [name, value] : request.headers) {
    const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
    if (std::ranges::equal(name, lower_case_name, {}, lower)) values.emplace_back(value);
  }
  return values;
}

bool is_form(const http::Request& request) {
  const auto type = request.header("Content-Type");
  return type && type->substr(0, type->find(';')) == "application/x-www-form-urlencoded";
}

}  // namespace

bool form_signature_valid(Keys keys, std::string_view url, const http::Fields& fields, std::string_view signature) {
  return valid(keys, url, signed_fields(fields), signature);
}

bool body_signature_valid(Keys keys, std::string_view url, std::string_view raw_body, std::string_view signature) {
  const bool matches = body_matches(url, raw_body);
  return valid(keys, url, "", signature) && matches;
}

std::optional<Result<http::Fields>> authentic_form(Keys keys, std::string_view public_url,
                                                   const http::Request& request) {
  const auto signatures = all_of_header(request, "x-twilio-signature");
  if (signatures.size() != 1 || !request.url.starts_with('/')) return std::nullopt;
  const std::string url = std::string(public_url) + request.url;
  const auto hashes = hashes_in(url);
  if (!hashes) return std::nullopt;
  auto fields = http::parse_form(request.body);
  bool valid = false;
  if (request.method == "POST" && is_form(request)) {
    const bool whole = hashes->empty() || body_matches(url, request.body);
    valid = fields.ok() && form_signature_valid(keys, url, *fields, signatures[0]) && whole;
  } else if (request.body.empty() && hashes->empty()) {
    valid = form_signature_valid(keys, url, {}, signatures[0]);
  } else {
    valid = body_signature_valid(keys, url, request.body, signatures[0]);
  }
  return valid ? std::optional(std::move(fields)) : std::nullopt;
}

bool authentic(Keys keys, std::string_view public_url, const http::Request& request) {
  return authentic_form(keys, public_url, request).has_value();
}

std::string sign(const Secret<std::string>& key, std::string_view url, const http::Fields& fields) {
  return base64(hmac_sha1(key.reveal(), std::string(url) + signed_fields(fields)));
}

}  // namespace courtesy::twilio
