#include "store/person_sessions.h"

#include "access/pace.h"
#include "store/door_hash.h"
#include "store/unit.h"

namespace courtesy {
namespace {

constexpr minutes seen_every{1};

constexpr std::string_view columns =
    "s.session, s.person, s.account, s.begun_at, s.seen_at, s.ends_at, s.factor_at, s.address, s.agent";
constexpr std::size_t column_count = 9;
constexpr std::string_view is_live = "s.ended_at IS NULL AND s.ends_at > $2 AND s.seen_at + s.idle > $2";

PersonSession read(const Row& row) {
  return {.id = row[0].number(),
          .person = row[1].id<PersonId>(),
          .account = row[2].id<AccountId>(),
          .begun_at = row[3].instant(),
          .seen_at = row[4].instant(),
          .ends_at = row[5].instant(),
          .factor_at = row[6].maybe_instant(),
          .address = row[7].text(),
          .agent = row[8].text()};
}

std::string hash_of(const Unit& unit, std::string_view token) { return door_hash(unit, "session", token); }

}  // namespace

Result<PersonSession> PersonSessions::begin(PersonSession session, bool is_operator, std::string_view token) {
  const access::Lifetime lifetime = access::lifetime_of(is_operator);
  session.begun_at = session.seen_at = unit_.now();
  session.ends_at = unit_.now() + lifetime.whole;
  const Rows ids = TRY(
      unit_.db().run("SELECT COALESCE(MAX(session), 0) + 1 FROM person_session WHERE person = $1", {session.person}));
  session.id = ids[0][0].number();
  TRY(unit_.db().run(
      "INSERT INTO person_session (hash, person, session, account, begun_at, seen_at, ends_at, idle,"
      " factor_at, address, agent) VALUES ($1, $2, $3, $4, $5, $5, $6, $7, $8, $9, $10)",
      {hash_of(unit_, token), session.person, session.id, session.account, session.begun_at, session.ends_at,
       milliseconds(lifetime.idle).count(), session.factor_at, session.address, session.agent}));
  return session;
}

Result<std::optional<Visitor>> PersonSessions::find(std::string_view token) {
  const Rows rows = TRY(unit_.db().run(
      fmt::format("SELECT {}, p.email, p.name, p.operator, p.totp, p.made_at, m.role, a.name FROM person_session s"
                  " JOIN person p ON p.person = s.person"
                  " LEFT JOIN membership m ON m.account = s.account AND m.person = s.person"
                  " LEFT JOIN account a ON a.account = s.account WHERE s.hash = $1 AND {}",
                  columns, is_live),
      {hash_of(unit_, token), unit_.now()}));
  if (rows.empty()) return std::optional<Visitor>{};
  const Row& row = rows[0];
  const auto at = [&](std::size_t i) -> const Value& { return row[column_count + i]; };
  Visitor visitor{.session = read(row), .person = {}, .role = access::parse_role(at(5).text()), .account_name = {}};
  visitor.person = {.id = visitor.session.person,
                    .email = at(0).text(),
                    .name = at(1).text(),
                    .password = {},
                    .is_operator = at(2).number() != 0,
                    .has_factor = !at(3).text().empty(),
                    .made_at = at(4).instant()};
  if (visitor.role) visitor.account_name = at(6).text();
  return std::optional(std::move(visitor));
}

Result<void> PersonSessions::seen(PersonId person, std::int64_t session) {
  TRY(unit_.db().run("UPDATE person_session SET seen_at = $3 WHERE person = $1 AND session = $2 AND seen_at <= $4",
                     {person, session, unit_.now(), unit_.now() - seen_every}));
  return {};
}

Result<void> PersonSessions::end(PersonId person, std::int64_t session) {
  const Rows rows = TRY(
      unit_.db().run("UPDATE person_session SET ended_at = $3 WHERE person = $1 AND session = $2 AND ended_at IS NULL"
                     " RETURNING session",
                     {person, session, unit_.now()}));
  if (rows.empty()) return Error{ErrorCode::not_found, "there is no such session, or it has ended"};
  return {};
}

Result<void> PersonSessions::end_all(PersonId person, std::int64_t but) {
  TRY(unit_.db().run("UPDATE person_session SET ended_at = $3 WHERE person = $1 AND session <> $2 AND ended_at IS NULL",
                     {person, but, unit_.now()}));
  return {};
}

Result<void> PersonSessions::factor_shown(PersonId person, std::int64_t session) {
  TRY(unit_.db().run("UPDATE person_session SET factor_at = $3 WHERE person = $1 AND session = $2",
                     {person, session, unit_.now()}));
  return {};
}

Result<void> PersonSessions::look_at(PersonId person, std::int64_t session, AccountId account) {
  const Rows member =
      TRY(unit_.db().run("SELECT 1 FROM membership WHERE account = $1 AND person = $2", {account, person}));
  if (member.empty()) return Error{ErrorCode::not_found, "there is no such account"};
  TRY(unit_.db().run("UPDATE person_session SET account = $3 WHERE person = $1 AND session = $2",
                     {person, session, account}));
  return {};
}

Result<std::vector<PersonSession>> PersonSessions::of(PersonId person) {
  std::vector<PersonSession> found;
  for (const Row& row : TRY(unit_.db().run(
           fmt::format("SELECT {} FROM person_session s WHERE s.person = $1 AND {} ORDER BY s.session DESC", columns,
                       is_live),
           {person, unit_.now()})))
    found.push_back(read(row));
  return found;
}

Result<void> PersonSessions::forget(Instant before) {
  TRY(
      unit_.db().run("DELETE FROM person_session WHERE (ends_at < $1 OR ended_at < $1) AND session <"
                     " (SELECT MAX(newest.session) FROM person_session newest"
                     " WHERE newest.person = person_session.person)",
                     {before}));
  return {};
}

}  // namespace courtesy
