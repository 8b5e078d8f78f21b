#include "access/key.h"

#include <algorithm>
#include <array>

namespace courtesy::access {
namespace {

constexpr std::array<std::string_view, 3> kinds{"test", "guest", "live"};
constexpr std::size_t chance_letters = 43;
constexpr std::size_t shown_letters = 6;

std::string beginning(KeyKind kind) { return "ck_" + std::string(to_string(kind)) + "_"; }

bool is_base64url(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
}

}  // namespace

std::string_view to_string(KeyKind kind) { return kinds.at(static_cast<std::size_t>(kind)); }

std::optional<KeyKind> parse_key_kind(std::string_view text) {
  for (std::size_t i = 0; i < kinds.size(); ++i) {
    if (kinds[i] == text) return static_cast<KeyKind>(i);
  }
  return std::nullopt;
}

Secret<std::string> make_key(KeyKind kind, std::string_view chance_base64url) {
  return Secret<std::string>(beginning(kind) + std::string(chance_base64url));
}

std::string key_prefix(std::string_view key) {
  const auto kind = kind_of_key(key);
  return kind ? std::string(key.substr(0, beginning(*kind).size() + shown_letters)) : std::string{};
}

std::optional<KeyKind> kind_of_key(std::string_view key) {
  for (const KeyKind kind : {KeyKind::test, KeyKind::guest, KeyKind::live}) {
    const std::string begins = beginning(kind);
    if (!key.starts_with(begins)) continue;
    const std::string_view rest = key.substr(begins.size());
    if (rest.size() == chance_letters && std::all_of(rest.begin(), rest.end(), is_base64url)) return kind;
  }
  return std::nullopt;
}

}  // namespace courtesy::access
