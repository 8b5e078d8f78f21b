// What a node of several is for. The words are the same in the configuration, the database, the API and on the page.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace courtesy {

enum class Role {
  all,     ///< answers and sends
  web,     ///< the page, the API, the provider's callbacks; sends nothing, reads no feeds
  worker,  ///< sends, reads feeds, delivers events; answers `/health` and `/metrics` alone
  watch,   ///< `dispatch = false`: as web, under the name `watch`, for the death of the one that sends
};

inline std::string_view to_string(Role role) {
  switch (role) {
    case Role::web: return "web";
    case Role::worker: return "worker";
    case Role::watch: return "watch";
    default: return "all";
  }
}

/// Of those that one can choose. Errors: `invalid`, naming `where` it was written.
inline Result<Role> parse_role(std::string_view word, const std::string& where) {
  for (const Role role : {Role::all, Role::web, Role::worker}) {
    if (word == to_string(role)) return role;
  }
  return invalid(where + " must be all, web or worker");
}

inline bool dispatches(Role role) { return role == Role::all || role == Role::worker; }

}  // namespace courtesy
