// HTTP messages as values, and what a client may observe. No socket in sight.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/result.h"

namespace courtesy::http {

/// In order of arrival; names are compared without regard to case.
using Headers = std::vector<std::pair<std::string, std::string>>;

struct Request {
  std::string method = "GET";
  /// To a handler: path and query as received (`/twilio/status?a=1`). To a client: an absolute URL.
  std::string url;
  Headers headers;
  std::string body;
  /// To a handler: the network address of whoever asks; empty where nobody can tell, as for what a proxy passes on.
  std::string peer{};

  /// The first header of that name, or nothing.
  std::optional<std::string_view> header(std::string_view name) const;
  /// The path of `url`, still encoded; and what follows its `?`.
  std::string_view path() const;
  std::string_view query() const;
};

struct Response {
  int status = 200;
  Headers headers;
  std::string body;

  std::optional<std::string_view> header(std::string_view name) const;
};

Response text_response(int status, std::string body);
Response xml_response(std::string body);
Response json_response(int status, std::string body);

/// What was observed of one exchange, not what was hoped.
struct NothingLeft {  ///< no byte of the request left this machine: certainly not processed
  std::string why;
};
struct Broken {  ///< bytes left, and no complete answer came: it may or may not have been processed
  std::string why;
};
using Exchange = std::variant<NothingLeft, Broken, Response>;

/// Decoded name/value pairs in order; a name may repeat. `+` and `%20` are spaces.
using Fields = std::vector<std::pair<std::string, std::string>>;

/// application/x-www-form-urlencoded. Errors: `invalid` for a broken %-escape or more than 1,000 fields.
Result<Fields> parse_form(std::string_view encoded);
std::string encode_form(const Fields& fields);
/// The first value of that name, or nothing.
std::optional<std::string_view> field(const Fields& fields, std::string_view name);

/// %-escapes all but letters, digits, `-`, `.`, `_` and `~`.
std::string percent_encode(std::string_view text);
/// Errors: `invalid` for a broken escape. `+` stays.
Result<std::string> percent_decode(std::string_view text);

/// The pieces of an absolute http(s) URL.
struct Url {
  std::string scheme;  ///< `http` or `https`
  std::string userinfo;
  std::string host;  ///< lower case; an IPv6 address keeps its brackets
  std::string port;  ///< as written; empty where none was
  std::string path;  ///< begins with `/`
  std::string query;
  std::string fragment;

  /// `scheme://[userinfo@]host[:port]path[?query]`, as it was written but for the fragment.
  std::string to_text() const;
};
/// Errors: `invalid`. The encoding of path and query is left as it is.
Result<Url> parse_url(std::string_view text);
/// RFC 3986 §5: `reference` as seen from `base`. Errors: `invalid`.
Result<std::string> resolve_url(std::string_view base, std::string_view reference);

}  // namespace courtesy::http
