#include "access/role.h"

#include <array>

namespace courtesy::access {
namespace {

constexpr std::array<std::string_view, 3> roles{"viewer", "staff", "owner"};
constexpr std::array<std::string_view, capabilities> words{"open", "known",   "self",   "see",    "work",
                                                           "stop", "release", "set_up", "manage", "operate"};

// Who may do what. A capability that is not among an account's roles at all is the operator's.
constexpr std::array<Rule, capabilities> table{{
    {.capability = Capability::open},
    {.capability = Capability::known},
    {.capability = Capability::self, .by_key = false},
    {.capability = Capability::see, .least = Role::viewer},
    {.capability = Capability::work, .least = Role::staff},
    {.capability = Capability::stop, .least = Role::viewer},
    {.capability = Capability::release, .least = Role::staff, .by_key = false, .second_factor = true},
    {.capability = Capability::set_up, .least = Role::owner},
    {.capability = Capability::manage, .least = Role::owner, .by_key = false},
    {.capability = Capability::operate, .operator_only = true, .by_key = false, .second_factor = true},
}};

}  // namespace

std::string_view to_string(Role role) { return roles.at(static_cast<std::size_t>(role)); }

std::optional<Role> parse_role(std::string_view text) {
  for (std::size_t i = 0; i < roles.size(); ++i) {
    if (roles[i] == text) return static_cast<Role>(i);
  }
  return std::nullopt;
}

std::string_view to_string(Capability capability) { return words.at(static_cast<std::size_t>(capability)); }

std::span<const Rule> rules() { return table; }
const Rule& rule_of(Capability capability) { return table.at(static_cast<std::size_t>(capability)); }

Verdict judge(Capability capability, const Standing& who) {
  if (capability == Capability::open) return Verdict::allowed;
  if (!who.signed_in) return Verdict::sign_in;
  const Rule& rule = rule_of(capability);
  if (who.is_key && !rule.by_key) return Verdict::not_by_key;
  if (capability == Capability::known || capability == Capability::self) return Verdict::allowed;
  if (rule.operator_only && !who.is_operator) return Verdict::forbidden;
  if (!rule.operator_only && (!who.role || *who.role < rule.least)) return Verdict::forbidden;
  return rule.second_factor && !who.factor_fresh ? Verdict::second_factor : Verdict::allowed;
}

}  // namespace courtesy::access
