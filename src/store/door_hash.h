// What whoever comes to the door shows, as it is kept: it can be recognised and not read, in every account alike.
#pragma once

#include <fmt/format.h>

#include <string>
#include <string_view>

#include "base/bytes.h"
#include "store/unit.h"

namespace courtesy {

/// HMAC-SHA256 under the installation's key, in hex. `use`: what it is for; the same text for another use is another.
inline std::string door_hash(const Unit& unit, std::string_view use, std::string_view text) {
  return hex(hmac_sha256(unit.settings().suppression_key.reveal(), fmt::format("door {} {}", use, text)));
}

}  // namespace courtesy
