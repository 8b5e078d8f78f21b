// What is kept so that it can be recognised and not read: HMAC-SHA256 under the installation's key, apart by account
// and by what it is for.
#pragma once

#include <fmt/format.h>

#include <string>
#include <string_view>

#include "base/bytes.h"
#include "store/unit.h"

namespace courtesy {

/// Raw, 32 bytes. `use`: what it is for, a word; the same text for another use, or of another account, is another.
inline std::string keyed(const Unit& unit, std::string_view use, std::string_view text) {
  return hmac_sha256(unit.settings().suppression_key.reveal(),
                     fmt::format("{} {} {}", use, unit.account().value(), text));
}
inline std::string keyed_hash(const Unit& unit, std::string_view use, std::string_view text) {
  return hex(keyed(unit, use, text));
}

/// Chance for what a unit makes up: 32 bytes that nobody else can make, since the key is drawn anew in each life of the
/// process. `what`: never the same twice in an account. A unit that runs again makes the same.
inline std::string drawn(const Unit& unit, std::string_view what) {
  return hmac_sha256(unit.settings().salt_key.reveal(),
                     fmt::format("drawn {} {} {}", unit.account().value(), to_string(unit.now()), what));
}

}  // namespace courtesy
