#include "api/team.h"

#include <fmt/format.h>

#include <boost/json.hpp>

#include "access/email.h"
#include "api/answer.h"
#include "api/doors.h"
#include "api/maybe.h"
#include "api/operator_pages.h"
#include "api/read_body.h"
#include "store/accounts.h"
#include "store/api_keys.h"
#include "store/ledger.h"
#include "store/team.h"

namespace courtesy::api {
namespace {

boost::json::object member_json(const Member& one, const Actor& actor) {
  return {{"person", one.person.value()},
          {"name", one.name},
          {"email", one.email},
          {"role", access::to_string(one.role)},
          {"second_factor", one.has_factor},
          {"since", to_string(one.since)},
          {"added_by", one.added_by},
          {"you", one.person == actor.person}};
}

boost::json::object invitation_json(const DoorLink& one) {
  return {{"invitation", one.id},
          {"email", one.email},
          {"role", access::to_string(one.role)},
          {"made_by", one.made_by},
          {"made_at", to_string(one.made_at)},
          {"ends_at", to_string(one.ends_at)}};
}

Result<access::Role> role_in(const boost::json::object& body) {
  const auto role = access::parse_role(TRY(text_of(body, "role", 20)));
  if (!role) return invalid("`role` must be owner, staff or viewer");
  return *role;
}

}  // namespace

boost::json::object key_json(const ApiKey& one) {
  return {{"key", one.id},
          {"name", one.name},
          {"kind", access::to_string(one.kind)},
          {"role", access::to_string(one.role)},
          {"prefix", one.prefix},
          {"made_at", to_string(one.made_at)},
          {"made_by", one.made_by},
          {"ends_at", maybe(one.ends_at)},
          {"used_at", maybe(one.used_at)},
          {"revoked_at", maybe(one.revoked_at)}};
}

Result<boost::json::object> team_page(Unit& unit, const Actor& actor) {
  Team team(unit);
  boost::json::array people;
  for (const auto& one : TRY(team.members())) people.push_back(member_json(one, actor));
  boost::json::array invitations;
  if (actor.role == access::Role::owner) {
    for (const auto& one : TRY(team.invitations())) invitations.push_back(invitation_json(one));
  }
  return boost::json::object{{"people", std::move(people)}, {"invitations", std::move(invitations)}};
}

Result<boost::json::object> invite(Unit& unit, const Actor& actor, const boost::json::object& body,
                                   const std::string& token) {
  const std::string email = TRY(access::fold_email(TRY(text_of(body, "email", 254))));
  const access::Role role = TRY(role_in(body));
  TRY(Team(unit).invite(email, role, actor.who, token));
  return team_page(unit, actor);
}

Result<boost::json::object> withdraw_invitation(Unit& unit, const Actor& actor, std::int64_t invitation) {
  TRY(Team(unit).withdraw(invitation, actor.who));
  return team_page(unit, actor);
}

Result<boost::json::object> set_role(Unit& unit, const Actor& actor, std::int64_t person,
                                     const boost::json::object& body) {
  TRY(Team(unit).set_role(PersonId(person), TRY(role_in(body)), actor.who));
  return team_page(unit, actor);
}

Result<boost::json::object> remove_person(Unit& unit, const Actor& actor, std::int64_t person) {
  TRY(Team(unit).remove(PersonId(person), actor.who));
  return team_page(unit, actor);
}

Result<boost::json::object> keys_page(Unit& unit, std::int64_t before) {
  auto found = TRY(ApiKeys(unit).list(before, keys_a_page + 1));
  boost::json::value next = nullptr;
  if (std::ssize(found) > keys_a_page) {
    found.pop_back();
    next = found.back().id;
  }
  boost::json::array keys;
  for (const auto& one : found) keys.push_back(key_json(one));
  return boost::json::object{{"keys", std::move(keys)}, {"before", std::move(next)}};
}

Result<boost::json::object> make_key(Unit& unit, const Actor& actor, const boost::json::object& body,
                                     const std::string& chance) {
  const auto kind = access::parse_key_kind(TRY(text_of(body, "kind", 20)));
  if (!kind) return invalid("`kind` must be test, guest or live");
  ApiKey key{.kind = *kind, .name = TRY(needed(body, "name", 80)), .made_by = actor.who};
  key.role = body.if_contains("role") != nullptr ? TRY(role_in(body)) : access::Role::staff;
  if (const auto days = TRY(count_of(body, "days", 1, 3'650))) key.ends_at = unit.now() + hours{24} * *days;
  const Secret<std::string> text = access::make_key(*kind, chance);
  const ApiKey made = TRY(ApiKeys(unit).add(key, text));
  boost::json::object page = TRY(keys_page(unit, 0));
  page["made"] = key_json(made);
  page["text"] = text.reveal();
  return page;
}

Result<boost::json::object> revoke_key(Unit& unit, const Actor& actor, std::int64_t key) {
  TRY(ApiKeys(unit).revoke(key, actor.who));
  return keys_page(unit, 0);
}

Result<boost::json::object> open_account(Unit& unit, const Actor& actor, const boost::json::object& body,
                                         const std::string& token, const Settings& settings) {
  const auto* wanted = body.if_contains("account");
  if (wanted == nullptr || !wanted->is_object()) return invalid("`account` must be an object");
  const Account account = TRY(read_account(wanted->as_object(), settings));
  const std::string owner = TRY(access::fold_email(TRY(text_of(body, "owner", 254))));
  const AccountId made = TRY(unit.accounts().create(account));
  TRY(DoorLinks(unit).make({.account = made, .email = owner, .role = access::Role::owner, .made_by = actor.who},
                           token));
  TRY(unit.ledger().append({.kind = LedgerKind::by_hand,
                            .code = "account_created",
                            .body = LedgerBody().plain("who", actor.who).plain("account", made.value())}));
  boost::json::object page = TRY(accounts_page(unit, {}));
  page["made"] = made.value();
  return page;
}

}  // namespace courtesy::api
