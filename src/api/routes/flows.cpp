// Flows, their recorded voice, and what a text costs.
#include "api/flows.h"

#include <fmt/format.h>

#include "api/flow_calls.h"
#include "api/flow_walk.h"
#include "api/routes/table.h"
#include "api/routes/ways.h"

namespace courtesy::api {
namespace {

/// `prompts/FLOW/STATE/SLOT/LANGUAGE/...`
Result<PromptName> prompt_in(const Call& call) {
  const auto name =
      PromptName::parse(fmt::format("{}/{}/{}/{}", call.at.at(0), call.at.at(1), call.at.at(2), call.at.at(3)));
  if (!name) return no_such_thing();
  return *name;
}

void get_flows(Api& api, Call call, Respond respond) {
  if (api.settings().flows == nullptr) return respond(problem(no_such_thing()));
  api.ask(
      call, [flows = api.settings().flows](Unit& unit) { return flows_page(unit, *flows); }, std::move(respond));
}

void post_flow(Api& api, Call call, Respond respond) {
  if (api.settings().flows == nullptr) return respond(problem(no_such_thing()));
  auto read = read_flow(call.at.at(0), call.body);
  if (auto* refused = std::get_if<http::Response>(&read)) return respond(std::move(*refused));
  api.write(
      call,
      [flow = std::get<FlowToPublish>(std::move(read)), flows = api.settings().flows](Unit& unit) {
        return publish_flow(unit, flow, *flows);
      },
      api.settings().on_change, std::move(respond));
}

/// A picture with styles of its own, which only it may have.
void get_diagram(Api& api, Call call, Respond respond) {
  const auto* flows = api.settings().flows;
  if (flows == nullptr) return respond(problem(no_such_thing()));
  const auto counted = flag_in(call, "counted");
  if (!counted) return respond(problem(counted.error()));
  std::optional<Language> wish;
  if (const auto language = http::field(call.query, "language")) {
    wish = parse_language(*language);
    if (!wish) return respond(problem(invalid("`language` must be en or es")));
  }
  auto picture = std::make_shared<std::string>();
  api.store().read(
      call.actor.account,
      [flows, name = call.at.at(0), picture, wish, counted = *counted](Unit& unit) -> Result<void> {
        const Language language = wish.value_or(unit.language());
        *picture = TRY(flow_diagram(unit, name, *flows, language, counted));
        return {};
      },
      [picture, respond = std::move(respond)](const Result<void>& read) mutable {
        if (!read) return respond(problem(read.error()));
        respond({.status = 200,
                 .headers = {{"Content-Type", "image/svg+xml"},
                             {"Cache-Control", "private, no-store"},
                             {"Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'"}},
                 .body = std::move(*picture)});
      });
}

void get_calls(Api& api, Call call, Respond respond) {
  const auto* flows = api.settings().flows;
  if (flows == nullptr) return respond(problem(no_such_thing()));
  api.ask(
      call, [flows, name = call.at.at(0)](Unit& unit) { return flow_calls(unit, name, *flows); }, std::move(respond));
}

void post_walk(Api& api, Call call, Respond respond) {
  const auto* flows = api.settings().flows;
  if (flows == nullptr) return respond(problem(no_such_thing()));
  api.ask(
      call, [flows, name = call.at.at(0), body = call.body](Unit& unit) { return walk_flow(unit, name, body, *flows); },
      std::move(respond));
}

void post_live_flow(Api& api, Call call, Respond respond) {
  if (api.settings().flows == nullptr) return respond(problem(no_such_thing()));
  api.write(
      call,
      [name = call.at.at(0), body = call.body, flows = api.settings().flows](Unit& unit) {
        return set_live_flow(unit, name, body, *flows);
      },
      api.settings().on_change, std::move(respond));
}

void get_prompts(Api& api, Call call, Respond respond) {
  api.ask(
      call, [flows = api.settings().flows](Unit& unit) { return prompts(unit, *flows); }, std::move(respond));
}

void get_prompt(Api& api, Call call, Respond respond) {
  asks(api, std::move(call), std::move(respond), [&api](const Call& one) -> Result<Api::Question> {
    return Api::Question(
        [flows = api.settings().flows, name = TRY(prompt_in(one))](Unit& unit) { return prompt(unit, *flows, name); });
  });
}

void post_roll_back(Api& api, Call call, Respond respond) {
  writes(api, std::move(call), std::move(respond), [&api](const Call& one) -> Result<Api::Question> {
    return Api::Question([flows = api.settings().flows, name = TRY(prompt_in(one)), body = one.body](Unit& unit) {
      return roll_back_prompt(unit, *flows, name, body);
    });
  });
}

void post_upload(Api& api, Call call, Respond respond) {
  const auto name = prompt_in(call);
  if (!name) return respond(problem(name.error()));
  api.prompt_files().take(*name, std::move(call), std::move(respond));
}

constexpr std::array table{
    // Flows, voice, texts
    Route{"GET", "/flows", Capability::see, nobody, none, "", "", get_flows},
    Route{"POST", "/flows/{flow}", Capability::set_up, clients, json_body, "files", R"({"files":{}})", post_flow},
    Route{"GET", "/flows/{flow}/diagram", Capability::see, nobody, none, "counted language of",
          "counted=true&language=en&of=9f86d081884c7d65", get_diagram},
    Route{"GET", "/flows/{flow}/calls", Capability::see, nobody, none, "", "", get_calls},
    Route{"POST", "/flows/{flow}/walk", Capability::see, nobody, json_body, "language inputs",
          R"({"language":"en","inputs":["1"]})", post_walk},
    Route{"POST", "/flows/{flow}/live", Capability::set_up, clients, json_body, "hash", R"({"hash":""})",
          post_live_flow},
    Route{"GET", "/prompts", Capability::see, nobody, none, "", "", get_prompts},
    Route{"GET", "/prompts/{flow}/{state}/{slot}/{language}", Capability::see, nobody, none, "", "", get_prompt},
    Route{"POST", "/prompts/{flow}/{state}/{slot}/{language}/roll-back", Capability::work, clients, json_body,
          "version", R"({"version":0})", post_roll_back},
    Route{"POST", "/prompts/{flow}/{state}/{slot}/{language}/upload", Capability::work, clients, bytes, "who", "",
          post_upload},
};

}  // namespace

std::span<const Route> flows_routes() { return table; }

}  // namespace courtesy::api
