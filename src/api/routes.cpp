// The table of routes. To add one: write a row (method, path, what it is for, whom it may reach, its body, the body's
// members, an example), with a function that takes the call and answers by `ask` (one read) or `write` (one unit),
// which know the caller's account. The gate, roles, kinds of keys, allowances, unknown members and Idempotency-Key are
// done before it is called, and the tests (access_test: other accounts, roles, members) find the row by themselves; it
// wants its place in docs/reference/api.md and a summary in openapi.cpp besides.
#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>

#include "access/email.h"
#include "api/answer.h"
#include "api/api.h"
#include "api/booking_by_hand.h"
#include "api/client_page.h"
#include "api/client_routes.h"
#include "api/clients.h"
#include "api/days.h"
#include "api/error_codes.h"
#include "api/event_list.h"
#include "api/failsafe.h"
#include "api/flow_walk.h"
#include "api/flows.h"
#include "api/inbox.h"
#include "api/lines.h"
#include "api/messages.h"
#include "api/openapi.h"
#include "api/pacing.h"
#include "api/pages.h"
#include "api/pushed_facts.h"
#include "api/read_body.h"
#include "api/reports.h"
#include "api/rules.h"
#include "api/session.h"
#include "api/staff_tasks.h"
#include "api/task_codes.h"
#include "api/team.h"
#include "api/templates.h"
#include "api/texts.h"
#include "base/embedded.h"
#include "base/whole_number.h"
#include "store/accounts.h"
#include "store/unit.h"

