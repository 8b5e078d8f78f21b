#include "gateway/utf8.h"

#include <algorithm>

namespace courtesy {
namespace {

struct Lead {
  std::size_t length;
  char32_t bits;
  char32_t least;  // a smaller value would be an overlong form
};

std::optional<Lead> lead_of(unsigned char byte) {
  if (byte < 0x80) return Lead{1, byte, 0};
  if (byte >= 0xC2 && byte < 0xE0) return Lead{2, static_cast<char32_t>(byte & 0x1F), 0x80};
  if (byte >= 0xE0 && byte < 0xF0) return Lead{3, static_cast<char32_t>(byte & 0x0F), 0x800};
  if (byte >= 0xF0 && byte < 0xF5) return Lead{4, static_cast<char32_t>(byte & 0x07), 0x10000};
  return std::nullopt;
}

}  // namespace

std::optional<std::vector<char32_t>> code_points(std::string_view utf8) {
  std::vector<char32_t> points;
  points.reserve(utf8.size());
  while (!utf8.empty()) {
    const auto lead = lead_of(static_cast<unsigned char>(utf8[0]));
    if (!lead || lead->length > utf8.size()) return std::nullopt;
    char32_t point = lead->bits;
    for (std::size_t i = 1; i < lead->length; ++i) {
      const auto byte = static_cast<unsigned char>(utf8[i]);
      if ((byte & 0xC0) != 0x80) return std::nullopt;
      point = point << 6 | (byte & 0x3F);
    }
    if (point < lead->least || point > 0x10FFFF || (point >= 0xD800 && point < 0xE000)) return std::nullopt;
    points.push_back(point);
    utf8.remove_prefix(lead->length);
  }
  return points;
}

std::size_t utf16_units(const std::vector<char32_t>& points) {
  return points.size() +
         static_cast<std::size_t>(std::count_if(points.begin(), points.end(), [](char32_t p) { return p > 0xFFFF; }));
}

bool has_control(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return (byte < 0x20 && c != '\n' && c != '\t') || byte == 0x7F;
  });
}

}  // namespace courtesy
