#include "gateway/segments.h"

#include <algorithm>

#include "gateway/utf8.h"

namespace courtesy {
namespace {

// TS 23.038 §6.2.1: the basic table in its order, without ESC; and §6.2.1.1, the extension.
constexpr std::u32string_view basic =
    U"@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§"
    U"¿abcdefghijklmnopqrstuvwxyzäöñüà";
constexpr std::u32string_view extension = U"\f^{}\\[~]|€";
static_assert(basic.size() == 127);
static_assert(extension.size() == 10);

/// Septets, 0 for a character that is not in the alphabet.
int septets(char32_t point) {
  if (basic.find(point) != std::u32string_view::npos) return 1;
  return extension.find(point) != std::u32string_view::npos ? 2 : 0;
}

int utf16(char32_t point) { return point > 0xFFFF ? 2 : 1; }

struct Sizes {
  int alone;
  int joined;
};

template <typename Width>
Segments count(TextAlphabet alphabet, const std::vector<char32_t>& points, Width width, Sizes sizes) {
  Segments result{.alphabet = alphabet, .units = 0, .parts = 0};
  int filled = sizes.joined;
  for (const char32_t point : points) {
    const int units = width(point);
    result.units += units;
    if (filled + units > sizes.joined) {
      ++result.parts;
      filled = 0;
    }
    filled += units;
  }
  if (result.units > 0 && result.units <= sizes.alone) result.parts = 1;
  return result;
}

/// Well-formed, or byte by byte.
std::vector<char32_t> points_of(std::string_view text) {
  if (auto points = code_points(text)) return *points;
  std::vector<char32_t> points;
  for (const char c : text) points.push_back(static_cast<unsigned char>(c) < 0x80 ? static_cast<char32_t>(c) : 0xFFFD);
  return points;
}

/// In UTF-8.
std::size_t bytes_of(char32_t point) { return point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4; }

struct Replacement {
  std::string_view fancy;
  std::string_view plain;
};

constexpr Replacement replacements[] = {
    {"\u2018", "'"},  {"\u2019", "'"},  {"\u201A", "'"},  {"\u201B", "'"},  {"\u2032", "'"},  {"\u201C", "\""},
    {"\u201D", "\""}, {"\u201E", "\""}, {"\u00AB", "\""}, {"\u00BB", "\""}, {"\u2033", "\""}, {"\u2010", "-"},
    {"\u2011", "-"},  {"\u2012", "-"},  {"\u2013", "-"},  {"\u2014", "-"},  {"\u2212", "-"},  {"\u2026", "..."},
    {"\u00A0", " "},  {"\u2009", " "},  {"\u202F", " "},  {"\u2022", "-"},  {"\u200B", ""},   {"\uFEFF", ""},
};

}  // namespace

std::string_view to_string(TextAlphabet alphabet) { return alphabet == TextAlphabet::gsm7 ? "gsm7" : "ucs2"; }

Segments segments(std::string_view text) {
  const std::vector<char32_t> points = points_of(text);
  const bool gsm = std::all_of(points.begin(), points.end(), [](char32_t point) { return septets(point) > 0; });
  if (gsm) return count(TextAlphabet::gsm7, points, septets, {.alone = 160, .joined = 153});
  return count(TextAlphabet::ucs2, points, utf16, {.alone = 70, .joined = 67});
}

std::vector<DearCharacter> dear_characters(std::string_view text) {
  std::vector<DearCharacter> found;
  const bool whole = code_points(text).has_value();
  for (const char32_t point : points_of(text)) {
    const std::size_t bytes = whole ? bytes_of(point) : 1;
    const std::string character(point == 0xFFFD ? "\uFFFD" : text.substr(0, bytes));
    text.remove_prefix(bytes);
    if (septets(point) > 0) continue;
    auto known = std::find_if(found.begin(), found.end(), [&](const auto& one) { return one.character == character; });
    if (known == found.end()) known = found.insert(found.end(), {character, 0, {}});
    ++known->count;
    if (std::string plain = plain_punctuation(character); plain != character) known->plain = std::move(plain);
  }
  return found;
}

std::string plain_punctuation(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    const auto fancy = std::find_if(std::begin(replacements), std::end(replacements),
                                    [&](const Replacement& one) { return text.starts_with(one.fancy); });
    if (fancy == std::end(replacements)) {
      out += text[0];
      text.remove_prefix(1);
    } else {
      out += fancy->plain;
      text.remove_prefix(fancy->fancy.size());
    }
  }
  return out;
}

}  // namespace courtesy
