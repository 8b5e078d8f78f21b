#include "http/guards.h"

namespace courtesy::http {

void secure(Response& response, bool https) {
  const bool own_policy = response.header("Content-Security-Policy").has_value();
  static const Headers guards{{"Content-Security-Policy",
                               "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
                               "img-src 'self' data:; media-src 'self'; "
                               "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"},
                              {"X-Content-Type-Options", "nosniff"},
                              {"Referrer-Policy", "no-referrer"},
                              {"Cross-Origin-Opener-Policy", "same-origin"},
                              {"Cross-Origin-Resource-Policy", "same-origin"}};
  response.headers.insert(response.headers.end(), guards.begin() + (own_policy ? 1 : 0), guards.end());
  if (https) response.headers.emplace_back("Strict-Transport-Security", "max-age=31536000; includeSubDomains");
}

std::optional<std::string_view> host_of(const Request& request) {
  const auto header = request.header("Host");
  if (!header) return std::nullopt;
  // An IPv6 address has colons of its own, within brackets.
  const auto bracket = header->rfind(']');
  const auto colon = header->rfind(':');
  const bool has_port = colon != std::string_view::npos && (bracket == std::string_view::npos || colon > bracket);
  return has_port ? header->substr(0, colon) : *header;
}

bool is_local_name(std::string_view host) { return host == "localhost" || host == "127.0.0.1" || host == "[::1]"; }

bool is_from_another_page(const Request& request) {
  const auto origin = request.header("Origin");
  if (!origin) return false;
  const auto host = request.header("Host");
  return !host || *origin != "http://" + std::string(*host);
}

}  // namespace courtesy::http
