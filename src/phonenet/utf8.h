// Characters of UTF-8, where others' bytes go into JSON and XML.
#pragma once

#include <cstddef>
#include <string_view>

namespace courtesy::phonenet {

inline constexpr std::string_view utf8_replacement = "\xef\xbf\xbd";

/// How many bytes the character takes that begins `text`, which is not empty; 0 where none begins there (RFC 3629).
inline std::size_t utf8_character(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const auto lead = byte(0);
  const std::size_t size = lead < 0x80 ? 1 : lead < 0xc2 ? 0 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : lead < 0xf5 ? 4 : 0;
  if (size == 0 || size > text.size()) return 0;
  for (std::size_t i = 1; i < size; ++i) {
    if ((byte(i) & 0xc0) != 0x80) return 0;
  }
  const bool overlong = (lead == 0xe0 && byte(1) < 0xa0) || (lead == 0xf0 && byte(1) < 0x90);
  const bool no_character = (lead == 0xed && byte(1) > 0x9f) || (lead == 0xf4 && byte(1) > 0x8f);
  return overlong || no_character ? 0 : size;
}

}  // namespace courtesy::phonenet
