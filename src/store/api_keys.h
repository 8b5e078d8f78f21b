// Keys of the API: made once, shown once, kept as a hash.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "access/key.h"
#include "access/role.h"
#include "store/db.h"

namespace courtesy {

class Unit;

struct ApiKey {
  std::int64_t id = 0;
  AccountId account{};
  access::KeyKind kind = access::KeyKind::test;
  std::string prefix;
  std::string name;
  access::Role role = access::Role::staff;
  Instant made_at{};
  std::string made_by;
  std::optional<Instant> ends_at{};
  std::optional<Instant> used_at{};
  std::optional<Instant> revoked_at{};
};

inline constexpr std::int64_t most_keys = 100;  ///< of an account, that are good
inline constexpr int keys_a_page = 200;

class ApiKeys {
 public:
  explicit ApiKeys(Unit& unit) : unit_(unit) {}
  /// A door, of whichever account: the one that this is, while it is good.
  Result<std::optional<ApiKey>> find(std::string_view key);
  /// It was used: on record once a minute.
  Result<void> seen(const ApiKey& key);
  /// Of the unit's account: on record, with `made_by`. Errors: `full`.
  Result<ApiKey> add(ApiKey key, const Secret<std::string>& text);
  /// Those that are good, the newest first, then those revoked likewise: at most `limit`. `before`: the revoked ones
  /// that are older than that one; 0: from the beginning. Within `keys_a_page` are all that are good.
  Result<std::vector<ApiKey>> list(std::int64_t before = 0, int limit = keys_a_page);
  /// Errors: `not_found`.
  Result<void> revoke(std::int64_t id, const std::string& who);

 private:
  Unit& unit_;
};

}  // namespace courtesy
