// Bytes as text (base64, hex), digests and MACs (OpenSSL), comparison in constant time.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace courtesy {

std::string base64(std::string_view bytes);
/// Without padding; letters, digits, `-` and `_`.
std::string base64url(std::string_view bytes);
/// Errors: `invalid`. Takes the standard alphabet with padding.
Result<std::string> from_base64(std::string_view text);
/// Lower case.
std::string hex(std::string_view bytes);

/// Raw digests.
std::string sha256(std::string_view bytes);
std::string hmac_sha1(std::string_view key, std::string_view bytes);
std::string hmac_sha256(std::string_view key, std::string_view bytes);

/// Takes as long for a near miss as for a far one; lengths are not secret.
bool equal_in_constant_time(std::string_view a, std::string_view b);

}  // namespace courtesy