namespace courtesy::api {
namespace {

using access::Capability;
using http::Respond;
using Object = boost::json::object;

constexpr int most_held = 500;
constexpr std::size_t token_bytes = 32;

// What a call says ---------------------------------------------------------------------------------------------------

Error no_such_thing() { return {ErrorCode::not_found, "There is no such thing here."}; }

/// The number that stands where the route has its `{…}`; what is no number names nothing.
Result<std::int64_t> id_in(const Call& call, std::size_t place = 0) {
  const auto id = whole_number<std::int64_t>(call.at.at(place));
  if (!id) return no_such_thing();
  return *id;
}

Result<std::int64_t> number_in(const Call& call, std::string_view name, std::int64_t otherwise) {
  const auto text = http::field(call.query, name).value_or("");
  if (text.empty()) return otherwise;
  const auto value = whole_number<std::int64_t>(text);
  if (!value) return invalid(fmt::format("`{}` must be a whole number, not less than 0", name));
  return *value;
}

Result<int> limit_in(const Call& call, int usual, int most) {
  return static_cast<int>(std::clamp<std::int64_t>(TRY(number_in(call, "limit", usual)), 1, most));
}

/// `prompts/FLOW/STATE/SLOT/LANGUAGE/...`
Result<PromptName> prompt_in(const Call& call) {
  const auto name =
      PromptName::parse(fmt::format("{}/{}/{}/{}", call.at.at(0), call.at.at(1), call.at.at(2), call.at.at(3)));
  if (!name) return no_such_thing();
  return *name;
}

// The ways of answering ----------------------------------------------------------------------------------------------

/// `read` makes the question, or says why there is none.
template <typename Read>
void asks(Api& api, Call call, Respond respond, Read read) {
  auto question = [&]() -> Result<Api::Question> { return read(call); }();
  if (!question) return respond(problem(question.error()));
  api.ask(call, std::move(*question), std::move(respond));
}

template <typename Read>
void writes(Api& api, Call call, Respond respond, Read read) {
  auto question = [&]() -> Result<Api::Question> { return read(call); }();
  if (!question) return respond(problem(question.error()));
  api.write(call, std::move(*question), api.settings().on_change, std::move(respond));
}

/// Of the installation's own unit: people and their sessions.
template <typename Read>
void writes_at_door(Api& api, Call call, Respond respond, Read read) {
  auto question = [&]() -> Result<Api::Question> { return read(call); }();
  if (!question) return respond(problem(question.error()));
  api.write_in(
      AccountId{}, call, std::move(*question), [] {}, std::move(respond));
}

/// A question of the unit alone.
template <auto question>
void page(Api& api, Call call, Respond respond) {
  api.ask(
      call, [](Unit& unit) { return question(unit); }, std::move(respond));
}

/// A change by the body alone.
template <auto question>
void change(Api& api, Call call, Respond respond) {
  api.write(
      call, [body = call.body](Unit& unit) { return question(unit, body); }, api.settings().on_change,
      std::move(respond));
}

/// A change by the body and the settings.
template <auto question>
void change_with(Api& api, Call call, Respond respond) {
  api.write(
      call, [&api, body = call.body](Unit& unit) { return question(unit, body, api.settings()); },
      api.settings().on_change, std::move(respond));
}

/// A change of the thing that the path names, by the body.
template <auto question>
void change_of(Api& api, Call call, Respond respond) {
  writes(api, std::move(call), std::move(respond), [](const Call& one) -> Result<Api::Question> {
    return Api::Question([id = TRY(id_in(one)), body = one.body](Unit& unit) { return question(unit, id, body); });
  });
}

/// The session with who asks, from within a unit.
Result<Object> told_session(Unit& unit, const Api& api, const Actor& actor) {
  Object told = TRY(session(unit, api.settings()));
  TRY(add_actor(unit, actor, told));
  return told;
}

// Appointments, ledger, events ---------------------------------------------------------------------------------------

void get_day(Api& api, Call call, Respond respond) {
  asks(api, std::move(call), std::move(respond), [](const Call& one) -> Result<Api::Question> {
    std::optional<LocalDate> date;
    const auto text = http::field(one.query, "date").value_or("");
    if (!text.empty()) date = TRY(parse_date(text));
    return Api::Question([date](Unit& unit) { return day(unit, date); });
  });
}

void get_days(Api& api, Call call, Respond respond) {
  asks(api, std::move(call), std::move(respond), [](const Call& one) -> Result<Api::Question> {
    const auto days = TRY(days_in(one.query, most_days_shown));
    if (!days) return invalid("`from` and `to` must be said");
    return Api::Question([days = *days](Unit& unit) { return days_page(unit, days); });
  });
}

void get_reports(Api& api, Call call, Respond respond) {
  asks(api, std::move(call), std::move(respond), [](const Call& one) -> Result<Api::Question> {
    return Api::Question([query = TRY(parse_report_query(one.query))](Unit& unit) { return report_page(unit, query); });
  });
}

void get_reports_csv(Api& api, Call call, Respond respond) {
  get_reports(api, std::move(call), [respond = std::move(respond)](http::Response answer) mutable {
    if (answer.status == 200) {
      const Object page = boost::json::parse(answer.body).as_object();
      const auto word = [&](const char* name) { return std::string(page.at(name).as_string()); };
      answer = {.status = 200,
                .headers = {{"Content-Type", "text/csv; charset=utf-8"},
                            {"Content-Disposition", fmt::format("attachment; filename=\"reports-{}-{}-{}.csv\"",
                                                                word("from"), word("to"), word("by"))},
                            {"Cache-Control", "private, no-store"}},
                .body = report_csv(page)};
    }
    respond(std::move(answer));
  });
}

void get_appointment(Api& api, Call call, Respond respond) {
  asks(api, std::move(call), std::move(respond), [](const Call& one) -> Result<Api::Question> {
    return Api::Question([id = AppointmentId(TRY(id_in(one)))](Unit& unit) { return appointment(unit, id); });
  });
}

void post_presence(Api& api, Call call, Respond respond) {
  writes(api, std::move(call), std::move(respond), [](const Call& one) -> Result<Api::Question> {
    const AppointmentId id(TRY(id_in(one)));
    const auto presence = parse_presence(TRY(text_of(one.body, "presence", 40)));
    if (!presence) return invalid("`presence` must be showed, no_show or unknown");
    return Api::Question([id, presence = *presence](Unit& unit) -> Result<Object> {
      TRY(mark_presence(unit, id, presence));
      return appointment(unit, id);
    });
  });
}

void post_answer(Api& api, Call call, Respond respond) {
  writes(api, std::move(call), std::move(respond), [](const Call& one) -> Result<Api::Question> {
    const AppointmentId id(TRY(id_in(one)));
    const auto answer = parse_answer(TRY(text_of(one.body, "answer", 40)));
    if (!answer) return invalid("`answer` must be confirmed, cancelled, call_back or none");
    return Api::Question([id, answer = *answer, who = one.actor.who](Unit& unit) -> Result<Object> {
      TRY(mark_answer(unit, id, answer, who));
      return appointment(unit, id);
    });
  });
}

/// A visit that was typed in is told from all others by chance: a request that is repeated in the store is the same
/// one.
void post_appointment(Api& api, Call call, Respond respond) {
  api.write(
      call,
      [&api, body = call.body, uid = api.settings().random->token(token_bytes)](Unit& unit) {
        return book(unit, body, uid, api.settings());
      },
      api.settings().on_change, std::move(respond));
}

template <auto question>
void change_of_with(Api& api, Call call, Respond respond) {
  writes(api, std::move(call), std::move(respond), [&api](const Call& one) -> Result<Api::Question> {
    return Api::Question(
        [&api, id = TRY(id_in(one)), body = one.body](Unit& unit) { return question(unit, id, body, api.settings()); });
  });
}

void get_clients(Api& api, Call call, Respond respond) {
  asks(api, std::move(call), std::move(respond), [](const Call& one) -> Result<Api::Question> {
    return Api::Question(
        [query = TRY(parse_client_query(one.query))](Unit& unit) { return clients_page(unit, query); });
  });
}

void get_ledger(Api& api, Call call, Respond respond) {
  asks(api, std::move(call), std::move(respond), [](const Call& one) -> Result<Api::Question> {
    return Api::Question(
        [search = TRY(parse_ledger_query(one.request.query()))](Unit& unit) { return ledger(unit, search); });
  });
}

void get_ledger_entry(Api& api, Call call, Respond respond) {
  asks(api, std::move(call), std::move(respond), [](const Call& one) -> Result<Api::Question> {
    return Api::Question([seq = TRY(id_in(one))](Unit& unit) { return ledger_entry(unit, seq); });
  });
}

void get_events(Api& api, Call call, Respond respond) {
  auto after = number_in(call, "after", 0);
  if (const auto last = call.request.header("Last-Event-ID"); last && !last->empty()) {
    const auto seq = whole_number<std::int64_t>(*last);
    after = seq ? Result<std::int64_t>(*seq) : invalid("`Last-Event-ID` must be a whole number, not less than 0");
  }
  if (!after) return respond(problem(after.error()));
  api.events().wait(call.actor.account, *after, std::move(respond));
}

// Stopping and letting go --------------------------------------------------------------------------------------------

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
    return Api::Question([limit = TRY(limit_in(one, most_held, most_held)), flows = api.settings().flows](Unit& unit) {
      return held(unit, limit, flows);
    });
  });
}

