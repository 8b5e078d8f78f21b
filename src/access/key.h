// Keys of the API: what they look like, and whom each kind may reach.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/secret.h"

namespace courtesy::access {

enum class KeyKind {
  test,   ///< nobody real is ever contacted for what it does
  guest,  ///< only those on the installation's allow list are
  live,
};
std::string_view to_string(KeyKind kind);
std::optional<KeyKind> parse_key_kind(std::string_view text);

inline constexpr std::size_t key_bytes = 32;  ///< of chance

/// `ck_live_` and 43 letters, digits, `-` and `_`. What scanners for leaked keys search for is its beginning.
Secret<std::string> make_key(KeyKind kind, std::string_view chance_base64url);
/// What a list shows of it: `ck_live_` and the six characters that follow.
std::string key_prefix(std::string_view key);
/// The kind that it says it is; none for what is no key of ours, so that nothing has to be looked up for it.
std::optional<KeyKind> kind_of_key(std::string_view key);

}  // namespace courtesy::access
