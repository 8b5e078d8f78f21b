// What a person is in an account, and what each may do there, as data.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace courtesy::access {

/// In order: each may do all that those before it may. The operator, who runs the installation, is none of these: what
/// is an account's he sees only as one of its people.
enum class Role { viewer, staff, owner };
std::string_view to_string(Role role);
std::optional<Role> parse_role(std::string_view text);

/// What a request is for. A route of the API names one; the table in role.cpp says who may.
enum class Capability {
  open,     ///< anybody: signing in, what is wanted for it
  known,    ///< whoever is let in: who they are
  self,     ///< whoever is signed in, about themselves
  see,      ///< what the account has
  work,     ///< a day at the front desk: answers, callbacks, tasks, imports, the held list
  stop,     ///< a stop is never refused to anybody who is in
  release,  ///< lets go what was stopped
  set_up,   ///< what is said, when, how fast, and to which systems
  manage,   ///< people and keys
  operate,  ///< the installation
};
inline constexpr int capabilities = 10;
std::string_view to_string(Capability capability);

struct Rule {
  Capability capability;
  /// Nobody in an account has it: the operator alone, whatever else he is.
  bool operator_only = false;
  Role least = Role::viewer;
  bool by_key = true;          ///< a key of the API may have it too
  bool second_factor = false;  ///< needs a code shown a short while ago, and not a password alone
};
/// One for each capability, in order.
std::span<const Rule> rules();
const Rule& rule_of(Capability capability);

/// Who asks, as far as it matters here.
struct Standing {
  bool signed_in = false;
  bool is_operator = false;
  std::optional<Role> role{};  ///< in the account that is asked for; none: in no account
  bool is_key = false;
  bool factor_fresh = false;  ///< a second factor was shown a short while ago
};

enum class Verdict { allowed, sign_in, forbidden, not_by_key, second_factor };
Verdict judge(Capability capability, const Standing& who);

}  // namespace courtesy::access
