// What is reminded, when, in which words, and a day tried out.
#include "api/closed_days.h"
#include "api/read_body.h"
#include "api/routes/table.h"
#include "api/routes/ways.h"
#include "api/rules.h"
#include "api/templates.h"
#include "api/texts.h"
#include "base/json_text.h"

namespace courtesy::api {
namespace {

void post_rehearsal(Api& api, Call call, Respond respond) { api.rehearsals().take(call, std::move(respond)); }

void get_rehearsal(Api& api, Call call, Respond respond) {
  const auto id = id_in(call);
  respond(id ? api.rehearsals().tell(call.actor.account, *id) : problem(id.error()));
}

void get_machines(Api& api, Call, Respond respond) { respond(api.machine_trials().tell()); }

/// With `dry_run` it is a question, and nothing is written.
void post_a_rule(Api& api, Call call, Respond respond) {
  const auto* flows = api.settings().flows;
  if (flows == nullptr) return respond(problem(no_such_thing()));
  const auto dry = flag_of(call.body, "dry_run");
  if (!dry) return respond(problem(dry.error()));
  if (dry->value_or(false))
    return api.ask(
        call, [flows, body = call.body](Unit& unit) { return would_post_rule(unit, body, *flows); },
        std::move(respond));
  api.write(
      call, [flows, body = call.body](Unit& unit) { return post_rule(unit, body, *flows); }, api.settings().on_change,
      std::move(respond));
}

/// A question, or a change, of the template that the path names.
template <typename Read>
void writes_template(Api& api, Call call, Respond respond, Read read) {
  const auto* flows = api.settings().flows;
  if (flows == nullptr) return respond(problem(no_such_thing()));
  auto which = template_name(call.at.at(0), call.at.at(1));
  // What cannot be a name names nothing; a new one is told how it must be.
  if (!which) return respond(problem(call.request.method == "PUT" ? which.error() : no_such_thing()));
  api.write(
      call, [which = *which, body = call.body, flows, read](Unit& unit) { return read(unit, which, body, *flows); },
      api.settings().on_change, std::move(respond));
}

void get_templates(Api& api, Call call, Respond respond) {
  const auto* flows = api.settings().flows;
  if (flows == nullptr) return respond(problem(no_such_thing()));
  api.ask(
      call, [flows](Unit& unit) { return templates_page(unit, *flows); }, std::move(respond));
}

void get_template(Api& api, Call call, Respond respond) {
  const auto* flows = api.settings().flows;
  if (flows == nullptr) return respond(problem(no_such_thing()));
  api.ask(
      call, [flows, name = call.at.at(0)](Unit& unit) { return template_page(unit, name, *flows); },
      std::move(respond));
}

void get_template_versions(Api& api, Call call, Respond respond) {
  asks(api, std::move(call), std::move(respond), [](const Call& one) -> Result<Api::Question> {
    const auto which = template_name(one.at.at(0), one.at.at(1));
    if (!which) return no_such_thing();
    return Api::Question([which = *which, before = TRY(number_in(one, "before", 0))](Unit& unit) {
      return template_versions(unit, which, before);
    });
  });
}

/// A draft that somebody else has changed since it was read is not written over, nor thrown away: 412.
template <auto question>
void change_draft(Api& api, Call call, Respond respond) {
  const std::string if_match(call.request.header("If-Match").value_or(""));
  writes_template(
      api, std::move(call),
      [respond = std::move(respond)](http::Response answer) mutable {
        if (answer.status == 409 && answer.body.find(draft_differs) != std::string::npos)
          answer = problem(412, "changed_meanwhile", "Somebody was faster",
                           std::string(draft_differs) + "Read it again, and put your words in.");
        respond(std::move(answer));
      },
      [if_match](Unit& unit, const TemplateName& which, const Object& body, const flow::Library& flows) {
        return question(unit, which, body, if_match, flows);
      });
}

/// What bars it is told with its places, as publishing a flow does.
void post_publish(Api& api, Call call, Respond respond) {
  auto findings = std::make_shared<boost::json::array>();
  writes_template(
      api, std::move(call),
      [findings, respond = std::move(respond)](http::Response answer) mutable {
        if (answer.status == 400 && !findings->empty()) {
          Object told = boost::json::parse(answer.body).as_object();
          told["title"] = "This may not go out to anybody yet";
          told["findings"] = *findings;
          answer.body = json_text(told);
        }
        respond(std::move(answer));
      },
      [findings](Unit& unit, const TemplateName& which, const Object& body, const flow::Library& flows) {
        findings->clear();
        return publish_template(unit, which, body, flows, *findings);
      });
}

void post_template_back(Api& api, Call call, Respond respond) {
  writes_template(api, std::move(call), std::move(respond), roll_back_template);
}

void post_preview(Api& api, Call call, Respond respond) {
  api.ask(
      call, [body = call.body](Unit& unit) { return preview_template(unit, body); }, std::move(respond));
}

void post_measure(Api&, Call call, Respond respond) {
  const auto measured = measure_text(call.body);
  respond(measured ? json(*measured) : problem(measured.error()));
}

constexpr std::array table{
    // A day tried out: nobody is contacted
    Route{"POST", "/rehearsals", Capability::see, nobody, json_body, "date seed", R"({"date":"2026-05-13","seed":1})",
          post_rehearsal},
    Route{"GET", "/rehearsals/{rehearsal}", Capability::see, nobody, none, "", "", get_rehearsal},

    // What is reminded, and when
    Route{"GET", "/machines", Capability::see, nobody, none, "", "", get_machines},
    Route{"GET", "/rules", Capability::see, nobody, none, "", "", page<rules_page>},
    Route{"POST", "/rules", Capability::set_up, clients, json_body,
          "channel before days_before business_days_before at zone shift min_lead max_lateness content machines "
          "replaces dry_run",
          R"({"channel":"text","days_before":1,"at":"17:00"})", post_a_rule},
    Route{"POST", "/rules/{rule}/retire", Capability::set_up, nobody, json_body, "", "{}", change_of<retire_rule>},
    Route{"POST", "/rules/{rule}/restore", Capability::set_up, clients, json_body, "", "{}",
          change_of<bring_back_rule>},
    Route{"GET", "/closed-days", Capability::see, nobody, none, "", "", get_closed_days},
    Route{"PUT", "/closed-days", Capability::set_up, clients, json_body, "open_weekdays calls_on_closed_days",
          R"({"open_weekdays":["mon","tue","wed","thu","fri"],"calls_on_closed_days":false})", put_business_week},
    Route{"POST", "/closed-days", Capability::set_up, clients, json_body, "from to name",
          R"({"from":"2026-12-24","to":"2026-12-26","name":"Christmas"})", post_closed_day},
    Route{"PUT", "/closed-days/{closed_day}", Capability::set_up, clients, json_body, "from to name",
          R"({"name":"Christmas"})", put_closed_day},
    Route{"POST", "/closed-days/{closed_day}/remove", Capability::set_up, clients, json_body, "", "{}",
          remove_closed_day},
    Route{"GET", "/templates", Capability::see, nobody, none, "", "", get_templates},
    Route{"GET", "/templates/{name}", Capability::see, nobody, none, "", "", get_template},
    Route{"GET", "/templates/{name}/{language}/versions", Capability::see, nobody, none, "before", "",
          get_template_versions},
    Route{"PUT", "/templates/{name}/{language}", Capability::set_up, nobody, json_body, "channel subject text",
          R"({"channel":"text","text":"{{business}}: {{when}}. Reply STOP to opt out."})", change_draft<put_draft>},
    Route{"POST", "/templates/{name}/{language}/discard", Capability::set_up, nobody, json_body, "", "{}",
          change_draft<discard_draft>},
    Route{"POST", "/templates/{name}/{language}/publish", Capability::set_up, clients, json_body, "", "{}",
          post_publish},
    Route{"POST", "/templates/{name}/{language}/roll-back", Capability::set_up, clients, json_body, "version",
          R"({"version":0})", post_template_back},
    Route{"POST", "/templates/preview", Capability::see, nobody, json_body, "channel subject text language appointment",
          R"({"channel":"text","text":"{{business}}: {{when}}. Reply STOP to opt out."})", post_preview},
    Route{"POST", "/texts/measure", Capability::see, nobody, json_body, "text language",
          R"({"text":"{{business}}: {{when}}"})", post_measure},
};

}  // namespace

std::span<const Route> reminders_routes() { return table; }

}  // namespace courtesy::api
