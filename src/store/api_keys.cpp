#include "store/api_keys.h"

#include "store/door_hash.h"
#include "store/ledger.h"
#include "store/unit.h"

namespace courtesy {
namespace {

constexpr minutes seen_every{1};
constexpr std::string_view columns =
    "api_key, account, kind, prefix, name, role, made_at, made_by, ends_at, used_at, revoked_at";

ApiKey read(const Row& row) {
  return {.id = row[0].number(),
          .account = row[1].id<AccountId>(),
          .kind = access::parse_key_kind(row[2].text()).value(),
          .prefix = row[3].text(),
          .name = row[4].text(),
          .role = access::parse_role(row[5].text()).value(),
          .made_at = row[6].instant(),
          .made_by = row[7].text(),
          .ends_at = row[8].maybe_instant(),
          .used_at = row[9].maybe_instant(),
          .revoked_at = row[10].maybe_instant()};
}

LedgerEntry on_record(std::string code, const std::string& who, const ApiKey& key) {
  return {.kind = LedgerKind::by_hand,
          .code = std::move(code),
          .body = LedgerBody()
                      .plain("who", who)
                      .plain("key", key.id)
                      .plain("name", key.name)
                      .plain("kind", access::to_string(key.kind))
                      .plain("role", access::to_string(key.role))};
}

}  // namespace

Result<std::optional<ApiKey>> ApiKeys::find(std::string_view key) {
  const Rows rows = TRY(unit_.db().run(
      fmt::format("SELECT {} FROM api_key WHERE hash = $1 AND revoked_at IS NULL AND (ends_at IS NULL OR ends_at > $2)",
                  columns),
      {door_hash(unit_, "api key", key), unit_.now()}));
  return rows.empty() ? std::optional<ApiKey>{} : std::optional(read(rows[0]));
}

Result<void> ApiKeys::seen(const ApiKey& key) {
  TRY(
      unit_.db().run("UPDATE api_key SET used_at = $3 WHERE account = $1 AND api_key = $2"
                     " AND (used_at IS NULL OR used_at <= $4)",
                     {key.account, key.id, unit_.now(), unit_.now() - seen_every}));
  return {};
}

Result<ApiKey> ApiKeys::add(ApiKey key, const Secret<std::string>& text) {
  const Rows known = TRY(unit_.db().run(
      "SELECT COALESCE(MAX(api_key), 0) + 1, COALESCE(SUM(CASE WHEN revoked_at IS NULL THEN 1 ELSE 0 END), 0)"
      " FROM api_key WHERE account = $1",
      {unit_.account()}));
  if (known[0][1].number() >= most_keys)
    return Error{ErrorCode::full, "there are too many keys: revoke those that nobody uses"};
  key.id = known[0][0].number();
  key.account = unit_.account();
  key.prefix = access::key_prefix(text.reveal());
  key.made_at = unit_.now();
  TRY(
      unit_.db().run("INSERT INTO api_key (hash, account, api_key, kind, prefix, name, role, made_at, made_by, ends_at)"
                     " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
                     {door_hash(unit_, "api key", text.reveal()), key.account, key.id, access::to_string(key.kind),
                      key.prefix, key.name, access::to_string(key.role), key.made_at, key.made_by, key.ends_at}));
  TRY(unit_.ledger().append(on_record("key_made", key.made_by, key)));
  return key;
}

Result<std::vector<ApiKey>> ApiKeys::list(std::int64_t before, int limit) {
  std::vector<ApiKey> found;
  for (const Row& row :
       TRY(unit_.db().run(fmt::format("SELECT {} FROM api_key"
                                      " WHERE account = $1 AND ($2 = 0 OR (revoked_at IS NOT NULL AND api_key < $2))"
                                      " ORDER BY CASE WHEN revoked_at IS NULL THEN 0 ELSE 1 END, api_key DESC LIMIT $3",
                                      columns),
                          {unit_.account(), before, limit})))
    found.push_back(read(row));
  return found;
}

Result<void> ApiKeys::revoke(std::int64_t id, const std::string& who) {
  const Rows rows = TRY(unit_.db().run(
      fmt::format("UPDATE api_key SET revoked_at = $3, revoked_by = $4 WHERE account = $1 AND api_key = $2"
                  " AND revoked_at IS NULL RETURNING {}",
                  columns),
      {unit_.account(), id, unit_.now(), who}));
  if (rows.empty()) return Error{ErrorCode::not_found, "there is no such key, or it is revoked already"};
  return unit_.ledger().append(on_record("key_revoked", who, read(rows[0])));
}

}  // namespace courtesy