template <HeldVerb verb>
void post_held(Api& api, Call call, Respond respond) {
  api.write(
      call,
      [body = call.body, flows = api.settings().flows](Unit& unit) { return decide_held(unit, verb, body, flows); },
      api.settings().on_change, std::move(respond));
}

// Imports, flows, voice ----------------------------------------------------------------------------------------------

void get_import(Api& api, Call call, Respond respond) {
  asks(api, std::move(call), std::move(respond), [](const Call& one) -> Result<Api::Question> {
    return Api::Question([id = ImportId(TRY(id_in(one)))](Unit& unit) -> Result<Object> {
      Object result = TRY(read_object(TRY(Views(unit).import_result(id))));
      result["id"] = id.value();
      return result;
    });
  });
}

void post_rehearsal(Api& api, Call call, Respond respond) { api.rehearsals().take(call, std::move(respond)); }

void get_rehearsal(Api& api, Call call, Respond respond) {
  const auto id = id_in(call);
  respond(id ? api.rehearsals().tell(call.actor.account, *id) : problem(id.error()));
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
  auto picture = std::make_shared<std::string>();
  api.store().read(
      call.actor.account,
      [flows, name = call.at.at(0), picture](Unit& unit) -> Result<void> {
        *picture = TRY(flow_diagram(unit, name, *flows));
        return {};
      },
      [picture, respond = std::move(respond)](const Result<void>& read) mutable {
        if (!read) return respond(problem(read.error()));
        respond({.status = 200,
                 .headers = {{"Content-Type", "image/svg+xml"},
                             {"Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'"}},
                 .body = std::move(*picture)});
      });
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

// An account's own texts and emails -----------------------------------------------------------------------------------

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

/// A draft that somebody else has changed since it was read is not written over: 412.
void put_template(Api& api, Call call, Respond respond) {
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
        return put_draft(unit, which, body, if_match, flows);
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
          answer.body = boost::json::serialize(told);
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

void get_messages(Api& api, Call call, Respond respond) {
  asks(api, std::move(call), std::move(respond), [](const Call& one) -> Result<Api::Question> {
    return Api::Question(
        [before = RecordingId(TRY(number_in(one, "before", 0)))](Unit& unit) { return messages(unit, before); });
  });
}

void get_inbox(Api& api, Call call, Respond respond) {
  asks(api, std::move(call), std::move(respond), [](const Call& one) -> Result<Api::Question> {
    return Api::Question(
        [before = std::string(http::field(one.query, "before").value_or("")),
         limit = TRY(limit_in(one, conversations_a_page, 100))](Unit& unit) { return inbox(unit, before, limit); });
  });
}

void get_exchange(Api& api, Call call, Respond respond) {
  asks(api, std::move(call), std::move(respond), [](const Call& one) -> Result<Api::Question> {
    return Api::Question([number = TRY(id_in(one))](Unit& unit) { return exchange(unit, number); });
  });
}

void get_sound(Api& api, Call call, Respond respond) {
  const auto id = id_in(call);
  if (!id) return respond(problem(id.error()));
  api.tell_sound(call, RecordingId(*id), std::move(respond));
}

Result<Object> read_message(Unit& unit, std::int64_t id, const Object& body) {
  return mark_message(unit, RecordingId(id), body);
}
Result<Object> throw_message(Unit& unit, std::int64_t id, const Object& body) {
  return discard_message(unit, RecordingId(id), body);
}

void post_measure(Api&, Call call, Respond respond) {
  const auto measured = measure_text(call.body);
  respond(measured ? json(*measured) : problem(measured.error()));
}

// Calls that come in, and what they leave ----------------------------------------------------------------------------

void get_lines(Api& api, Call call, Respond respond) {
  api.ask(
      call, [&api](Unit& unit) { return lines_page(unit, api.settings()); }, std::move(respond));
}

void get_calls(Api& api, Call call, Respond respond) {
  asks(api, std::move(call), std::move(respond), [](const Call& one) -> Result<Api::Question> {
    return Api::Question([limit = TRY(limit_in(one, 50, 200))](Unit& unit) { return calls_page(unit, limit); });
  });
}

void get_tasks(Api& api, Call call, Respond respond) {
  asks(api, std::move(call), std::move(respond), [](const Call& one) -> Result<Api::Question> {
    const bool done = http::field(one.query, "done").value_or("") == "true";
    return Api::Question(
        [done, limit = TRY(limit_in(one, 100, 500))](Unit& unit) { return tasks_page(unit, done, limit); });
  });
}

void get_task_code(Api& api, Call call, Respond respond) {
  asks(api, std::move(call), std::move(respond), [](const Call& one) -> Result<Api::Question> {
    return Api::Question([id = TRY(id_in(one))](Unit& unit) { return task_code_state(unit, id); });
  });
}

void get_flow_events(Api& api, Call call, Respond respond) {
  asks(api, std::move(call), std::move(respond), [](const Call& one) -> Result<Api::Question> {
    const EventId after(TRY(number_in(one, "after", 0)));
    return Api::Question(
        [after, limit = TRY(limit_in(one, 100, 500))](Unit& unit) { return events_page(unit, after, limit); });
  });
}

// People, keys, oneself ----------------------------------------------------------------------------------------------

Letter invitation_letter(const std::string& who, const std::string& link) {
  Letter letter{.subject = "An invitation to Courtesy"};
  letter.text = fmt::format(
      "{} invites you to Courtesy, which reminds clients of their appointments.\n\n"
      "Open this link within seven days, and choose a password:\n\n  {}\n\n"
      "If you do not know what this is, do nothing.\n",
      who, link);
  return letter;
}

void get_team(Api& api, Call call, Respond respond) {
  api.ask(
      call, [actor = call.actor](Unit& unit) { return team_page(unit, actor); }, std::move(respond));
}

/// The link is told to whoever invites, and sent where there is mail and the address may be written to.
void post_invitation(Api& api, Call call, Respond respond) {
  const std::string token = api.settings().random->token(token_bytes);
  const std::string link = link_address(page_address(call.request, api.gate(), api.settings()), token);
  auto letter = std::make_shared<std::optional<Letter>>();
  const bool mail = api.settings().send_letter != nullptr;
  api.write(
      call,
      [actor = call.actor, body = call.body, token, link, mail, letter](Unit& unit) -> Result<Object> {
        letter->reset();
        Object told = TRY(invite(unit, actor, body, token));
        Letter one = invitation_letter(actor.who, link);
        one.from = TRY(unit.accounts().get()).email_from;
        one.to = TRY(access::fold_email(TRY(text_of(body, "email", 254))));
        if (mail && !one.from.empty() && may_be_contacted(unit.settings().environment, one.to))
          *letter = std::move(one);
        told["link"] = link;
        told["mailed"] = letter->has_value();
        return told;
      },
      [&api, letter] {
        if (*letter) api.settings().send_letter(std::move(**letter));
      },
      std::move(respond));
}

void post_withdraw(Api& api, Call call, Respond respond) {
  writes(api, std::move(call), std::move(respond), [](const Call& one) -> Result<Api::Question> {
    return Api::Question(
        [actor = one.actor, id = TRY(id_in(one))](Unit& unit) { return withdraw_invitation(unit, actor, id); });
  });
}

void post_role(Api& api, Call call, Respond respond) {
  writes(api, std::move(call), std::move(respond), [](const Call& one) -> Result<Api::Question> {
    return Api::Question([actor = one.actor, id = TRY(id_in(one)), body = one.body](Unit& unit) {
      return set_role(unit, actor, id, body);
    });
  });
}

void post_remove(Api& api, Call call, Respond respond) {
  writes(api, std::move(call), std::move(respond), [](const Call& one) -> Result<Api::Question> {
    return Api::Question(
        [actor = one.actor, id = TRY(id_in(one))](Unit& unit) { return remove_person(unit, actor, id); });
  });
}

void post_key(Api& api, Call call, Respond respond) {
  api.write(
      call,
      [actor = call.actor, body = call.body, chance = api.settings().random->token(access::key_bytes)](Unit& unit) {
        return make_key(unit, actor, body, chance);
      },
      [] {}, std::move(respond));
}

void post_revoke(Api& api, Call call, Respond respond) {
  writes(api, std::move(call), std::move(respond), [](const Call& one) -> Result<Api::Question> {
    return Api::Question([actor = one.actor, id = TRY(id_in(one))](Unit& unit) { return revoke_key(unit, actor, id); });
  });
}

void get_me(Api& api, Call call, Respond respond) {
  api.ask(
      call, [actor = call.actor](Unit& unit) { return me(unit, actor); }, std::move(respond));
}

template <auto question>
void change_me(Api& api, Call call, Respond respond) {
  api.write_in(
      AccountId{}, call, [actor = call.actor, body = call.body](Unit& unit) { return question(unit, actor, body); },
      [] {}, std::move(respond));
}

/// In the account's ledger: whoever reads it later is to know that two names were one person.
void post_name(Api& api, Call call, Respond respond) {
  api.write(
      call, [actor = call.actor, body = call.body](Unit& unit) { return rename_me(unit, actor, body); }, [] {},
      std::move(respond));
}

void post_end_session(Api& api, Call call, Respond respond) {
  writes_at_door(api, std::move(call), std::move(respond), [](const Call& one) -> Result<Api::Question> {
    return Api::Question(
        [actor = one.actor, id = TRY(id_in(one))](Unit& unit) { return end_session(unit, actor, id); });
  });
}

void post_end_others(Api& api, Call call, Respond respond) {
  api.write_in(
      AccountId{}, call, [actor = call.actor](Unit& unit) { return end_other_sessions(unit, actor); }, [] {},
      std::move(respond));
}

// The rest -----------------------------------------------------------------------------------------------------------

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

// The table ----------------------------------------------------------------------------------------------------------

constexpr auto nobody = Reach::nobody;
constexpr auto clients = Reach::clients;
constexpr auto named = Reach::those_named;
constexpr auto none = Takes::nothing;
constexpr auto json_body = Takes::json;
constexpr auto bytes = Takes::bytes;

constexpr std::array table{
    // Signing in
    Route{"GET", "/setup", Capability::open, nobody, none, "", "",
          [](Api& api, Call call, Respond respond) { api.doors().get_setup(call, std::move(respond)); }},
    Route{"POST", "/setup", Capability::open, nobody, json_body, "name email password account",
          R"({"name":"Kim","email":"kim@maple.example","password":"violet tram 9"})",
          [](Api& api, Call call, Respond respond) { api.doors().post_setup(std::move(call), std::move(respond)); }},
    Route{"POST", "/sign-in", Capability::open, nobody, json_body, "email password code",
          R"({"email":"kim@maple.example","password":"violet tram 9"})",
          [](Api& api, Call call, Respond respond) { api.doors().sign_in(std::move(call), std::move(respond)); }},
    Route{"POST", "/sign-out", Capability::open, nobody, json_body, "", "{}",
          [](Api& api, Call call, Respond respond) { api.doors().sign_out(std::move(call), std::move(respond)); }},
    Route{"POST", "/links/ask", Capability::open, nobody, json_body, "email", R"({"email":"kim@maple.example"})",
          [](Api& api, Call call, Respond respond) { api.doors().ask_for_link(std::move(call), std::move(respond)); }},
    Route{"POST", "/links/look", Capability::open, nobody, json_body, "token", R"({"token":"none"})",
          [](Api& api, Call call, Respond respond) { api.doors().look_at_link(call, std::move(respond)); }},
    Route{"POST", "/links/use", Capability::open, nobody, json_body, "token name password", R"({"token":"none"})",
          [](Api& api, Call call, Respond respond) { api.doors().use_link(std::move(call), std::move(respond)); }},
    Route{"GET", "/errors/{code}", Capability::open, nobody, none, "", "", get_error_page},
    Route{"GET", "/openapi.json", Capability::open, nobody, none, "", "", get_openapi},

    // Oneself
    Route{"GET", "/session", Capability::known, nobody, none, "", "",
          [](Api& api, Call call, Respond respond) { api.tell_session(call, std::move(respond)); }},
    Route{"POST", "/session/account", Capability::self, nobody, json_body, "account", R"({"account":1})",
          change_me<look_at_account>},
    Route{"GET", "/me", Capability::self, nobody, none, "", "", get_me},
    Route{"POST", "/me/name", Capability::self, nobody, json_body, "name", R"({"name":"Kim"})", post_name},
    Route{
        "POST", "/me/password", Capability::self, nobody, json_body, "password new_password",
        R"({"password":"violet tram 9","new_password":"brown hen in May"})",
        [](Api& api, Call call, Respond respond) { api.self().change_password(std::move(call), std::move(respond)); }},
    Route{"POST", "/me/factor/begin", Capability::self, nobody, json_body, "password",
          R"({"password":"violet tram 9"})",
          [](Api& api, Call call, Respond respond) { api.self().begin_factor(std::move(call), std::move(respond)); }},
    Route{"POST", "/me/factor/prove", Capability::self, nobody, json_body, "code", R"({"code":"123456"})",
          [](Api& api, Call call, Respond respond) { api.self().prove_factor(std::move(call), std::move(respond)); }},
    Route{"POST", "/me/factor/drop", Capability::self, nobody, json_body, "password code",
          R"({"password":"violet tram 9","code":"123456"})",
          [](Api& api, Call call, Respond respond) { api.self().drop_factor(std::move(call), std::move(respond)); }},
    Route{"POST", "/me/factor/show", Capability::self, nobody, json_body, "code", R"({"code":"123456"})",
          [](Api& api, Call call, Respond respond) { api.self().show_factor(std::move(call), std::move(respond)); }},
    Route{"POST", "/me/recovery-codes", Capability::self, nobody, json_body, "", "{}",
          [](Api& api, Call call, Respond respond) {
            api.self().new_recovery_codes(std::move(call), std::move(respond));
          }},
    Route{"POST", "/me/sessions/{session}/end", Capability::self, nobody, json_body, "", "{}", post_end_session, true,
          true},
    Route{"POST", "/me/sessions/end-others", Capability::self, nobody, json_body, "", "{}", post_end_others, true,
          true},

    // People and keys
    Route{"GET", "/team", Capability::see, nobody, none, "", "", get_team},
    Route{"POST", "/team/invitations", Capability::manage, nobody, json_body, "email role",
          R"({"email":"new@maple.example","role":"staff"})", post_invitation},
    Route{"POST", "/team/invitations/{invitation}/withdraw", Capability::manage, nobody, json_body, "", "{}",
          post_withdraw},
    Route{"POST", "/team/{person}/role", Capability::manage, nobody, json_body, "role", R"({"role":"staff"})",
          post_role},
    Route{"POST", "/team/{person}/remove", Capability::manage, nobody, json_body, "", "{}", post_remove},
    Route{"GET", "/keys", Capability::manage, nobody, none, "", "", page<keys_page>},
    Route{"POST", "/keys", Capability::manage, nobody, json_body, "name kind role days",
          R"({"name":"booking desk","kind":"test"})", post_key},
    Route{"POST", "/keys/{key}/revoke", Capability::manage, nobody, json_body, "", "{}", post_revoke},

    // Appointments
    Route{"GET", "/day", Capability::see, nobody, none, "", "date=2026-05-12", get_day},
    Route{"GET", "/days", Capability::see, nobody, none, "", "from=2026-05-11&to=2026-05-17", get_days},
    Route{"GET", "/appointments/{appointment}", Capability::see, nobody, none, "", "", get_appointment},
    Route{"POST", "/appointments/{appointment}/presence", Capability::work, nobody, json_body, "presence",
          R"({"presence":"showed"})", post_presence, true, true},
    Route{"POST", "/appointments/{appointment}/answer", Capability::work, clients, json_body, "answer",
          R"({"answer":"confirmed"})", post_answer},
    Route{"POST", "/appointments", Capability::work, clients, json_body,
          "client name number email start zone which note attested",
          R"({"name":"Ana Gil","number":"+12125550166","start":"2026-05-13T14:30","note":"cleaning"})",
          post_appointment},
    Route{"PUT", "/appointments/{appointment}", Capability::work, clients, json_body, "start zone which note",
          R"({"start":"2026-05-13T15:00"})", change_of_with<move_visit>},
    Route{"POST", "/appointments/{appointment}/cancel", Capability::work, nobody, json_body, "", "{}",
          change_of<cancel_visit>},
    Route{"POST", "/appointments/{appointment}/restore", Capability::work, clients, json_body, "", "{}",
          change_of<restore_visit>},
    Route{"POST", "/appointments/{appointment}/reminders/now", Capability::work, clients, json_body, "rule channel",
          R"({"rule":1,"channel":"call"})", change_of<wish_reminder<ReminderWish::now>>},
    Route{"POST", "/appointments/{appointment}/reminders/not-at-all", Capability::work, nobody, json_body,
          "rule channel", R"({"rule":1,"channel":"call"})", change_of<wish_reminder<ReminderWish::not_at_all>>},
    Route{"POST", "/appointments/{appointment}/reminders/after-all", Capability::work, clients, json_body,
          "rule channel", R"({"rule":1,"channel":"call"})", change_of<wish_reminder<ReminderWish::after_all>>},
    Route{"POST", "/imports", Capability::work, named, bytes, "", "name=clinic.ics",
          [](Api& api, Call call, Respond respond) { api.imports().take(std::move(call), std::move(respond)); }},
    Route{"GET", "/imports/{import}", Capability::see, nobody, none, "", "", get_import},

    // Clients
    Route{"GET", "/clients", Capability::see, nobody, none, "", "q=ana&show=all&limit=5&after=0", get_clients},
    Route{"POST", "/clients", Capability::work, nobody, json_body, "name number email zone language",
          R"({"name":"Ana Gil","number":"+12125550166","email":"ana@example.com","zone":"","language":"es"})",
          change_with<add_client>},
    Route{"GET", "/clients/{client}", Capability::see, nobody, none, "", "", get_client},
    Route{"PUT", "/clients/{client}", Capability::work, clients, json_body, "name number email zone language",
          R"({"name":"Ana Gil","number":"+12125550167"})", put_client},
    Route{"POST", "/clients/{client}/consents", Capability::work, clients, json_body, "channel attested",
          R"({"channel":"call","attested":"Kim, 2026-05-01, on paper"})", change_of<record_consent>},
    Route{"POST", "/clients/{client}/consents/withdraw", Capability::work, nobody, json_body, "channel",
          R"({"channel":"call"})", change_of<withdraw_consent>},
    Route{"POST", "/clients/{client}/never-contact", Capability::work, nobody, json_body, "way why",
          R"({"why":"asked for it at the desk"})", change_of<never_contact>},
    Route{"POST", "/clients/{client}/never-contact/lift", Capability::work, clients, json_body, "way why",
          R"({"why":"asked in a letter of 2 May to be reminded again"})", change_of<lift_never_contact>},

    // What happened, and what is new
    Route{"GET", "/reports", Capability::see, nobody, none, "", "from=2026-05-01&to=2026-05-31&by=weekday",
          get_reports},
    Route{"GET", "/reports.csv", Capability::see, nobody, none, "", "from=2026-05-01&to=2026-05-31&by=channel",
          get_reports_csv},
    Route{"GET", "/ledger", Capability::see, nobody, none, "", "limit=5", get_ledger},
    Route{"GET", "/ledger/{entry}", Capability::see, nobody, none, "", "", get_ledger_entry},
    Route{"GET", "/events", Capability::see, nobody, none, "", "after=0", get_events, false},

    // Stopping and letting go
    Route{"POST", "/stop", Capability::stop, nobody, json_body, "why scope", R"({"why":"twice!"})", post_stop},
    Route{"GET", "/release", Capability::see, nobody, none, "", "", page<release_page>},
    Route{"POST", "/release", Capability::release, clients, json_body, "why count trip",
          R"({"why":"mended","count":0})", post_release},
    Route{"GET", "/failsafe", Capability::see, nobody, none, "", "", page<failsafe>},
    Route{"GET", "/held", Capability::see, nobody, none, "", "limit=5", get_held},
    Route{"POST", "/held/release", Capability::work, clients, json_body, "why reminders all count",
          R"({"why":"fine","all":true,"count":0})", post_held<HeldVerb::release>},
    Route{"POST", "/held/discard", Capability::work, nobody, json_body, "why reminders all count",
          R"({"why":"wrong","all":true,"count":0})", post_held<HeldVerb::discard>},

    // A day tried out: nobody is contacted
    Route{"POST", "/rehearsals", Capability::see, nobody, json_body, "date seed", R"({"date":"2026-05-13","seed":1})",
          post_rehearsal},
    Route{"GET", "/rehearsals/{rehearsal}", Capability::see, nobody, none, "", "", get_rehearsal},

    // The pace, and who takes callbacks
    Route{"GET", "/pacing", Capability::see, nobody, none, "", "", page<pacing_page>},
    Route{"PUT", "/pacing", Capability::set_up, clients, json_body,
          "by_agents handling_seconds callback_share wait_seconds wait_share per_minute per_hour day_contacts "
          "month_contacts day_money month_money price_call price_text price_email shifts",
          R"({"per_minute":5})", change<set_pacing>, true, true},
    Route{"POST", "/agents", Capability::work, nobody, json_body, "name state", R"({"name":"Pat","state":"free"})",
          change<say_agent>, true, true},
    Route{"POST", "/callbacks", Capability::work, nobody, json_body, "number", "{}", change_with<mark_callback>, true,
          true},
    Route{"POST", "/callbacks/{callback}/handled", Capability::work, nobody, json_body, "seconds", R"({"seconds":140})",
          change_of<end_callback>, true, true},

    // What is reminded, and when
    Route{"GET", "/rules", Capability::see, nobody, none, "", "", page<rules_page>},
    Route{"POST", "/rules", Capability::set_up, clients, json_body,
          "channel before days_before at zone shift min_lead max_lateness content machines replaces dry_run",
          R"({"channel":"text","days_before":1,"at":"17:00"})", post_a_rule},
    Route{"POST", "/rules/{rule}/retire", Capability::set_up, nobody, json_body, "", "{}", change_of<retire_rule>},
    Route{"POST", "/rules/{rule}/restore", Capability::set_up, clients, json_body, "", "{}",
          change_of<bring_back_rule>},

    Route{"GET", "/templates", Capability::see, nobody, none, "", "", get_templates},
    Route{"GET", "/templates/{name}", Capability::see, nobody, none, "", "", get_template},
    Route{"PUT", "/templates/{name}/{language}", Capability::set_up, nobody, json_body, "channel subject text",
          R"({"channel":"text","text":"{{business}}: {{when}}. Reply STOP to opt out."})", put_template},
    Route{"POST", "/templates/{name}/{language}/publish", Capability::set_up, clients, json_body, "", "{}",
          post_publish},
    Route{"POST", "/templates/{name}/{language}/roll-back", Capability::set_up, clients, json_body, "version",
          R"({"version":0})", post_template_back},
    Route{"POST", "/templates/preview", Capability::see, nobody, json_body, "channel subject text language appointment",
          R"({"channel":"text","text":"{{business}}: {{when}}. Reply STOP to opt out."})", post_preview},

    // Flows, voice, texts
    Route{"GET", "/flows", Capability::see, nobody, none, "", "", get_flows},
    Route{"POST", "/flows/{flow}", Capability::set_up, clients, json_body, "files", R"({"files":{}})", post_flow},
    Route{"GET", "/flows/{flow}/diagram", Capability::see, nobody, none, "", "", get_diagram},
    Route{"POST", "/flows/{flow}/walk", Capability::see, nobody, json_body, "language inputs",
          R"({"language":"en","inputs":["1"]})", post_walk},
    Route{"POST", "/flows/{flow}/live", Capability::set_up, clients, json_body, "hash", R"({"hash":""})",
          post_live_flow},
    Route{"GET", "/prompts", Capability::see, nobody, none, "", "", get_prompts},
    Route{"GET", "/prompts/{flow}/{state}/{slot}/{language}", Capability::see, nobody, none, "", "", get_prompt},
    Route{"POST", "/prompts/{flow}/{state}/{slot}/{language}/roll-back", Capability::work, nobody, json_body, "version",
          R"({"version":0})", post_roll_back},
    Route{"POST", "/prompts/{flow}/{state}/{slot}/{language}/upload", Capability::work, nobody, bytes, "", "",
          post_upload},
    Route{"GET", "/messages", Capability::see, nobody, none, "", "", get_messages},
    Route{"GET", "/messages/{message}/sound", Capability::see, nobody, none, "", "", get_sound},
    Route{"POST", "/messages/{message}/read", Capability::work, nobody, json_body, "read", R"({"read":true})",
          change_of<read_message>},
    Route{"POST", "/messages/{message}/discard", Capability::work, nobody, json_body, "", "{}",
          change_of<throw_message>},
    Route{"GET", "/inbox", Capability::see, nobody, none, "", "", get_inbox},
    Route{"GET", "/inbox/{number}", Capability::see, nobody, none, "", "", get_exchange},
    Route{"POST", "/inbox/{number}/read", Capability::work, nobody, json_body, "read", R"({"read":true})",
          change_of<mark_exchange>},
    Route{"POST", "/texts/measure", Capability::see, nobody, json_body, "text language",
          R"({"text":"{{business}}: {{when}}"})", post_measure},

    // Calls that come in
    Route{"GET", "/lines", Capability::see, nobody, none, "", "", get_lines},
    Route{"PUT", "/lines", Capability::set_up, nobody, json_body, "number flow",
          R"({"number":"+12125550198","flow":"missed-call"})", change_with<set_line>},
    Route{"POST", "/lines/remove", Capability::set_up, nobody, json_body, "number", R"({"number":"+12125550198"})",
          change_with<remove_line>},
    Route{"POST", "/lines/reopen", Capability::set_up, nobody, json_body, "number why",
          R"({"number":"+12125550198","why":"a class tried it"})", change_with<reopen_line>},
    Route{"PUT", "/lines/allows", Capability::set_up, clients, json_body,
          "put_through return_missed cancel_notice_minutes", R"({"cancel_notice_minutes":60})",
          change_with<set_line_allows>},
    Route{"GET", "/calls", Capability::see, nobody, none, "", "limit=5", get_calls},
    Route{"GET", "/tasks", Capability::see, nobody, none, "", "done=true", get_tasks},
    Route{"POST", "/tasks/{task}/done", Capability::work, nobody, json_body, "", "{}", change_of<task_done>},
    Route{"POST", "/task-codes", Capability::work, nobody, json_body, "purpose subject",
          R"({"purpose":"client","subject":1})", change_with<make_task_code>},
    Route{"GET", "/task-codes/{code}", Capability::see, nobody, none, "", "", get_task_code},
    Route{"GET", "/facts", Capability::see, nobody, none, "", "", page<facts_page>},
    Route{"PUT", "/facts", Capability::work, nobody, json_body, "facts", R"({"facts":[]})", change<push_facts>, true,
          true},
    Route{"POST", "/facts/remove", Capability::work, nobody, json_body, "name key appointment",
          R"({"name":"order_status","key":"4711"})", change<remove_fact>, true, true},
    Route{"GET", "/flow-events", Capability::see, nobody, none, "", "limit=5", get_flow_events},
    Route{"POST", "/flow-events/replay", Capability::set_up, nobody, json_body, "event undelivered_after",
          R"({"undelivered_after":0})", change<replay_events>},
    Route{"GET", "/flow-events/target", Capability::set_up, nobody, none, "", "", page<event_target>},
    Route{"PUT", "/flow-events/target", Capability::set_up, nobody, json_body, "url",
          R"({"url":"https://app.example/hook"})", change_with<set_event_target>},
    Route{"POST", "/flow-events/key", Capability::set_up, nobody, json_body, "", "{}", change<renew_event_key>},

    // The installation
    Route{"GET", "/accounts", Capability::operate, nobody, none, "", "", get_accounts},
    Route{"POST", "/accounts", Capability::operate, nobody, json_body, "account owner",
          R"({"account":{"name":"Ash Barbers","zone":"America/New_York","country":"US","caller_number":"+12125550399",)"
          R"("callback_number":"+12125550300"},"owner":"pat@ash.example"})",
          post_account},

    Route{"PUT", "/demo/speed", Capability::work, nobody, json_body, "speed", R"({"speed":60})", put_speed},
};

std::vector<std::string_view> pieces(std::string_view path) {
  std::vector<std::string_view> found;
  while (path.starts_with('/')) {
    path.remove_prefix(1);
    const auto slash = std::min(path.find('/'), path.size());
    found.push_back(path.substr(0, slash));
    path.remove_prefix(slash);
  }
  return found;
}

/// What stands in the places of the pattern; none: another path.
std::optional<std::vector<std::string>> matched(std::string_view pattern, const std::vector<std::string_view>& path) {
  const auto wanted = pieces(pattern);
  if (wanted.size() != path.size()) return std::nullopt;
  std::vector<std::string> at;
  for (std::size_t i = 0; i < path.size(); ++i) {
    if (wanted[i].starts_with('{')) {
      at.emplace_back(path[i]);
    } else if (wanted[i] != path[i]) {
      return std::nullopt;
    }
  }
  return at;
}

}  // namespace

std::span<const Route> routes() { return table; }

FoundRoute find_route(std::string_view method, std::string_view path) {
  const auto wanted = pieces(path);
  FoundRoute found;
  std::size_t places = 0;
  for (const Route& route : table) {
    auto at = matched(route.path, wanted);
    if (!at) continue;
    if (route.method != method) {
      if (found.methods.find(route.method) == std::string::npos)
        found.methods += fmt::format("{}{}", found.methods.empty() ? "" : ", ", route.method);
      continue;
    }
    // Of two that fit, the one that says more of it itself: /me/sessions/end-others is nobody's session.
    if (found.route != nullptr && at->size() >= places) continue;
    places = at->size();
    found.route = &route;
    found.at = std::move(*at);
  }
  return found;
}

}  // namespace courtesy::api
