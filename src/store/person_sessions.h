// The sessions of people at the page: a cookie's token is the door, its hash is what is kept.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "store/people.h"

namespace courtesy {

struct PersonSession {
  std::int64_t id = 0;
  PersonId person{};
  AccountId account{};  ///< that is looked at; 0: none
  Instant begun_at{};
  Instant seen_at{};
  Instant ends_at{};
  std::optional<Instant> factor_at{};
  std::string address;
  std::string agent;
};

/// Whom a token lets in, as it is at this moment: a role that was taken away is gone with the next request.
struct Visitor {
  PersonSession session;
  Person person;
  std::optional<access::Role> role;  ///< in session.account
  std::string account_name;
};

class PersonSessions {
 public:
  explicit PersonSessions(Unit& unit) : unit_(unit) {}
  /// Begins one; gives it its id. `token`: 32 bytes of chance. `session.ends_at` and the idle time by the person's kind
  /// (access/pace.h).
  Result<PersonSession> begin(PersonSession session, bool is_operator, std::string_view token);
  /// Errors: none besides the database's; nobody for a token that is ended, expired, idle too long, or none.
  Result<std::optional<Visitor>> find(std::string_view token);
  /// It was used: on record once a minute.
  Result<void> seen(PersonId person, std::int64_t session);
  Result<void> end(PersonId person, std::int64_t session);
  /// All of the person's but one; 0: all.
  Result<void> end_all(PersonId person, std::int64_t but = 0);
  /// A second factor was shown in it.
  Result<void> factor_shown(PersonId person, std::int64_t session);
  /// Errors: `not_found` for an account that the person is not in.
  Result<void> look_at(PersonId person, std::int64_t session, AccountId account);
  /// Live ones, the newest first.
  Result<std::vector<PersonSession>> of(PersonId person);
  /// Erases what ended or expired before then; of each person the newest stays, so that no number comes back.
  Result<void> forget(Instant before);

 private:
  Unit& unit_;
};

}  // namespace courtesy
