// One-time passwords by time (RFC 6238, with SHA-1, 6 digits and 30 s: what every authenticator has).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/instant.h"
#include "base/secret.h"

namespace courtesy::access {

inline constexpr std::size_t seed_bytes = 20;
inline constexpr seconds totp_period{30};

/// RFC 4226: `digits` 6 to 8.
std::string hotp(const Secret<std::string>& seed, std::int64_t counter, int digits);
/// The step that an instant lies in.
std::int64_t totp_step(Instant at);

/// The step of which `code` is; one before and one after are taken too, since clocks differ. None, when it is of none
/// of these, or when that step is not above `last`: no code is taken twice. Spaces in the code do not count.
std::optional<std::int64_t> totp_fits(const Secret<std::string>& seed, std::string_view code, Instant at,
                                      std::int64_t last);

/// RFC 4648 base32, upper case, without padding.
std::string base32(std::string_view bytes);
/// `otpauth://totp/Courtesy:EMAIL?secret=...&issuer=Courtesy`: what an authenticator reads from the picture.
std::string totp_uri(const Secret<std::string>& seed, std::string_view issuer, std::string_view email);

}  // namespace courtesy::access
