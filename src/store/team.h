// The people of one account, and the links that let more in. Every change is on record, with who made it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "store/people.h"

namespace courtesy {

struct Member {
  PersonId person{};
  std::string name;
  std::string email;
  access::Role role = access::Role::viewer;
  bool has_factor = false;
  Instant since{};
  std::string added_by;
};

enum class LinkPurpose {
  join,      ///< of an account
  password,  ///< a new one
};
std::string_view to_string(LinkPurpose purpose);

inline constexpr hours invitation_lives{24 * 7};
inline constexpr hours password_link_lives{1};

/// A link that works once. Its token is shown to whoever made it, and kept as a hash.
struct DoorLink {
  std::int64_t id = 0;
  LinkPurpose purpose = LinkPurpose::join;
  AccountId account{};
  PersonId person{};
  std::string email;
  access::Role role = access::Role::viewer;
  std::string made_by;
  Instant made_at{};
  Instant ends_at{};
};

/// Doors, of whichever account.
class DoorLinks {
 public:
  explicit DoorLinks(Unit& unit) : unit_(unit) {}
  /// `token`: 32 bytes of chance. An older open link of the same account, purpose and email is good no more. Gives it
  /// id, beginning and end.
  Result<DoorLink> make(DoorLink link, std::string_view token);
  /// The one that this is the token of, while it is good; none otherwise.
  Result<std::optional<DoorLink>> find(std::string_view token);
  /// Whether it was good until now.
  Result<bool> use(std::string_view token);

 private:
  Unit& unit_;
};

class Team {
 public:
  explicit Team(Unit& unit) : unit_(unit) {}
  /// By name, then id.
  Result<std::vector<Member>> members();
  Result<std::optional<Member>> member(PersonId person);
  /// Errors: `conflict` for somebody who is in the account already.
  Result<DoorLink> invite(const std::string& email, access::Role role, const std::string& who, std::string_view token);
  /// Open ones, the newest first.
  Result<std::vector<DoorLink>> invitations();
  /// Errors: `not_found`.
  Result<void> withdraw(std::int64_t invitation, const std::string& who);
  /// Of a link that was found, once it is used.
  Result<void> join(PersonId person, access::Role role, const std::string& invited_by);
  /// Errors: `not_found`; `conflict` when nobody would own the account any more.
  Result<void> set_role(PersonId person, access::Role role, const std::string& who);
  Result<void> remove(PersonId person, const std::string& who);

 private:
  Result<void> keeps_an_owner(PersonId without);
  Result<void> on_record(std::string code, PersonId person, std::string_view role, const std::string& who);
  Unit& unit_;
};

}  // namespace courtesy
