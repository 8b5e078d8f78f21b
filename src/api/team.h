// The account's people and keys, as the API has them.
#pragma once

#include <boost/json/fwd.hpp>
#include <string>

#include "api/call.h"
#include "api/settings.h"
#include "store/api_keys.h"
#include "store/unit.h"

namespace courtesy::api {

/// Everybody in the account; its open invitations for those who manage it.
Result<boost::json::object> team_page(Unit& unit, const Actor& actor);
/// `{"email", "role"}`. `token`: of the link, 32 bytes of chance. Errors: `invalid`; `conflict` for somebody who is in.
Result<boost::json::object> invite(Unit& unit, const Actor& actor, const boost::json::object& body,
                                   const std::string& token);
Result<boost::json::object> withdraw_invitation(Unit& unit, const Actor& actor, std::int64_t invitation);
/// `{"role"}`. Errors: `not_found`; `conflict` for the last owner.
Result<boost::json::object> set_role(Unit& unit, const Actor& actor, std::int64_t person,
                                     const boost::json::object& body);
Result<boost::json::object> remove_person(Unit& unit, const Actor& actor, std::int64_t person);

/// All that may be told of a key: never its text.
boost::json::object key_json(const ApiKey& key);
/// `before` of the answer is where to go on, or null; 0: from the beginning.
Result<boost::json::object> keys_page(Unit& unit, std::int64_t before);
/// `{"name", "kind", "role", "days"}`; `text`: the key itself, of that kind. Answers with it, this once.
Result<boost::json::object> make_key(Unit& unit, const Actor& actor, const boost::json::object& body,
                                     const std::string& chance);
Result<boost::json::object> revoke_key(Unit& unit, const Actor& actor, std::int64_t key);

/// `{"account": {...}, "owner": "pat@elm.example"}`: a new business, and the link by which its owner comes in.
Result<boost::json::object> open_account(Unit& unit, const Actor& actor, const boost::json::object& body,
                                         const std::string& token, const Settings& settings);

}  // namespace courtesy::api
