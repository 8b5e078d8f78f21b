#include "base/phone/spelling.h"

#include <algorithm>
#include <array>

namespace courtesy::phone {
namespace {

constexpr std::size_t longest_text = 250;      // upstream's MAX_INPUT_STRING_LENGTH
constexpr std::size_t longest_extension = 20;  // upstream, behind an explicit word

/// Longest first, so that `extn` is not read as `ext` and a letter.
constexpr std::array<std::string_view, 11> extension_words{"extensión", "extension", "доб", "anexo", "extn", "ext",
                                                           "int",       "xt",        "x",   "#",     "ｘ"};

std::string lower(std::string_view text) {
  std::string lowered(text);
  for (char& c : lowered) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return lowered;
}

bool starts_at(std::string_view text, std::size_t at, std::string_view word) {
  return text.substr(at, word.size()) == word;
}

/// Digits with `. : = -` and spaces before them and perhaps `#` behind: all that may follow an extension's word.
/// Empty when there is anything else.
std::string extension_digits(std::string_view text) {
  std::string digits;
  bool closed = false;
  for (std::size_t at = 0; at < text.size();) {
    const char32_t c = next_character(text, at);
    const int digit = digit_value(c);
    if (closed && c != U' ') return {};
    if (digit >= 0) {
      digits += static_cast<char>('0' + digit);
    } else if (c == U'#' && !digits.empty()) {
      closed = true;
    } else if (!digits.empty() ? c != U' ' : !is_separator(c) && c != U':' && c != U'=') {
      return {};
    }
  }
  return digits.size() <= longest_extension ? digits : std::string();
}

/// Cuts an extension off the end of `text`, which is lower case.
std::string take_extension(std::string& text) {
  bool digits_before = false;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t here = at;
    digits_before |= digit_value(next_character(text, at)) >= 0;
    if (!digits_before) continue;
    for (const auto word : extension_words) {
      if (!starts_at(text, here, word)) continue;
      std::string digits = extension_digits(std::string_view(text).substr(here + word.size()));
      if (digits.empty()) continue;
      text.resize(here);
      while (!text.empty() && (text.back() == ' ' || text.back() == ',' || text.back() == ';')) text.pop_back();
      return digits;
    }
  }
  return {};
}

/// RFC 3966: `tel:7042;phone-context=+1-914-555;ext=22` becomes `+1-914-5557042` and the extension.
std::string take_uri(std::string& text) {
  std::string extension;
  std::string context;
  text.erase(0, 4);
  const std::size_t parameters = std::min(text.find(';'), text.size());
  std::string_view rest = std::string_view(text).substr(parameters);
  while (!rest.empty()) {
    rest.remove_prefix(1);
    const std::string_view parameter = rest.substr(0, rest.find(';'));
    if (parameter.substr(0, 4) == "ext=") extension = extension_digits(parameter.substr(4));
    if (parameter.substr(0, 15) == "phone-context=+") context = parameter.substr(14);
    rest.remove_prefix(parameter.size());
  }
  text = context + text.substr(0, parameters);
  return extension;
}

bool is_letter(char32_t c) { return (c >= U'a' && c <= U'z') || (c >= U'A' && c <= U'Z') || c >= 0x00C0; }

Error refused(char32_t c) {
  if (c == U',' || c == U';') return invalid("phone number: more than one number, or an extension that is not clear");
  if (c == U'*' || c == U'#') return invalid("phone number: has a * or #; give the number alone");
  if (is_letter(c)) return invalid("phone number: has letters; write it in digits");
  return invalid("phone number: has a sign that no phone number has; write it in digits");
}

Result<void> take_digits(std::string_view text, Spelled& spelled) {
  for (std::size_t at = 0; at < text.size();) {
    const char32_t c = next_character(text, at);
    const int digit = digit_value(c);
    if (digit >= 0) {
      spelled.digits += static_cast<char>('0' + digit);
    } else if (is_plus(c)) {
      if (!spelled.digits.empty()) {
        return invalid("phone number: a + within; give one number, its + first");
      }
      spelled.plus = true;
    } else if (!is_separator(c)) {
      return refused(c);
    }
  }
  return {};
}

}  // namespace

