// The installation as a whole, and what describes it.
#include "api/error_codes.h"
#include "api/openapi.h"
#include "api/routes/table.h"
#include "api/routes/ways.h"
#include "api/session.h"
#include "api/team.h"
#include "base/embedded.h"

namespace courtesy::api {
namespace {

void get_accounts(Api& api, Call call, Respond respond) {
  call.actor.account = AccountId{};  // the installation
  api.ask(call, accounts_page, std::move(respond));
}

void post_account(Api& api, Call call, Respond respond) {
  const std::string token = api.settings().random->token(token_bytes);
  const std::string link = link_address(page_address(call.request, api.gate(), api.settings()), token);
  api.write_in(
      AccountId{}, call,
      [&api, actor = call.actor, body = call.body, token, link](Unit& unit) -> Result<Object> {
        Object told = TRY(open_account(unit, actor, body, token, api.settings()));
        told["link"] = link;
        return told;
      },
      [] {}, std::move(respond));
}

void put_speed(Api& api, Call call, Respond respond) {
  const auto& demo = api.settings().demo;
  if (!demo) return respond(problem(404, "not_found", "This is no demo", "Only a simulated day has a speed."));
  const auto* speed = call.body.if_contains("speed");
  double value = -1;
  if (speed != nullptr && speed->is_number()) value = speed->to_number<double>();
  if (!(value >= 0 && value <= 1'000)) return respond(problem(invalid("`speed` must be a number from 0 to 1000")));
  demo->set_speed(value);
  api.settings().on_change();
  api.tell_session(call, std::move(respond));
}

/// A code's page, as plain text.
void get_error_page(Api&, Call call, Respond respond) {
  const auto text = is_error_code(call.at[0]) ? embedded_file("errors/" + call.at[0] + ".md") : std::nullopt;
  if (!text) return respond(problem(no_such_thing()));
  respond({.status = 200, .headers = {{"Content-Type", "text/markdown; charset=utf-8"}}, .body = std::string(*text)});
}

void get_openapi(Api& api, Call, Respond respond) { respond(json(openapi(api.settings().version))); }

constexpr std::array table{
    // The installation
    Route{"GET", "/accounts", Capability::operate, nobody, none, "", "", get_accounts},
    Route{"POST", "/accounts", Capability::operate, nobody, json_body, "account owner",
          R"({"account":{"name":"Ash Barbers","zone":"America/New_York","country":"US","caller_number":"+12125550399",)"
          R"("callback_number":"+12125550300"},"owner":"pat@ash.example"})",
          post_account},
    Route{"PUT", "/demo/speed", Capability::work, nobody, json_body, "speed", R"({"speed":60})", put_speed},

    // What describes it
    Route{"GET", "/errors/{code}", Capability::open, nobody, none, "", "", get_error_page},
    Route{"GET", "/openapi.json", Capability::open, nobody, none, "", "", get_openapi},
};

}  // namespace

std::span<const Route> installation_routes() { return table; }

}  // namespace courtesy::api
