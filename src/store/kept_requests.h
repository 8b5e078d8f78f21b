// Answers to requests that carry an Idempotency-Key: the same key gets the same answer, and nothing happens twice.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "store/db.h"

namespace courtesy {

class Unit;

inline constexpr hours request_is_kept{24};

/// Of whom, under which key, what was asked (method, address, body).
struct KeyedRequest {
  std::string actor;
  std::string key;
  std::string asked;
};

class KeptRequests {
 public:
  explicit KeptRequests(Unit& unit) : unit_(unit) {}
  /// The kept answer, if this was asked before. Errors: `conflict` when the key was used for something else
  /// (key_used_otherwise).
  Result<std::optional<std::string>> find(const KeyedRequest& request);
  /// In the very unit that does it. The answer is sealed.
  Result<void> keep(const KeyedRequest& request, std::string_view answer);

 private:
  Unit& unit_;
};

/// The message of that conflict.
inline constexpr std::string_view key_used_otherwise =
    "This Idempotency-Key was used for another request within the last 24 hours. Take a new one for each.";

}  // namespace courtesy
