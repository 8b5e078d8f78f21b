#include "store/people.h"

#include "access/recovery.h"
#include "access/sealed.h"
#include "access/totp.h"
#include "store/door_hash.h"
#include "store/unit.h"

namespace courtesy {
namespace {

constexpr std::string_view columns = "person, email, name, password, operator, totp, made_at";

Person read(const Row& row) {
  return {.id = row[0].id<PersonId>(),
          .email = row[1].text(),
          .name = row[2].text(),
          .password = row[3].text(),
          .is_operator = row[4].number() != 0,
          .has_factor = !row[5].text().empty(),
          .made_at = row[6].instant()};
}

Error nobody() { return {ErrorCode::not_found, "there is no such person"}; }

Secret<std::string> seal_key(const Unit& unit) {
  return Secret<std::string>(hmac_sha256(unit.settings().suppression_key.reveal(), "seal second factors"));
}
std::string sealed_for(PersonId id) { return fmt::format("person {}", id.value()); }

std::string recovery_hash(const Unit& unit, PersonId id, std::string_view folded) {
  return door_hash(unit, fmt::format("recovery {}", id.value()), folded);
}

}  // namespace

Result<bool> People::any() { return !TRY(unit_.db().run("SELECT 1 FROM person LIMIT 1")).empty(); }

Result<bool> People::any_operator() {
  return !TRY(unit_.db().run("SELECT 1 FROM person WHERE operator = 1 LIMIT 1")).empty();
}

Result<PersonId> People::add(const Person& person) {
  const Rows taken = TRY(unit_.db().run("SELECT 1 FROM person WHERE email = $1", {person.email}));
  if (!taken.empty()) return Error{ErrorCode::conflict, "somebody has this email address already"};
  const Rows rows = TRY(
      unit_.db().run("INSERT INTO person (person, email, name, password, operator, made_at)"
                     " VALUES ((SELECT COALESCE(MAX(person), 0) + 1 FROM person), $1, $2, $3, $4, $5) RETURNING person",
                     {person.email, person.name, person.password, person.is_operator, unit_.now()}));
  return rows[0][0].id<PersonId>();
}

Result<std::optional<Person>> People::by_email(const std::string& email) {
  const Rows rows = TRY(unit_.db().run(fmt::format("SELECT {} FROM person WHERE email = $1", columns), {email}));
  return rows.empty() ? std::optional<Person>{} : std::optional(read(rows[0]));
}

Result<Person> People::get(PersonId id) {
  const Rows rows = TRY(unit_.db().run(fmt::format("SELECT {} FROM person WHERE person = $1", columns), {id}));
  if (rows.empty()) return nobody();
  return read(rows[0]);
}

Result<std::vector<Person>> People::all() {
  std::vector<Person> found;
  for (const Row& row : TRY(unit_.db().run(fmt::format("SELECT {} FROM person ORDER BY person", columns))))
    found.push_back(read(row));
  return found;
}

Result<void> People::set_password(PersonId id, const std::string& hash) {
  TRY(unit_.db().run("UPDATE person SET password = $2 WHERE person = $1", {id, hash}));
  return {};
}

Result<void> People::set_name(PersonId id, const std::string& name) {
  TRY(unit_.db().run("UPDATE person SET name = $2 WHERE person = $1", {id, name}));
  return {};
}

Result<void> People::remove(PersonId id) {
  TRY(get(id));
  for (const std::string_view table : {"membership", "recovery_code", "person_session", "door_link", "person"})
    TRY(unit_.db().run(fmt::format("DELETE FROM {} WHERE person = $1", table), {id}));
  return {};
}

Result<std::vector<Membership>> People::accounts_of(PersonId id) {
  std::vector<Membership> found;
  for (const Row& row : TRY(unit_.db().run("SELECT m.account, a.name, m.role FROM membership m"
                                           " JOIN account a ON a.account = m.account WHERE m.person = $1"
                                           " ORDER BY m.account",
                                           {id}))) {
    found.push_back({row[0].id<AccountId>(), row[1].text(), access::parse_role(row[2].text()).value()});
  }
  return found;
}

Result<std::vector<AccountId>> People::without_owner() {
  std::vector<AccountId> found;
  for (const Row& row :
       TRY(unit_.db().run("SELECT account FROM account WHERE account > 0 AND NOT EXISTS (SELECT 1 FROM membership m"
                          " WHERE m.account = account.account AND m.role = 'owner') ORDER BY account")))
    found.push_back(row[0].id<AccountId>());
  return found;
}

Result<void> People::join(AccountId account, PersonId id, access::Role role, const std::string& added_by) {
  TRY(
      unit_.db().run("INSERT INTO membership (account, person, role, since, added_by) VALUES ($1, $2, $3, $4, $5)"
                     " ON CONFLICT (account, person) DO UPDATE SET role = $3",
                     {account, id, access::to_string(role), unit_.now(), added_by}));
  return {};
}

Result<void> People::begin_factor(PersonId id, const Secret<std::string>& seed, std::string_view nonce) {
  TRY(unit_.db().run("UPDATE person SET totp_new = $2 WHERE person = $1",
                     {id, access::seal(seal_key(unit_), nonce, sealed_for(id), seed)}));
  return {};
}

Result<std::optional<Secret<std::string>>> People::seed(PersonId id, bool begun) {
  using Seed = std::optional<Secret<std::string>>;
  const Rows rows = TRY(unit_.db().run("SELECT totp, totp_new FROM person WHERE person = $1", {id}));
  if (rows.empty()) return nobody();
  const std::string& sealed = rows[0][begun ? 1 : 0].text();
  if (sealed.empty()) return Seed{};
  return Seed(TRY(access::unseal(seal_key(unit_), sealed_for(id), sealed)));
}

Result<bool> People::prove_factor(PersonId id, std::string_view code) {
  const auto begun = TRY(seed(id, true));
  if (!begun) return false;
  const auto step = access::totp_fits(*begun, code, unit_.now(), 0);
  if (!step) return false;
  TRY(unit_.db().run("UPDATE person SET totp = totp_new, totp_new = '', totp_step = $2 WHERE person = $1",
                     {id, *step}));
  return true;
}

Result<void> People::drop_factor(PersonId id) {
  TRY(unit_.db().run("UPDATE person SET totp = '', totp_new = '', totp_step = 0 WHERE person = $1", {id}));
  TRY(unit_.db().run("DELETE FROM recovery_code WHERE person = $1", {id}));
  return {};
}

Result<bool> People::take_step(PersonId id, std::string_view code) {
  const auto own = TRY(seed(id, false));
  if (!own) return false;
  const Rows rows = TRY(unit_.db().run("SELECT totp_step FROM person WHERE person = $1", {id}));
  const auto step = access::totp_fits(*own, code, unit_.now(), rows[0][0].number());
  if (!step) return false;
  const Rows taken = TRY(unit_.db().run(
      "UPDATE person SET totp_step = $2 WHERE person = $1 AND totp_step < $2 RETURNING person", {id, *step}));
  return !taken.empty();
}

Result<bool> People::use_code(PersonId id, std::string_view code) {
  if (TRY(take_step(id, code))) return true;
  const std::string folded = access::fold_recovery_code(code);
  if (folded.empty()) return false;
  const Rows used = TRY(unit_.db().run(
      "UPDATE recovery_code SET used_at = $3 WHERE person = $1 AND hash = $2 AND used_at IS NULL RETURNING person",
      {id, recovery_hash(unit_, id, folded), unit_.now()}));
  return !used.empty();
}

Result<void> People::set_recovery_codes(PersonId id, const std::vector<std::string>& codes) {
  TRY(unit_.db().run("DELETE FROM recovery_code WHERE person = $1", {id}));
  for (const auto& code : codes)
    TRY(unit_.db().run("INSERT INTO recovery_code (person, hash) VALUES ($1, $2)",
                       {id, recovery_hash(unit_, id, access::fold_recovery_code(code))}));
  return {};
}

Result<std::int64_t> People::recovery_codes_left(PersonId id) {
  const Rows rows =
      TRY(unit_.db().run("SELECT COUNT(*) FROM recovery_code WHERE person = $1 AND used_at IS NULL", {id}));
  return rows[0][0].number();
}

}  // namespace courtesy
