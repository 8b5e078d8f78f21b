#include "api/client_routes.h"

#include <fmt/format.h>

#include <boost/json.hpp>

#include "api/answer.h"
#include "api/api.h"
#include "api/client_page.h"
#include "api/clients.h"
#include "api/version_tag.h"
#include "base/whole_number.h"

namespace courtesy::api {
namespace {

using Object = boost::json::object;

Result<ClientId> client_in(const Call& call) {
  const auto id = whole_number<std::int64_t>(call.at.at(0));
  if (!id) return Error{ErrorCode::not_found, "There is no such client here."};
  return ClientId(*id);
}

/// A client that was joined with another is found there.
http::Respond led_on(std::shared_ptr<ClientId> stays, http::Respond respond) {
  return [stays = std::move(stays), respond = std::move(respond)](http::Response response) mutable {
    if (response.status == 404 && *stays) {
      response.status = 301;
      response.headers.emplace_back("Location", fmt::format("/v1/clients/{}", stays->value()));
    }
    respond(std::move(response));
  };
}

}  // namespace

void get_client(Api& api, Call call, http::Respond respond) {
  const auto id = client_in(call);
  if (!id) return respond(problem(id.error()));
  auto tag = std::make_shared<std::int64_t>();
  auto stays = std::make_shared<ClientId>();
  api.ask(
      call,
      [id = *id, tag, stays](Unit& unit) -> Result<Object> {
        *stays = TRY(unit.clients().joined_into(id)).value_or(ClientId{});
        return noted(TRY(client_page(unit, id)), tag);
      },
      tagged(tag, led_on(stays, std::move(respond))));
}

void put_client(Api& api, Call call, http::Respond respond) {
  const auto id = client_in(call);
  if (!id) return respond(problem(id.error()));
  auto tag = std::make_shared<std::int64_t>();
  api.write(
      call,
      [&api, id = *id, tag, body = call.body, expected = expected_in(call.request)](Unit& unit) -> Result<Object> {
        return noted(TRY(change_client(unit, id, expected, body, api.settings())), tag);
      },
      api.settings().on_change, tagged(tag, std::move(respond)));
}

}  // namespace courtesy::api
