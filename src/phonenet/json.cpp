#include "phonenet/json.h"

#include <algorithm>
#include <array>
#include <utility>

#include "phonenet/utf8.h"

namespace courtesy::phonenet {
namespace {

/// Stands for itself in JSON.
constexpr std::array<bool, 256> plain_bytes = [] {
  std::array<bool, 256> all{};
  for (std::size_t c = ' '; c < 0x80; ++c) all[c] = c != '"' && c != '\\';
  return all;
}();
bool is_plain(char c) { return plain_bytes[static_cast<unsigned char>(c)]; }

void append_control(std::string& out, char c) {
  constexpr std::string_view digits = "0123456789abcdef";
  switch (c) {
    case '\n': out += "\\n"; return;
    case '\r': out += "\\r"; return;
    case '\t': out += "\\t"; return;
    default:
      out += "\\u00";
      out += digits[static_cast<unsigned char>(c) >> 4];
      out += digits[static_cast<unsigned char>(c) & 15];
  }
}

}  // namespace

void append_json_string(std::string& out, std::string_view text) {
  out += '"';
  while (!text.empty()) {
    const auto plain = static_cast<std::size_t>(std::find_if_not(text.begin(), text.end(), is_plain) - text.begin());
    out.append(text.data(), plain);
    text.remove_prefix(plain);
    if (text.empty()) break;
    const char c = text[0];
    std::size_t size = 1;
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (static_cast<unsigned char>(c) < 0x20) {
      append_control(out, c);
    } else if (size = utf8_character(text); size == 0) {
      out += utf8_replacement;
      size = 1;
    } else {
      out += text.substr(0, size);
    }
    text.remove_prefix(size);
  }
  out += '"';
}

void JsonObject::name(std::string_view text) {
  if (out_.size() > 1) out_ += ',';
  append_json_string(out_, text);
  out_ += ':';
}

JsonObject& JsonObject::text(std::string_view field, std::string_view value) {
  name(field);
  append_json_string(out_, value);
  return *this;
}

JsonObject& JsonObject::text_or_null(std::string_view field, std::string_view value) {
  return value.empty() ? null(field) : text(field, value);
}

JsonObject& JsonObject::number(std::string_view field, std::int64_t value) { return raw(field, std::to_string(value)); }

JsonObject& JsonObject::boolean(std::string_view field, bool value) { return raw(field, value ? "true" : "false"); }

JsonObject& JsonObject::null(std::string_view field) { return raw(field, "null"); }

JsonObject& JsonObject::raw(std::string_view field, std::string_view json) {
  name(field);
  out_ += json;
  return *this;
}

std::string JsonObject::take() {
  out_ += '}';
  return std::move(out_);
}

}  // namespace courtesy::phonenet
