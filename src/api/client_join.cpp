#include "api/client_join.h"

#include <fmt/format.h>

#include <boost/json.hpp>
#include <limits>

#include "api/answer.h"
#include "api/client_page.h"
#include "api/clients.h"
#include "api/read_body.h"
#include "base/bytes.h"
#include "base/whole_number.h"
#include "store/accounts.h"
#include "store/join_clients.h"

namespace courtesy::api {
namespace {

using boost::json::array;
using boost::json::object;

Result<void> take_detail(TakenDetails& taken, std::string_view name) {
  if (name == "name") {
    taken.name = true;
  } else if (name == "number") {
    taken.number = true;
  } else if (name == "email") {
    taken.email = true;
  } else if (name == "zone") {
    taken.zone = true;
  } else if (name == "language") {
    taken.language = true;
  } else {
    return invalid("`take` must name details: name, number, email, zone, language");
  }
  return {};
}

Result<TakenDetails> details_in(std::string_view list) {
  TakenDetails taken;
  while (!list.empty()) {
    const std::size_t end = std::min(list.find(','), list.size());
    TRY(take_detail(taken, list.substr(0, end)));
    list.remove_prefix(std::min(end + 1, list.size()));
  }
  return taken;
}

Result<TakenDetails> details_in(const object& body) {
  TakenDetails taken;
  const auto* list = body.if_contains("take");
  if (list == nullptr || list->is_null()) return taken;
  if (!list->is_array()) return invalid("`take` must be a list, such as [\"email\"]");
  for (const auto& one : list->as_array()) {
    if (!one.is_string()) return invalid("`take` must be a list of names, such as [\"email\"]");
    TRY(take_detail(taken, std::string_view(one.as_string())));
  }
  return taken;
}

object joined_json(const Joined& joined, ClientId goes) {
  array withdrawn;
  for (const Channel channel : joined.withdrawn) withdrawn.push_back(boost::json::value(to_string(channel)));
  return {{"with", goes.value()},
          {"ahead", joined.ahead},
          {"behind", joined.behind},
          {"waiting", joined.waiting},
          {"withdrawn", std::move(withdrawn)},
          {"never", object{{"number", joined.never_number}, {"email", joined.never_email}}},
          {"planned_anew", joined.planned_anew}};
}

object details_json(const Client& client, std::string_view country) {
  object details = ways_json(client, country);
  details["zone"] = maybe(client.zone);
  details["language"] = maybe(client.language);
  return details;
}

}  // namespace

namespace {

/// What will happen, with a tag of all of it: whoever joins says by it what they have seen.
Result<object> seen_before(Unit& unit, const Join& join) {
  const Client stays = TRY(unit.clients().get(join.stays));
  const std::string country = TRY(unit.accounts().get()).country;
  const Joined joined = TRY(preview_join(unit, join));
  object seen{{"stays", details_json(stays, country)},
              {"goes", details_json(TRY(unit.clients().get(join.goes)), country)},
              {"then", details_json(joined.client, country)},
              {"joined", joined_json(joined, join.goes)}};
  seen["etag"] = hex(sha256(boost::json::serialize(seen))).substr(0, 16);
  return seen;
}

Result<void> check_unchanged(Unit& unit, const Join& join, const std::string& if_match) {
  if (if_match.empty() || if_match == "*") return {};
  const object seen = TRY(seen_before(unit, join));
  if (if_match == fmt::format("\"{}\"", std::string_view(seen.at("etag").as_string()))) return {};
  return Error{ErrorCode::conflict, changed_meanwhile};
}

}  // namespace

Result<object> join_preview(Unit& unit, std::int64_t id, const http::Fields& query) {
  const auto with = whole_number<std::int64_t>(http::field(query, "with").value_or(""));
  if (!with) return invalid("`with` must be the id of the client that goes");
  const Join join{
      .stays = ClientId(id), .goes = ClientId(*with), .take = TRY(details_in(http::field(query, "take").value_or("")))};
  return seen_before(unit, join);
}

Result<object> join_client(Unit& unit, std::int64_t id, const object& body, const std::string& if_match) {
  const auto with = TRY(count_of(body, "with", 1, std::numeric_limits<std::int64_t>::max()));
  if (!with) return invalid("`with` must be the id of the client that goes");
  const Join join{.stays = ClientId(id), .goes = ClientId(*with), .take = TRY(details_in(body))};
  TRY(check_unchanged(unit, join, if_match));
  const Joined joined = TRY(join_clients(unit, join, TRY(who_of(body))));
  object page = TRY(client_page(unit, join.stays));
  page["joined"] = joined_json(joined, join.goes);
  return page;
}

}  // namespace courtesy::api
