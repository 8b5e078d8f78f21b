#include "phonenet/api/parameters.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "base/phone/engine.h"
#include "phonenet/json.h"

namespace courtesy::phonenet {

http::Response problem_response(const Problem& problem) {
  JsonObject json;
  json.number("code", problem.code).text("message", problem.message);
  json.text("more_info", fmt::format("https://www.twilio.com/docs/errors/{}", problem.code));
  json.number("status", problem.status);
  auto response = http::json_response(problem.status, json.take());
  if (problem.status == 401) response.headers.emplace_back("WWW-Authenticate", "Basic realm=\"Twilio API\"");
  return response;
}

bool is_e164(std::string_view text) { return PhoneNumber::parse(text).ok(); }

bool can_be_reached(std::string_view text) { return is_e164(text) && read_number(text, "").ok(); }

std::string Parameters::get(std::string_view name, std::string_view otherwise) const {
  return std::string(http::field(fields_, name).value_or(otherwise));
}

std::vector<std::string> Parameters::every(std::string_view name) const {
  std::vector<std::string> values;
  for (const auto& [field, value] : fields_) {
    if (field == name) values.push_back(value);
  }
  return values;
}

std::vector<std::string> Parameters::unknown(std::initializer_list<std::string_view> known) const {
  std::vector<std::string> names;
  for (const auto& [name, value] : fields_) {
    if (std::find(known.begin(), known.end(), name) == known.end()) names.push_back(name);
  }
  return names;
}

void Parameters::refuse(int code, std::string message) {
  if (!fault_) fault_ = Problem{400, code, std::move(message)};
}

std::string Parameters::url(std::string_view name, int code) {
  const std::string text = get(name);
  if (text.empty()) return text;
  const auto url = http::parse_url(text);
  if (!url) {
    refuse(code, fmt::format("{} is not a valid URL: {}", name, text));
  } else if (url->host.find('_') != std::string::npos) {
    refuse(code, fmt::format("{}: a host name with an underscore is not a valid one: {}", name, url->host));
  }
  return text;
}

std::string Parameters::method(std::string_view name, int code) {
  const std::string text = get(name, "POST");
  if (text != "GET" && text != "POST") refuse(code, fmt::format("{} must be GET or POST, not '{}'", name, text));
  return text;
}

std::int64_t Parameters::number(std::string_view name, std::int64_t otherwise, std::int64_t least, std::int64_t most,
                                int code) {
  const auto text = http::field(fields_, name);
  if (!text) return otherwise;
  std::int64_t value = 0;
  const auto [end, fault] = std::from_chars(text->data(), text->data() + text->size(), value);
  if (fault != std::errc{} || end != text->data() + text->size() || value < least || value > most) {
    refuse(code, fmt::format("{} must be a whole number from {} to {}, not '{}'", name, least, most, *text));
    return otherwise;
  }
  return value;
}

}  // namespace courtesy::phonenet
