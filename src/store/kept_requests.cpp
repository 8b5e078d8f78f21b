#include "store/kept_requests.h"

#include "store/keyed.h"
#include "store/unit.h"

namespace courtesy {

Result<std::optional<std::string>> KeptRequests::find(const KeyedRequest& request) {
  const Rows rows = TRY(unit_.db().run(
      "SELECT asked, answer FROM kept_request WHERE account = $1 AND actor = $2 AND request = $3 AND at > $4",
      {unit_.account(), request.actor, keyed_hash(unit_, "request", request.key), unit_.now() - request_is_kept}));
  if (rows.empty()) return std::optional<std::string>{};
  if (rows[0][0].text() != keyed_hash(unit_, "asked", request.asked))
    return Error{ErrorCode::conflict, std::string(key_used_otherwise)};
  return std::optional(rows[0][1].text());
}

Result<void> KeptRequests::keep(const KeyedRequest& request, std::string_view answer) {
  TRY(unit_.db().run("DELETE FROM kept_request WHERE account = $1 AND at <= $2",
                     {unit_.account(), unit_.now() - request_is_kept}));
  TRY(
      unit_.db().run("INSERT INTO kept_request (account, actor, request, asked, answer, at)"
                     " VALUES ($1, $2, $3, $4, $5, $6)",
                     {unit_.account(), request.actor, keyed_hash(unit_, "request", request.key),
                      keyed_hash(unit_, "asked", request.asked), answer, unit_.now()}));
  return {};
}

}  // namespace courtesy
