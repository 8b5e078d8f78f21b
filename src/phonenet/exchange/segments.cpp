#include "phonenet/exchange/segments.h"

#include <cstddef>
#include <cstdint>

namespace courtesy::phonenet {
namespace {

/// The next character of UTF-8; a bad byte counts as itself.
std::uint32_t next_character(std::string_view& text) {
  const auto byte = [&](std::size_t i) { return static_cast<std::uint32_t>(static_cast<unsigned char>(text[i])); };
  const std::uint32_t lead = byte(0);
  const std::size_t size = lead < 0xc0 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
  if (size > text.size()) {
    text = {};
    return 0xfffd;
  }
  std::uint32_t value = size == 1 ? lead : lead & (0x7fU >> size);
  for (std::size_t i = 1; i < size; ++i) value = (value << 6) | (byte(i) & 0x3f);
  text.remove_prefix(size);
  return value;
}

/// Septets in the GSM 7-bit alphabet: 1, 2 for its extension table, 0 for what is not in it.
int septets(std::uint32_t c) {
  if (c < 0x80) {
    switch (c) {
      case '^':
      case '{':
      case '}':
      case '\\':
      case '[':
      case '~':
      case ']':
      case '|':
      case '\f': return 2;
      case '`': return 0;
      default: return c >= 0x20 || c == '\n' || c == '\r' ? 1 : 0;
    }
  }
  switch (c) {
    case 0x20ac: return 2;  // euro
    case 0xa1:
    case 0xa3:
    case 0xa4:
    case 0xa5:
    case 0xa7:
    case 0xbf:
    case 0xc4:
    case 0xc5:
    case 0xc6:
    case 0xc7:
    case 0xc9:
    case 0xd1:
    case 0xd6:
    case 0xd8:
    case 0xdc:
    case 0xdf:
    case 0xe0:
    case 0xe4:
    case 0xe5:
    case 0xe6:
    case 0xe8:
    case 0xe9:
    case 0xec:
    case 0xf1:
    case 0xf2:
    case 0xf6:
    case 0xf8:
    case 0xf9:
    case 0xfc:
    case 0x393:
    case 0x394:
    case 0x398:
    case 0x39b:
    case 0x39e:
    case 0x3a0:
    case 0x3a3:
    case 0x3a6:
    case 0x3a8:
    case 0x3a9: return 1;
    default: return 0;
  }
}

int parts(int units, int alone, int each) { return units <= alone ? 1 : (units + each - 1) / each; }

}  // namespace

int segments_of(std::string_view utf8) {
  int gsm = 0;
  int ucs2 = 0;
  bool all_gsm = true;
  while (!utf8.empty()) {
    const std::uint32_t c = next_character(utf8);
    const int width = septets(c);
    all_gsm = all_gsm && width > 0;
    gsm += width;
    ucs2 += c > 0xffff ? 2 : 1;
  }
  return all_gsm ? parts(gsm, 160, 153) : parts(ucs2, 70, 67);
}

}  // namespace courtesy::phonenet
