// People, whichever accounts they are in: who they are, and what proves it. Doors: account 0 asks, and so may any unit.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "access/role.h"
#include "base/secret.h"
#include "store/db.h"

namespace courtesy {

class Unit;

using PersonId = Id<struct PersonTag>;

struct Person {
  PersonId id{};
  std::string email;  ///< folded (access/email.h)
  std::string name;
  std::string password;  ///< its hash; empty: none
  bool is_operator = false;
  bool has_factor = false;
  Instant made_at{};
};

struct Membership {
  AccountId account;
  std::string account_name;
  access::Role role;
};

class People {
 public:
  explicit People(Unit& unit) : unit_(unit) {}
  Result<bool> any();
  Result<bool> any_operator();
  /// Gives it its id. Errors: `conflict` for an email that somebody has.
  Result<PersonId> add(const Person& person);
  Result<std::optional<Person>> by_email(const std::string& email);
  /// Errors: `not_found`.
  Result<Person> get(PersonId id);
  /// All, by id: for whoever runs the installation.
  Result<std::vector<Person>> all();
  Result<void> set_password(PersonId id, const std::string& hash);
  Result<void> set_name(PersonId id, const std::string& name);
  /// Erases the person with sessions, codes and memberships; what he did stays in the ledgers. Errors: `not_found`.
  Result<void> remove(PersonId id);

  /// By account.
  Result<std::vector<Membership>> accounts_of(PersonId id);
  /// Accounts that nobody owns.
  Result<std::vector<AccountId>> without_owner();
  /// In the account, with that role from now on.
  Result<void> join(AccountId account, PersonId id, access::Role role, const std::string& added_by);

  /// A second factor is begun with a new seed; it counts once it is proven. `nonce`: seal_nonce_bytes of chance.
  Result<void> begin_factor(PersonId id, const Secret<std::string>& seed, std::string_view nonce);
  /// Whether `code` is of the seed that was begun: then it is the person's second factor.
  Result<bool> prove_factor(PersonId id, std::string_view code);
  Result<void> drop_factor(PersonId id);
  /// Whether `code` is good now: by the second factor (no step twice), else as one of the recovery codes (each once).
  Result<bool> use_code(PersonId id, std::string_view code);
  /// These, as access/recovery.h makes them, in place of all older ones.
  Result<void> set_recovery_codes(PersonId id, const std::vector<std::string>& codes);
  Result<std::int64_t> recovery_codes_left(PersonId id);

 private:
  Result<std::optional<Secret<std::string>>> seed(PersonId id, bool begun);
  Result<bool> take_step(PersonId id, std::string_view code);
  Unit& unit_;
};

}  // namespace courtesy