std::size_t extension_end(std::string_view text, std::size_t at) {
  const std::string left = lower(text.substr(at, 48));
  std::size_t p = std::min(left.find_first_not_of(" ,;"), left.size());
  const auto word = std::find_if(extension_words.begin(), extension_words.end(),
                                 [&](std::string_view candidate) { return starts_at(left, p, candidate); });
  if (word == extension_words.end()) return at;
  p = std::min(left.find_first_not_of(" .:=-", p + word->size()), left.size());
  const std::size_t end = std::min(left.find_first_not_of("0123456789", p), left.size());
  const bool letter_behind = end < left.size() && left[end] >= 'a' && left[end] <= 'z';
  return end == p || end - p > 7 || letter_behind ? at : at + end;
}

char32_t next_character(std::string_view text, std::size_t& at) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char first = byte(at++);
  if (first < 0x80) return first;
  const int more = first >= 0xF0 ? 3 : first >= 0xE0 ? 2 : first >= 0xC2 ? 1 : 0;
  if (more == 0 || first > 0xF4) return 0xFFFD;
  char32_t c = first & (0x3F >> more);
  for (int i = 0; i < more; ++i) {
    if (at >= text.size() || (byte(at) & 0xC0) != 0x80) return 0xFFFD;
    c = (c << 6) | (byte(at++) & 0x3F);
  }
  return c;
}

int digit_value(char32_t c) {
  if (c < 0x80) return c >= U'0' && c <= U'9' ? static_cast<int>(c - U'0') : -1;
  // The zeros of: Arabic, Persian, N'Ko, Devanagari, Bengali, Gurmukhi, Gujarati, Oriya, Tamil, Telugu, Kannada,
  // Malayalam, Thai, Lao, Tibetan, Myanmar, Khmer, Mongolian, full width.
  constexpr std::array<char32_t, 19> zeros{0x0660, 0x06F0, 0x07C0, 0x0966, 0x09E6, 0x0A66, 0x0AE6,
                                           0x0B66, 0x0BE6, 0x0C66, 0x0CE6, 0x0D66, 0x0E50, 0x0ED0,
                                           0x0F20, 0x1040, 0x17E0, 0x1810, 0xFF10};
  for (const char32_t zero : zeros) {
    if (c >= zero && c <= zero + 9) return static_cast<int>(c - zero);
  }
  return -1;
}

bool is_separator(char32_t c) {
  constexpr std::u32string_view ascii = U" \t\r\n-./()[]~";
  if (c < 0x80) return ascii.find(c) != std::u32string_view::npos;
  constexpr std::u32string_view signs =
      U"\u00A0\u00AD\u200B\u2060\u3000"                    // no-break space, soft hyphen, zero widths, wide space
      U"\u2212\u30FC\uFF0D\uFF0E\uFF0F\u2053\u223C\uFF5E"  // minus, long vowel mark, full-width - . /, tildes
      U"\uFF08\uFF09\uFF3B\uFF3D\uFEFF";                   // full-width brackets, byte order mark
  // Hyphens and dashes; fixed-width spaces; marks of writing direction, which pasted numbers carry.
  return signs.find(c) != std::u32string_view::npos || (c >= 0x2000 && c <= 0x2015) || c == 0x202F || c == 0x205F ||
         (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
}

bool is_plus(char32_t c) { return c == U'+' || c == 0xFF0B; }

Result<Spelled> spell(std::string_view text) {
  if (text.size() > longest_text) return invalid("phone number: too long for one");
  std::string left = lower(text);
  const std::size_t begin = std::min(left.find_first_not_of(" \t\r\n"), left.size());
  left.erase(0, begin);
  Spelled spelled;
  spelled.extension = starts_at(left, 0, "tel:") ? take_uri(left) : take_extension(left);
  TRY(take_digits(left, spelled));
  if (spelled.digits.empty()) return invalid("phone number: none given");
  return spelled;
}

}  // namespace courtesy::phone
