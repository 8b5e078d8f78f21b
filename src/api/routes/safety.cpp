// What holds contacts back: stops and releases, the held list, the pace.
#include "api/failsafe.h"
#include "api/pacing.h"
#include "api/pages.h"
#include "api/read_body.h"
#include "api/routes/table.h"
#include "api/routes/ways.h"
#include "api/session.h"

namespace courtesy::api {
namespace {

constexpr int most_held = 500;

/// The session with who asks, from within a unit.
Result<Object> told_session(Unit& unit, const Api& api, const Actor& actor) {
  Object told = TRY(session(unit, api.settings()));
  TRY(add_actor(unit, actor, told));
  return told;
}

/// A word that is not known stops more rather than less, as far as whoever asks may stop.
bool stops_the_house(const Call& call) {
  const auto* scope = call.body.if_contains("scope");
  return call.actor.is_operator && scope != nullptr && *scope != "account" && *scope != "";
}

void post_stop(Api& api, Call call, Respond respond) {
  // A stop is never refused for its words.
  const auto said = text_of(call.body, "why", 2'000);
  const std::string why = said ? *said : std::string{};
  if (stops_the_house(call)) return api.stop_house(call, why, std::move(respond));
  api.write(
      call,
      [&api, actor = call.actor, why](Unit& unit) -> Result<Object> {
        TRY(stop(unit, actor.who, why));
        return told_session(unit, api, actor);
      },
      api.settings().on_stop, std::move(respond));
}

void post_release(Api& api, Call call, Respond respond) {
  writes(api, std::move(call), std::move(respond), [&api](const Call& one) -> Result<Api::Question> {
    const std::string why = TRY(text_of(one.body, "why", 2'000));
    const auto* count = one.body.if_contains("count");
    if (why.empty() || count == nullptr || !count->is_int64())
      return invalid("A release needs `why`, and `count`: how many contacts go out.");
    const auto* trip = one.body.if_contains("trip");
    const std::int64_t looked_at = trip != nullptr && trip->is_int64() ? trip->as_int64() : 0;
    return Api::Question(
        [&api, actor = one.actor, why, count = count->as_int64(), looked_at](Unit& unit) -> Result<Object> {
          TRY(release(unit, actor.who, why, count, looked_at));
          return told_session(unit, api, actor);
        });
  });
}

void get_held(Api& api, Call call, Respond respond) {
  asks(api, std::move(call), std::move(respond), [&api](const Call& one) -> Result<Api::Question> {
    const auto after = TRY(parse_held_place(http::field(one.query, "after").value_or("")));
    return Api::Question([limit = TRY(limit_in(one, most_held, most_held)), after,
                          flows = api.settings().flows](Unit& unit) { return held(unit, limit, after, flows); });
  });
}

template <HeldVerb verb>
void post_held(Api& api, Call call, Respond respond) {
  api.write(
      call,
      [body = call.body, flows = api.settings().flows](Unit& unit) { return decide_held(unit, verb, body, flows); },
      api.settings().on_change, std::move(respond));
}

constexpr std::array table{
    // Stopping and letting go
    Route{"POST", "/stop", Capability::stop, nobody, json_body, "why scope", R"({"why":"twice!"})", post_stop, true,
          false, true},
    Route{"GET", "/release", Capability::see, nobody, none, "", "", page<release_page>},
    Route{"POST", "/release", Capability::release, clients, json_body, "why count trip",
          R"({"why":"mended","count":0})", post_release},
    Route{"GET", "/failsafe", Capability::see, nobody, none, "", "", page<failsafe>},
    Route{"GET", "/held", Capability::see, nobody, none, "after limit", "limit=5", get_held},
    Route{"POST", "/held/release", Capability::work, clients, json_body, "why reminders all count",
          R"({"why":"fine","all":true,"count":0})", post_held<HeldVerb::release>},
    Route{"POST", "/held/discard", Capability::work, nobody, json_body, "why reminders all count",
          R"({"why":"wrong","all":true,"count":0})", post_held<HeldVerb::discard>},

    // The pace, and who takes callbacks
    Route{"GET", "/pacing", Capability::see, nobody, none, "", "", page<pacing_page>},
    Route{"PUT", "/pacing", Capability::set_up, clients, json_body,
          "by_agents handling_seconds callback_share wait_seconds wait_share per_minute per_hour day_contacts "
          "month_contacts day_money month_money price_call price_text price_email shifts",
          R"({"per_minute":5})", change<set_pacing>},
    Route{"POST", "/agents", Capability::work, nobody, json_body, "name state", R"({"name":"Pat","state":"free"})",
          change<say_agent>, true, true},
    Route{"POST", "/callbacks", Capability::work, nobody, json_body, "number", "{}", change_with<mark_callback>, true,
          true},
    Route{"POST", "/callbacks/{callback}/handled", Capability::work, nobody, json_body, "seconds", R"({"seconds":140})",
          change_of<end_callback>, true, true},
};

}  // namespace

std::span<const Route> safety_routes() { return table; }

}  // namespace courtesy::api
