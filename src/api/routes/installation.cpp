// The installation as a whole, and what describes it.
#include "api/error_codes.h"
#include "api/openapi.h"
#include "api/routes/table.h"
#include "api/routes/ways.h"
#include "base/embedded.h"

namespace courtesy::api {
namespace {

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
    Route{"PUT", "/demo/speed", Capability::work, nobody, json_body, "speed", R"({"speed":60})", put_speed},

    // What describes it
    Route{"GET", "/errors/{code}", Capability::open, nobody, none, "", "", get_error_page},
    Route{"GET", "/openapi.json", Capability::open, nobody, none, "", "", get_openapi},
};

}  // namespace

std::span<const Route> installation_routes() { return table; }

}  // namespace courtesy::api
