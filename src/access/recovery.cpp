#include "access/recovery.h"

#include <cstdint>

#include "base/result.h"

namespace courtesy::access {
namespace {

constexpr std::string_view alphabet = "abcdefghjkmnpqrstuvwxyz023456789";  // 32, without i, l, o and 1
static_assert(alphabet.size() == 32);
constexpr std::size_t letters = 16;

}  // namespace

std::string recovery_code(std::string_view chance) {
  INVARIANT(chance.size() == recovery_bytes);
  std::string code;
  std::uint32_t held = 0;
  int bits = 0;
  for (const char c : chance) {
    held = (held << 8) | static_cast<unsigned char>(c);
    for (bits += 8; bits >= 5; bits -= 5) {
      if (code.size() % 5 == 4) code.push_back('-');
      code.push_back(alphabet[(held >> (bits - 5)) & 31]);
    }
  }
  return code;
}

std::string fold_recovery_code(std::string_view text) {
  std::string code;
  for (char c : text) {
    if (c == '-' || c == ' ') continue;
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    if (alphabet.find(c) == std::string_view::npos) return {};
    code.push_back(c);
  }
  return code.size() == letters ? code : std::string{};
}

}  // namespace courtesy::access
