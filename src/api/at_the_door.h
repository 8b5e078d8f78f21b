// What the ways in have in common: reading who comes, letting them in, and what goes on record.
#pragma once

#include <boost/json/fwd.hpp>
#include <optional>
#include <string>

#include "access/password.h"
#include "api/doors.h"
#include "store/accounts.h"
#include "store/ledger.h"
#include "store/people.h"
#include "store/team.h"
#include "store/unit.h"

namespace courtesy::api {

/// Bytes of chance in a session's token, and in a link's.
inline constexpr std::size_t token_bytes = 32;

/// `password`, as it was typed: neither its spaces nor anything else are touched. Errors: `invalid`.
Result<Secret<std::string>> password_in(const boost::json::object& body);
/// `name`, in one line. Errors: `invalid`.
Result<std::string> name_in(const boost::json::object& body);

PersonSession session_for(const Call& call, PersonId person, AccountId account, bool with_factor, Instant now);
/// That the person looks at after coming in; 0: is in none.
Result<AccountId> first_account(Unit& unit, PersonId person);
LedgerEntry house_note(LedgerKind kind, std::string code, PersonId person, const std::string& email,
                       const std::string& address);

/// `secure`: the page is reached by https.
http::Response let_in(const Person& person, const std::string& token, bool secure);
http::Response let_out(boost::json::object answer, bool secure);
/// Too many passwords are looked at already.
http::Response busy();

/// Somebody who comes in with a new password: as the first person, or by a link.
struct Doors::Entry {
  Call call;
  http::Respond respond;
  std::string name{};
  std::string email{};
  Secret<std::string> password{};
  std::string salt{};
  std::string hash{};
  std::optional<Account> account{};  ///< to be made
  std::string link{};                ///< its token
  DoorLink door{};
  std::string business{};
  std::optional<Person> person{};  ///< who has the link's email already
  std::string token{};
  access::HashCost cost = access::staff_cost;
  Error failed{};
};

}  // namespace courtesy::api
