#include "store/kept_requests.h"

#include "access/sealed.h"
#include "store/door_hash.h"
#include "store/keyed.h"
#include "store/unit.h"

namespace courtesy {

namespace {

/// An answer may hold what is shown once: a key, a link.
Secret<std::string> seal_key(const Unit& unit) {
  return Secret<std::string>(hmac_sha256(unit.settings().suppression_key.reveal(), "seal kept answers"));
}

std::string sealed_for(const Unit& unit, const KeyedRequest& request) {
  return fmt::format("{} {} {}", unit.account().value(), request.actor, request.key);
}

}  // namespace

Result<std::optional<std::string>> KeptRequests::find(const KeyedRequest& request) {
  const Rows rows = TRY(unit_.db().run(
      "SELECT asked, answer FROM kept_request WHERE account = $1 AND actor = $2 AND request = $3 AND at > $4",
      {unit_.account(), request.actor, keyed_hash(unit_, "request", request.key), unit_.now() - request_is_kept}));
  if (rows.empty()) return std::optional<std::string>{};
  if (rows[0][0].text() != keyed_hash(unit_, "asked", request.asked))
    return Error{ErrorCode::conflict, std::string(key_used_otherwise)};
  return std::optional(TRY(access::unseal(seal_key(unit_), sealed_for(unit_, request), rows[0][1].text())).reveal());
}

Result<void> KeptRequests::keep(const KeyedRequest& request, std::string_view answer) {
  const std::string nonce =
      drawn(unit_, fmt::format("kept {} {}", request.actor, request.key)).substr(0, access::seal_nonce_bytes);
  const std::string sealed =
      access::seal(seal_key(unit_), nonce, sealed_for(unit_, request), Secret<std::string>(std::string(answer)));
  TRY(unit_.db().run("DELETE FROM kept_request WHERE account = $1 AND at <= $2",
                     {unit_.account(), unit_.now() - request_is_kept}));
  TRY(
      unit_.db().run("INSERT INTO kept_request (account, actor, request, asked, answer, at)"
                     " VALUES ($1, $2, $3, $4, $5, $6)",
                     {unit_.account(), request.actor, keyed_hash(unit_, "request", request.key),
                      keyed_hash(unit_, "asked", request.asked), sealed, unit_.now()}));
  return {};
}

}  // namespace courtesy
