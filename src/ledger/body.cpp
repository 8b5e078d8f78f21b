#include "ledger/body.h"

#include <algorithm>
#include <boost/json.hpp>

namespace courtesy {
namespace {

constexpr std::string_view personal_name = "personal";

}  // namespace

std::string LedgerBody::quoted(std::string_view text) {
  constexpr std::string_view digits = "0123456789abcdef";
  const auto escaped = [](char c) { return c == '"' || c == '\\' || static_cast<unsigned char>(c) < 0x20; };
  std::string out;
  out.reserve(text.size() + text.size() / 8 + 2);
  out += '"';
  while (true) {
    const auto plain = static_cast<std::size_t>(std::find_if(text.begin(), text.end(), escaped) - text.begin());
    out.append(text.data(), plain);
    if (plain == text.size()) return out += '"';
    const char c = text[plain];
    if (c == '"' || c == '\\') {
      out.append(1, '\\').append(1, c);
    } else if (c == '\n') {
      out += "\\n";
    } else {
      out.append("\\u00").append(1, digits[static_cast<unsigned char>(c) >> 4]).append(1, digits[c & 15]);
    }
    text.remove_prefix(plain + 1);
  }
}

LedgerBody& LedgerBody::put(std::string& fields, std::string_view name, std::string_view json) {
  if (!fields.empty()) fields += ',';
  fields.append(quoted(name)).append(":").append(json);
  return *this;
}

std::string LedgerBody::text() const {
  if (empty()) return {};
  std::string out;
  out.reserve(plain_.size() + personal_.size() + 16);
  out.append("{").append(plain_);
  if (!personal_.empty()) {
    if (!plain_.empty()) out += ',';
    out.append(quoted(personal_name)).append(":{").append(personal_).append("}");
  }
  return out += '}';
}

std::optional<std::string> body_for(Reader reader, std::string_view stored) {
  // What came in from outside may be no UTF-8; it is shown all the same.
  const boost::json::parse_options lenient{.allow_invalid_utf8 = true};
  boost::json::error_code error;
  boost::json::value value = boost::json::parse(stored, error, {}, lenient);
  if (error || !value.is_object()) return std::nullopt;
  boost::json::object fields = std::move(value.as_object());
  boost::json::value personal;
  if (auto* found = fields.if_contains(personal_name)) {
    personal = std::move(*found);
    fields.erase(personal_name);
  }
  if (reader == Reader::staff && personal.is_object()) {
    for (auto& [name, field] : personal.as_object()) fields[name] = std::move(field);
  }
  return boost::json::serialize(fields);
}

}  // namespace courtesy
