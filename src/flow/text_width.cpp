#include "flow/text_width.h"

#include <array>

namespace courtesy::flow {
namespace {

constexpr double units = 2048;  // an em
constexpr double bold_factor = 1.14;
constexpr int latin = 1'310;
constexpr int square = 2'048;
constexpr std::string_view more = "…";

/// Of ` ` to `~`.
constexpr std::array<int, 95> advances{
    651,  821,  942,  1716, 1303, 1946, 1597, 563,  799,  799,  1024, 1716, 651,  739,  651,  690,   //  !"#$%&'()*+,-./
    1303, 1303, 1303, 1303, 1303, 1303, 1303, 1303, 1303, 1303, 690,  690,  1716, 1716, 1716, 1087,  // 0-9:;<=>?
    2048, 1401, 1405, 1430, 1577, 1294, 1178, 1587, 1540, 604,  604,  1343, 1141, 1767, 1532, 1612,  // @A-O
    1235, 1612, 1423, 1300, 1251, 1499, 1401, 2025, 1403, 1251, 1403, 799,  690,  799,  1716, 1024,  // P-Z[\]^_
    1024, 1255, 1300, 1126, 1300, 1260, 721,  1300, 1298, 569,  569,  1186, 569,  1995, 1298, 1253,  // `a-o
    1300, 1300, 842,  1067, 803,  1298, 1212, 1675, 1212, 1212, 1075, 1303, 690,  1303, 1716};       // p-z{|}~

/// Bytes of the UTF-8 character that begins here, at least one.
std::size_t length_at(std::string_view text, std::size_t at) {
  std::size_t length = 1;
  while (at + length < text.size() && (static_cast<unsigned char>(text[at + length]) & 0xc0) == 0x80) ++length;
  return length;
}

int advance(std::string_view character) {
  const auto first = static_cast<unsigned char>(character.front());
  if (first >= ' ' && first <= '~') return advances[first - ' '];
  return character.size() <= 2 ? latin : square;
}

}  // namespace

double text_width(std::string_view text, Font font) {
  double width = 0;
  for (std::size_t at = 0; at < text.size(); at += length_at(text, at)) {
    width += advance(text.substr(at, length_at(text, at)));
  }
  return width / units * font.size * (font.bold ? bold_factor : 1);
}

std::string fitted(std::string_view text, Font font, double width) {
  if (text_width(text, font) <= width) return std::string(text);
  std::size_t taken = 0;
  while (taken < text.size()) {
    const std::size_t next = taken + length_at(text, taken);
    if (text_width(text.substr(0, next), font) + text_width(more, font) > width) break;
    taken = next;
  }
  while (taken > 0 && (text[taken - 1] == ' ' || text[taken - 1] == ',')) --taken;
  return std::string(text.substr(0, taken)) + std::string(more);
}

std::vector<std::string> lines_of(std::string_view text, Font font, double width, std::size_t most) {
  std::vector<std::string> lines;
  while (!text.empty() && lines.size() < most) {
    if (lines.size() + 1 == most) {
      lines.push_back(fitted(text, font, width));
      break;
    }
    std::size_t taken = text.find(' ');
    for (std::size_t next = taken; next != std::string_view::npos; next = text.find(' ', next + 1)) {
      if (text_width(text.substr(0, next), font) > width) break;
      taken = next;
    }
    if (text_width(text, font) <= width) taken = text.size();
    taken = std::min(taken, text.size());
    lines.push_back(fitted(text.substr(0, taken), font, width));
    text.remove_prefix(std::min(taken + 1, text.size()));
  }
  return lines;
}

}  // namespace courtesy::flow
