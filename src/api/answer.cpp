#include "api/answer.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>
#include <cmath>

#include "api/error_codes.h"
#include "base/json_text.h"

namespace courtesy::api {
namespace {

struct Kind {
  int status;
  std::string_view code;
  std::string_view title;
};

Kind kind_of(ErrorCode code) {
  switch (code) {
    case ErrorCode::invalid: return {400, "invalid", "Not as it should be"};
    case ErrorCode::not_found: return {404, "not_found", "There is no such thing"};
    case ErrorCode::conflict: return {409, "conflict", "Somebody was faster"};
    case ErrorCode::full: return {503, "full", "Too much at once"};
    case ErrorCode::unavailable: return {503, "unavailable", "Not now"};
  }
  return {500, "unavailable", "Not now"};
}

/// The first name of a member that stands in a detail, as `start` or `reminders/0/rule` do.
std::string_view member_in(std::string_view detail) {
  for (std::size_t at = detail.find('`'); at != std::string_view::npos; at = detail.find('`', at + 1)) {
    const std::size_t end = detail.find('`', at + 1);
    if (end == std::string_view::npos) break;
    const std::string_view name = detail.substr(at + 1, end - at - 1);
    const auto stands_in_names = [](char c) {
      return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '/';
    };
    if (!name.empty() && std::ranges::all_of(name, stands_in_names)) return name;
    at = end;
  }
  return {};
}

std::string trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) return {};
  return std::string(text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1));
}

}  // namespace

http::Response json(const boost::json::value& value) {
  return {.status = 200,
          .headers = {{"Content-Type", "application/json"}, {"Cache-Control", "no-store"}},
          .body = json_text(value)};
}

http::Response problem(int status, std::string_view code, std::string_view title, std::string detail) {
  INVARIANT(is_error_code(code));
  http::Response response = json(boost::json::object{{"type", fmt::format("/v1/errors/{}", code)},
                                                     {"code", code},
                                                     {"title", title},
                                                     {"status", status},
                                                     {"detail", detail},
                                                     {"field", maybe(member_in(detail))}});
  response.status = status;
  response.headers[0].second = "application/problem+json";
  return response;
}

http::Response problem(const Error& error) {
  const Kind kind = kind_of(error.code);
  return problem(kind.status, kind.code, kind.title, error.message);
}

http::Response refused_test_key() {
  return problem(403, "test_key", "A test key contacts nobody",
                 "What this does could reach a client. Use a live key, or try it in a demo.");
}

namespace {

/// `1e999`: it could be read, and not be written again.
bool has_infinity(const boost::json::value& value) {
  if (const double* number = value.if_double()) return !std::isfinite(*number);
  if (const auto* list = value.if_array()) return std::ranges::any_of(*list, has_infinity);
  const auto* object = value.if_object();
  return object != nullptr &&
         std::ranges::any_of(*object, [](const auto& member) { return has_infinity(member.value()); });
}

}  // namespace

Result<boost::json::object> read_object(std::string_view body) {
  // RFC 8259 §8.1: a reader may pass over it, and some editors write it.
  if (constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF"; body.starts_with(byte_order_mark))
    body.remove_prefix(byte_order_mark.size());
  boost::json::error_code error;
  const boost::json::value value = boost::json::parse(body, error);
  if (error) return invalid("the body is not JSON: " + error.message());
  if (!value.is_object()) return invalid("the body must be a JSON object, such as {\"who\": \"Kim\"}");
  if (has_infinity(value)) return invalid("a number in the body is too large");
  return value.as_object();
}

Result<std::string> text_of(const boost::json::object& object, std::string_view name, std::size_t limit) {
  const boost::json::value* value = object.if_contains(name);
  if (value == nullptr || value->is_null()) return std::string{};
  if (!value->is_string()) return invalid(fmt::format("`{}` must be text", name));
  std::string text = trimmed(value->as_string());
  if (text.size() > limit) return invalid(fmt::format("`{}` is longer than {} bytes", name, limit));
  return text;
}

boost::json::value maybe(std::string_view text) {
  return text.empty() ? boost::json::value(nullptr) : boost::json::value(text);
}

}  // namespace courtesy::api
