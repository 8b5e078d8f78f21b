// Answers as the API gives them: JSON, or a problem (RFC 9457) that says what, where and how to mend it.
#pragma once

#include <boost/json/fwd.hpp>
#include <string>
#include <string_view>

#include "base/result.h"
#include "http/message.h"

namespace courtesy::api {

http::Response json(const boost::json::value& value);

/// `code`: one of error_codes.h. Its page is the problem's `type`.
http::Response problem(int status, std::string_view code, std::string_view title, std::string detail);
/// 400 invalid, 404 not_found, 409 conflict, 503 full and unavailable.
http::Response problem(const Error& error);

/// 403 `test_key`: for what could reach a client.
http::Response refused_test_key();

/// The body of a POST or PUT. Errors: `invalid` when it is no JSON object.
Result<boost::json::object> read_object(std::string_view body);
/// A field's text without spaces around it; empty where it is left out. Errors: `invalid` for another kind of value,
/// or more than `limit` bytes.
Result<std::string> text_of(const boost::json::object& object, std::string_view name, std::size_t limit);

/// `null`, or the instant's text.
boost::json::value maybe(std::string_view text);

}  // namespace courtesy::api
