#include "store/team.h"

#include <array>

#include "store/door_hash.h"
#include "store/ledger.h"
#include "store/unit.h"

namespace courtesy {
namespace {

constexpr std::array<std::string_view, 2> purposes{"join", "password"};
constexpr std::string_view link_columns = "link, purpose, account, person, email, role, made_by, made_at, ends_at";

DoorLink read_link(const Row& row) {
  DoorLink link{.id = row[0].number(),
                .account = row[2].id<AccountId>(),
                .person = row[3].id<PersonId>(),
                .email = row[4].text(),
                .role = access::parse_role(row[5].text()).value_or(access::Role::viewer),
                .made_by = row[6].text(),
                .made_at = row[7].instant(),
                .ends_at = row[8].instant()};
  for (std::size_t i = 0; i < purposes.size(); ++i) {
    if (purposes[i] == row[1].text()) link.purpose = static_cast<LinkPurpose>(i);
  }
  return link;
}

Member read_member(const Row& row) {
  return {.person = row[0].id<PersonId>(),
          .name = row[1].text(),
          .email = row[2].text(),
          .role = access::parse_role(row[3].text()).value(),
          .has_factor = !row[4].text().empty(),
          .since = row[5].instant(),
          .added_by = row[6].text()};
}

constexpr std::string_view members_sql =
    "SELECT p.person, p.name, p.email, m.role, p.totp, m.since, m.added_by FROM membership m"
    " JOIN person p ON p.person = m.person WHERE m.account = $1";

Error no_member() { return {ErrorCode::not_found, "this person is not in the account"}; }

}  // namespace

std::string_view to_string(LinkPurpose purpose) { return purposes.at(static_cast<std::size_t>(purpose)); }

Result<DoorLink> DoorLinks::make(DoorLink link, std::string_view token) {
  TRY(
      unit_.db().run("UPDATE door_link SET used_at = $4 WHERE account = $1 AND purpose = $2 AND email = $3"
                     " AND used_at IS NULL",
                     {link.account, to_string(link.purpose), link.email, unit_.now()}));
  const Rows ids =
      TRY(unit_.db().run("SELECT COALESCE(MAX(link), 0) + 1 FROM door_link WHERE account = $1", {link.account}));
  link.id = ids[0][0].number();
  link.made_at = unit_.now();
  link.ends_at = unit_.now() + (link.purpose == LinkPurpose::password ? password_link_lives : invitation_lives);
  TRY(
      unit_.db().run("INSERT INTO door_link (hash, purpose, account, link, person, email, role, made_by, made_at,"
                     " ends_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
                     {door_hash(unit_, "link", token), to_string(link.purpose), link.account, link.id, link.person,
                      link.email, access::to_string(link.role), link.made_by, link.made_at, link.ends_at}));
  return link;
}

Result<std::optional<DoorLink>> DoorLinks::find(std::string_view token) {
  const Rows rows = TRY(unit_.db().run(
      fmt::format("SELECT {} FROM door_link WHERE hash = $1 AND used_at IS NULL AND ends_at > $2", link_columns),
      {door_hash(unit_, "link", token), unit_.now()}));
  return rows.empty() ? std::optional<DoorLink>{} : std::optional(read_link(rows[0]));
}

Result<bool> DoorLinks::use(std::string_view token) {
  const Rows rows = TRY(unit_.db().run(
      "UPDATE door_link SET used_at = $2 WHERE hash = $1 AND used_at IS NULL AND ends_at > $2 RETURNING link",
      {door_hash(unit_, "link", token), unit_.now()}));
  return !rows.empty();
}

Result<std::vector<Member>> Team::members() {
  std::vector<Member> found;
  for (const Row& row :
       TRY(unit_.db().run(fmt::format("{} ORDER BY p.name, p.person", members_sql), {unit_.account()})))
    found.push_back(read_member(row));
  return found;
}

Result<std::optional<Member>> Team::member(PersonId person) {
  const Rows rows = TRY(unit_.db().run(fmt::format("{} AND m.person = $2", members_sql), {unit_.account(), person}));
  return rows.empty() ? std::optional<Member>{} : std::optional(read_member(rows[0]));
}

Result<DoorLink> Team::invite(const std::string& email, access::Role role, const std::string& who,
                              std::string_view token) {
  const Rows there = TRY(unit_.db().run(fmt::format("{} AND p.email = $2", members_sql), {unit_.account(), email}));
  if (!there.empty()) return Error{ErrorCode::conflict, "whoever has this address is in the account already"};
  const DoorLink link =
      TRY(DoorLinks(unit_).make({.account = unit_.account(), .email = email, .role = role, .made_by = who}, token));
  TRY(unit_.ledger().append({.kind = LedgerKind::by_hand,
                             .code = "person_invited",
                             .body = LedgerBody()
                                         .plain("who", who)
                                         .plain("invitation", link.id)
                                         .plain("email", email)
                                         .plain("role", access::to_string(role))}));
  return link;
}

Result<std::vector<DoorLink>> Team::invitations() {
  std::vector<DoorLink> found;
  for (const Row& row : TRY(unit_.db().run(
           fmt::format("SELECT {} FROM door_link WHERE account = $1 AND purpose = 'join' AND used_at IS NULL"
                       " AND ends_at > $2 ORDER BY link DESC",
                       link_columns),
           {unit_.account(), unit_.now()})))
    found.push_back(read_link(row));
  return found;
}

Result<void> Team::withdraw(std::int64_t invitation, const std::string& who) {
  const Rows rows = TRY(unit_.db().run(
      "UPDATE door_link SET used_at = $3 WHERE account = $1 AND link = $2 AND purpose = 'join' AND used_at IS NULL"
      " RETURNING link",
      {unit_.account(), invitation, unit_.now()}));
  if (rows.empty()) return Error{ErrorCode::not_found, "there is no such open invitation"};
  return unit_.ledger().append({.kind = LedgerKind::by_hand,
                                .code = "invitation_withdrawn",
                                .body = LedgerBody().plain("who", who).plain("invitation", invitation)});
}

Result<void> Team::join(PersonId person, access::Role role, const std::string& invited_by) {
  TRY(People(unit_).join(unit_.account(), person, role, invited_by));
  return on_record("person_joined", person, access::to_string(role), invited_by);
}

Result<void> Team::set_role(PersonId person, access::Role role, const std::string& who) {
  if (role != access::Role::owner) TRY(keeps_an_owner(person));
  const Rows rows =
      TRY(unit_.db().run("UPDATE membership SET role = $3 WHERE account = $1 AND person = $2 RETURNING person",
                         {unit_.account(), person, access::to_string(role)}));
  if (rows.empty()) return no_member();
  return on_record("role_set", person, access::to_string(role), who);
}

Result<void> Team::remove(PersonId person, const std::string& who) {
  TRY(keeps_an_owner(person));
  const Rows rows = TRY(unit_.db().run("DELETE FROM membership WHERE account = $1 AND person = $2 RETURNING role",
                                       {unit_.account(), person}));
  if (rows.empty()) return no_member();
  TRY(unit_.db().run("UPDATE person_session SET account = 0 WHERE person = $1 AND account = $2",
                     {person, unit_.account()}));
  return on_record("person_removed", person, rows[0][0].text(), who);
}

Result<void> Team::keeps_an_owner(PersonId without) {
  if (!TRY(member(without))) return no_member();
  const Rows others =
      TRY(unit_.db().run("SELECT 1 FROM membership WHERE account = $1 AND person <> $2 AND role = 'owner' LIMIT 1",
                         {unit_.account(), without}));
  if (others.empty()) return Error{ErrorCode::conflict, "an account keeps an owner: make somebody else one first"};
  return {};
}

Result<void> Team::on_record(std::string code, PersonId person, std::string_view role, const std::string& who) {
  return unit_.ledger().append(
      {.kind = LedgerKind::by_hand,
       .code = std::move(code),
       .body = LedgerBody().plain("who", who).plain("person", person.value()).plain("role", role)});
}

}  // namespace courtesy
