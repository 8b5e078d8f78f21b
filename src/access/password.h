// What a password must be, and how it is kept: Argon2id (RFC 9106) by libsodium.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "base/result.h"
#include "base/secret.h"

namespace courtesy::access {

inline constexpr std::size_t shortest_password = 8;
inline constexpr std::size_t longest_password = 128;

/// Characters are counted, not bytes; no kind of them is asked for, and spaces may be among them. Errors: `invalid`
/// for one that is too short or too long, that is among the first that anybody tries or in the lists of those that were
/// stolen from others, or that is made of `context` (the person's name and address, the business, the product); each
/// with at most a few characters around it.
Result<void> check_password(std::string_view password, std::span<const std::string> context);

/// How much work a guess is.
struct HashCost {
  std::uint64_t passes;
  std::size_t kibibytes;
  friend bool operator==(const HashCost&, const HashCost&) = default;
};
inline constexpr HashCost staff_cost{.passes = 1, .kibibytes = 46 * 1024};
inline constexpr HashCost operator_cost{.passes = 3, .kibibytes = 64 * 1024};

inline constexpr std::size_t salt_bytes = 16;

/// `$argon2id$v=19$m=...,t=...,p=1$SALT$HASH`: tens of milliseconds and as much memory as said, so never on the loop.
/// `salt`: salt_bytes of chance. Errors: `unavailable` when there is no such memory.
Result<std::string> hash_password(const Secret<std::string>& password, std::string_view salt, HashCost cost);
/// Whether it is the one. False also for what is no hash.
bool fits(const Secret<std::string>& password, const std::string& hash);
/// The same work as for one that is there, for whoever is unknown.
void waste_as_much(const Secret<std::string>& password, HashCost cost);

}  // namespace courtesy::access
