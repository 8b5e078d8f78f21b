// What must be read again, and by nobody who has only the database: XChaCha20-Poly1305 of libsodium.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "base/secret.h"

namespace courtesy::access {

inline constexpr std::size_t seal_key_bytes = 32;
inline constexpr std::size_t seal_nonce_bytes = 24;

/// `1.` (which key it was) and base64 of nonce and ciphertext. `about`: what it belongs to, bound to it: it opens for
/// nothing else. `nonce`: never the same twice under one key.
std::string seal(const Secret<std::string>& key, std::string_view nonce, std::string_view about,
                 const Secret<std::string>& text);
/// Errors: `invalid` for what was not sealed so, or with another key.
Result<Secret<std::string>> unseal(const Secret<std::string>& key, std::string_view about, std::string_view sealed);

}  // namespace courtesy::access
