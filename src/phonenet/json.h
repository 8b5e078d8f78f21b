// JSON written piece by piece, in order: names come out as they were put in.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace courtesy::phonenet {

/// Appends `text` in quotes. Bad UTF-8 becomes U+FFFD.
void append_json_string(std::string& out, std::string_view text);

class JsonObject {
 public:
  JsonObject& text(std::string_view name, std::string_view value);
  /// null where it is empty: the classic API's habit.
  JsonObject& text_or_null(std::string_view name, std::string_view value);
  JsonObject& number(std::string_view name, std::int64_t value);
  JsonObject& boolean(std::string_view name, bool value);
  JsonObject& null(std::string_view name);
  /// `json` is written as it is.
  JsonObject& raw(std::string_view name, std::string_view json);
  std::string take();

 private:
  void name(std::string_view text);
  std::string out_ = "{";
};

}  // namespace courtesy::phonenet
