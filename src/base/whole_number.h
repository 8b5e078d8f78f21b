// A number as people and protocols write it in text.
#pragma once

#include <charconv>
#include <optional>
#include <string_view>

namespace courtesy {

/// The whole text as a number of T, 0 or more, in decimal digits; nothing for anything else, or for more than T holds.
template <typename T>
std::optional<T> whole_number(std::string_view text) {
  T value{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size() || value < 0) return std::nullopt;
  return value;
}

}  // namespace courtesy
