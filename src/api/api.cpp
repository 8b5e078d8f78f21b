#include "api/api.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>

#include "api/answer.h"
#include "api/failsafe.h"
#include "api/flows.h"
#include "api/inbound.h"
#include "api/messages.h"
#include "api/pacing.h"
#include "api/pages.h"
#include "api/session.h"
#include "api/texts.h"
#include "base/whole_number.h"
#include "flow/take.h"
#include "http/guards.h"
#include "store/unit.h"

namespace courtesy::api {
namespace {

constexpr std::string_view base = "/api/v1/";
constexpr std::size_t small_body = 64u << 10;
constexpr std::size_t most_facts_bytes = 1u << 20;
constexpr int most_held = 500;

std::vector<std::string_view> pieces(std::string_view path) {
  std::vector<std::string_view> found;
  while (!path.empty()) {
    const auto slash = path.find('/');
    found.push_back(path.substr(0, slash));
    path = slash == std::string_view::npos ? std::string_view{} : path.substr(slash + 1);
  }
  return found;
}

Result<std::int64_t> number(std::string_view text, std::string_view what) {
  const auto value = whole_number<std::int64_t>(text);
  if (!value) return invalid("`" + std::string(what) + "` must be a whole number, not less than 0");
  return *value;
}

Result<std::int64_t> number(const http::Fields& fields, std::string_view name, std::int64_t otherwise) {
  const auto text = http::field(fields, name);
  if (!text || text->empty()) return otherwise;
  return number(*text, name);
}

http::Response no_such_address() {
  return problem(404, "not_found", "There is no such address", "docs/reference/api.md lists them all.");
}

http::Response not_kept() {
  return problem(503, "unavailable", "It may not be written",
                 "The store did not say that it kept this. Look whether it is there before trying again.");
}

/// A word that is not known stops more rather than less.
bool stops_the_house(const boost::json::object& body) {
  const auto* scope = body.if_contains("scope");
  return scope != nullptr && *scope != "account" && *scope != "";
}

bool is_upload(const std::vector<std::string_view>& path) {
  return path.size() == 6 && path[0] == "prompts" && path[5] == "upload";
}

/// `prompts/FLOW/STATE/SLOT/LANGUAGE/...`
Result<PromptName> prompt_name(const std::vector<std::string_view>& path) {
  return PromptName::parse(fmt::format("{}/{}/{}/{}", path.at(1), path.at(2), path.at(3), path.at(4)));
}

/// A conflict about a count has a type of its own: whoever typed it looks again.
http::Respond telling_of_counts(http::Respond respond) {
  return [respond = std::move(respond)](http::Response response) mutable {
    if (response.status == 409 && response.body.find(count_differs) != std::string::npos) {
      const auto told = read_object(response.body);
      response =
          problem(409, "count_differs", "Another number would go out", std::string(told->at("detail").as_string()));
    }
    respond(std::move(response));
  };
}

}  // namespace

Api::Api(Store& store, Loop& loop, Settings settings)
    : store_(store),
      settings_(std::move(settings)),
      events_(store, settings_),
      imports_({.store = store, .loop = loop, .settings = settings_}),
      prompt_files_({.store = store, .loop = loop, .settings = settings_, .changed = [this] { events_.nudge(); }}) {}

std::size_t Api::body_limit(std::string_view, std::string_view path) {
  if (path.starts_with(base) && is_upload(pieces(path.substr(base.size())))) return flow::most_take_bytes;
  if (path == "/api/v1/imports") return Imports::most_bytes;
  if (path == "/api/v1/facts") return most_facts_bytes;
  return path.starts_with("/api/v1/flows/") ? most_flow_bytes : small_body;
}

void Api::handle(http::Request request, http::Respond respond) {
  http::Respond secured = [respond = std::move(respond)](http::Response response) mutable {
    http::secure(response);
    respond(std::move(response));
  };
  if (!known_host(request)) {
    return secured(problem(421, "forbidden", "Not under this name",
                           "This server answers to localhost only; other names are stated in its configuration."));
  }
  if (request.path().starts_with("/api/")) return route(std::move(request), std::move(secured));
  if (request.method != "GET") return secured(problem(405, "invalid", "Not here", "Files are only read."));
  secured(files_.answer(request));
}

bool Api::known_host(const http::Request& request) const {
  const auto host = http::host_of(request);
  return host && (http::is_local_name(*host) || settings_.hosts.contains(std::string(*host)));
}

void Api::route(http::Request request, http::Respond respond) {
  if (!request.path().starts_with(base)) return respond(no_such_address());
  const std::string path(request.path().substr(base.size()));
  if (request.method == "GET") return get(pieces(path), request, std::move(respond));
  if (request.method != "POST" && request.method != "PUT") {
    return respond(problem(405, "invalid", "No such method", "GET reads, POST and PUT change."));
  }
  if (!request.header("X-Courtesy")) {
    return respond(problem(403, "forbidden", "A header is missing",
                           "What changes something carries the header X-Courtesy: a form on a foreign page cannot."));
  }
  change(pieces(path), std::move(request), std::move(respond));
}

void Api::get(const Path& path, const http::Request& request, http::Respond respond) {
  const auto is = [&](std::string_view name, std::size_t length) { return path.size() == length && path[0] == name; };
  if (is("session", 1)) return ask([this](Unit& unit) { return session(unit, settings_); }, std::move(respond));
  if (is("day", 1)) return get_day(request, std::move(respond));
  if (is("ledger", 1)) return get_ledger(request, std::move(respond));
  if (is("events", 1)) return get_events(request, std::move(respond));
  if (is("failsafe", 1)) return ask([](Unit& unit) { return failsafe(unit); }, std::move(respond));
  if (is("flows", 1) && settings_.flows != nullptr) {
    return ask([flows = settings_.flows](Unit& unit) { return flows_page(unit, *flows); }, std::move(respond));
  }
  if (is("held", 1)) return get_held(request, std::move(respond));
  if (is("pacing", 1)) return ask([](Unit& unit) { return pacing_page(unit); }, std::move(respond));
  if (is("release", 1)) return ask([](Unit& unit) { return release_page(unit); }, std::move(respond));
  if (!path.empty() && (path[0] == "prompts" || path[0] == "messages"))
    return get_voice(path, request, std::move(respond));
  const auto query = http::parse_form(request.query());
  if (!query) return respond(problem(query.error()));
  auto question = inbound_read(path, *query, settings_);
  if (question) return ask(std::move(*question), std::move(respond));
  if (question.error().code != ErrorCode::not_found) return respond(problem(question.error()));
  if (path.size() != 2) return respond(no_such_address());
  const auto id = number(path[1], "id");
  if (!id) return respond(no_such_address());
  if (is("appointments", 2)) {
    return ask([id = AppointmentId(*id)](Unit& unit) { return appointment(unit, id); }, std::move(respond));
  }
  if (is("ledger", 2)) return ask([seq = *id](Unit& unit) { return ledger_entry(unit, seq); }, std::move(respond));
  if (is("imports", 2)) {
    return ask(
        [id = ImportId(*id)](Unit& unit) -> Result<boost::json::object> {
          boost::json::object result = TRY(read_object(TRY(Views(unit).import_result(id))));
          result["id"] = id.value();
          return result;
        },
        std::move(respond));
  }
  respond(no_such_address());
}

void Api::get_day(const http::Request& request, http::Respond respond) {
  const auto fields = http::parse_form(request.query());
  if (!fields) return respond(problem(fields.error()));
  std::optional<LocalDate> date;
  const auto text = http::field(*fields, "date").value_or("");
  if (!text.empty()) {
    const auto parsed = parse_date(text);
    if (!parsed) return respond(problem(parsed.error()));
    date = *parsed;
  }
  ask([date](Unit& unit) { return day(unit, date); }, std::move(respond));
}

void Api::get_ledger(const http::Request& request, http::Respond respond) {
  const auto search = parse_ledger_query(request.query());
  if (!search) return respond(problem(search.error()));
  ask([search = *search](Unit& unit) { return ledger(unit, search); }, std::move(respond));
}

void Api::get_held(const http::Request& request, http::Respond respond) {
  const auto fields = http::parse_form(request.query());
  if (!fields) return respond(problem(fields.error()));
  const auto limit = number(*fields, "limit", most_held);
  if (!limit) return respond(problem(limit.error()));
  ask([limit = static_cast<int>(std::clamp<std::int64_t>(*limit, 1, most_held)),
       flows = settings_.flows](Unit& unit) { return held(unit, limit, flows); },
      std::move(respond));
}

void Api::get_events(const http::Request& request, http::Respond respond) {
  const auto fields = http::parse_form(request.query());
  if (!fields) return respond(problem(fields.error()));
  auto after = number(*fields, "after", 0);
  if (const auto last = request.header("Last-Event-ID"); last && !last->empty()) after = number(*last, "Last-Event-ID");
  if (!after) return respond(problem(after.error()));
  events_.wait(*after, std::move(respond));
}

void Api::change(const Path& path, http::Request request, http::Respond respond) {
  const bool post = request.method == "POST";
  if (post && path.size() == 1 && path[0] == "imports") return imports_.take(std::move(request), std::move(respond));
  if (post && is_upload(path)) {
    const auto name = prompt_name(path);
    if (!name) return respond(problem(name.error()));
    return prompt_files_.take(*name, std::move(request), std::move(respond));
  }
  const auto body = read_object(request.body);
  if (!body) return respond(problem(body.error()));
  if (post && path.size() > 1 && (path[0] == "prompts" || path[0] == "messages"))
    return change_voice(path, *body, std::move(respond));
  if (post && path.size() == 1 && path[0] == "stop") return post_stop(*body, std::move(respond));
  if (post && path.size() == 1 && path[0] == "release") return post_release(*body, std::move(respond));
  if (post && path.size() == 2 && path[0] == "held") return post_held(path[1], *body, std::move(respond));
  if (post && path.size() == 3 && path[0] == "appointments") return change_appointment(path, *body, std::move(respond));
  if (!post && path.size() == 1 && path[0] == "pacing") return put_pacing(*body, std::move(respond));
  if (post && path.size() == 1 && path[0] == "agents") return post_agents(*body, std::move(respond));
  if (post && !path.empty() && path[0] == "callbacks") return post_callbacks(path, *body, std::move(respond));
  if (post && path.size() > 1 && path[0] == "flows") return post_flows(path, *body, std::move(respond));
  if (post && path.size() == 2 && path[0] == "texts" && path[1] == "measure") {
    const auto measured = measure_text(*body);
    return respond(measured ? json(*measured) : problem(measured.error()));
  }
  if (!post && path.size() == 2 && path[0] == "demo" && path[1] == "speed") return put_speed(*body, std::move(respond));
  auto question = inbound_change(post, path, *body, settings_);
  if (question) return write(std::move(*question), settings_.on_change, std::move(respond));
  respond(question.error().code == ErrorCode::not_found ? no_such_address() : problem(question.error()));
}

void Api::change_appointment(const Path& path, const boost::json::object& body, http::Respond respond) {
  const auto id = number(path[1], "id");
  if (!id) return respond(no_such_address());
  const AppointmentId appointment_id(*id);
  const auto word = text_of(body, path[2], 40);
  if (!word) return respond(problem(word.error()));
  if (path[2] == "presence") {
    const auto presence = parse_presence(*word);
    if (!presence) return respond(problem(invalid("`presence` must be showed, no_show or unknown")));
    return write(
        [appointment_id, presence = *presence](Unit& unit) -> Result<boost::json::object> {
          TRY(mark_presence(unit, appointment_id, presence));
          return appointment(unit, appointment_id);
        },
        settings_.on_change, std::move(respond));
  }
  if (path[2] != "answer") return respond(no_such_address());
  const auto answer = parse_answer(*word);
  if (!answer) return respond(problem(invalid("`answer` must be confirmed, cancelled, call_back or none")));
  const auto who = text_of(body, "who", 80);
  if (!who) return respond(problem(who.error()));
  write(
      [appointment_id, answer = *answer, who = *who](Unit& unit) -> Result<boost::json::object> {
        TRY(mark_answer(unit, appointment_id, answer, who));
        return appointment(unit, appointment_id);
      },
      settings_.on_change, std::move(respond));
}

void Api::post_stop(const boost::json::object& body, http::Respond respond) {
  // A stop is never refused for its words.
  const std::string who = text_of(body, "who", 200).ok() ? text_of(body, "who", 200).value() : std::string{};
  const std::string why = text_of(body, "why", 2'000).ok() ? text_of(body, "why", 2'000).value() : std::string{};
  if (stops_the_house(body)) return stop_house(who, why, std::move(respond));
  write(
      [this, who, why](Unit& unit) -> Result<boost::json::object> {
        TRY(stop(unit, who, why));
        return session(unit, settings_);
      },
      settings_.on_stop, std::move(respond));
}

void Api::stop_house(const std::string& who, const std::string& why, http::Respond respond) {
  store_.write(
      AccountId{}, [who, why](Unit& house) { return stop(house, who, why); },
      [this, respond = std::move(respond)](const WriteEnding& ending) mutable {
        if (!ending.work) return respond(problem(ending.work.error()));
        if (ending.commit != CommitEnding::committed) return respond(not_kept());
        settings_.on_stop();
        events_.nudge();
        ask([this](Unit& unit) { return session(unit, settings_); }, std::move(respond));
      });
}

void Api::post_release(const boost::json::object& body, http::Respond respond) {
  const auto who = text_of(body, "who", 200);
  const auto why = text_of(body, "why", 2'000);
  if (!who || !why) return respond(problem(who ? why.error() : who.error()));
  const auto* count = body.if_contains("count");
  if (who->empty() || why->empty() || count == nullptr || !count->is_int64()) {
    return respond(problem(invalid("A release needs `who`, `why`, and `count`: how many contacts go out.")));
  }
  const auto* trip = body.if_contains("trip");
  const std::int64_t looked_at = trip != nullptr && trip->is_int64() ? trip->as_int64() : 0;
  write(
      [this, who = *who, why = *why, count = count->as_int64(), looked_at](Unit& unit) -> Result<boost::json::object> {
        TRY(release(unit, who, why, count, looked_at));
        return session(unit, settings_);
      },
      settings_.on_change, telling_of_counts(std::move(respond)));
}

void Api::post_held(std::string_view verb, const boost::json::object& body, http::Respond respond) {
  if (verb != "release" && verb != "discard") return respond(no_such_address());
  write([verb = verb == "release" ? HeldVerb::release : HeldVerb::discard, body,
         flows = settings_.flows](Unit& unit) { return decide_held(unit, verb, body, flows); },
        settings_.on_change, telling_of_counts(std::move(respond)));
}

void Api::put_pacing(const boost::json::object& body, http::Respond respond) {
  write([body](Unit& unit) { return set_pacing(unit, body); }, settings_.on_change, std::move(respond));
}

void Api::post_agents(const boost::json::object& body, http::Respond respond) {
  write([body](Unit& unit) { return say_agent(unit, body); }, settings_.on_change, std::move(respond));
}

void Api::post_callbacks(const Path& path, const boost::json::object& body, http::Respond respond) {
  if (path.size() == 1) {
    return write([this, body](Unit& unit) { return mark_callback(unit, body, settings_); }, settings_.on_change,
                 std::move(respond));
  }
  const auto id = path.size() == 3 && path[2] == "handled" ? number(path[1], "id") : Result<std::int64_t>(invalid(""));
  if (!id) return respond(no_such_address());
  write([id = *id, body](Unit& unit) { return end_callback(unit, id, body); }, settings_.on_change, std::move(respond));
}

void Api::post_flows(const Path& path, const boost::json::object& body, http::Respond respond) {
  if (settings_.flows == nullptr) return respond(no_such_address());
  const std::string name(path[1]);
  if (path.size() == 3 && path[2] == "live") {
    return write([name, body, flows = settings_.flows](Unit& unit) { return set_live_flow(unit, name, body, *flows); },
                 settings_.on_change, std::move(respond));
  }
  if (path.size() != 2) return respond(no_such_address());
  auto read = read_flow(name, body);
  if (auto* refused = std::get_if<http::Response>(&read)) return respond(std::move(*refused));
  write([flow = std::get<FlowToPublish>(std::move(read)),
         flows = settings_.flows](Unit& unit) { return publish_flow(unit, flow, *flows); },
        settings_.on_change, std::move(respond));
}

void Api::get_voice(const Path& path, const http::Request& request, http::Respond respond) {
  const flow::Library* flows = settings_.flows;
  if (path[0] == "prompts" && path.size() == 1)
    return ask([flows](Unit& unit) { return prompts(unit, *flows); }, std::move(respond));
  if (path[0] == "prompts" && path.size() == 5) {
    const auto name = prompt_name(path);
    if (!name) return respond(no_such_address());
    return ask([flows, name = *name](Unit& unit) { return prompt(unit, *flows, name); }, std::move(respond));
  }
  if (path[0] == "messages" && path.size() == 1) {
    const auto fields = http::parse_form(request.query());
    const auto before = fields ? number(*fields, "before", 0) : Result<std::int64_t>(fields.error());
    if (!before) return respond(problem(before.error()));
    return ask([before = RecordingId(*before)](Unit& unit) { return messages(unit, before); }, std::move(respond));
  }
  const bool sound = path[0] == "messages" && path.size() == 3 && path[2] == "sound";
  const auto id = sound ? number(path[1], "id") : Result<std::int64_t>(invalid(""));
  if (!id) return respond(no_such_address());
  get_message_sound(RecordingId(*id), std::move(respond));
}

void Api::get_message_sound(RecordingId message, http::Respond respond) {
  auto bytes = std::make_shared<std::string>();
  store_.read(
      settings_.account,
      [message, bytes](Unit& unit) -> Result<void> {
        *bytes = TRY(message_sound(unit, message));
        return {};
      },
      [bytes, respond = std::move(respond)](Result<void> found) mutable {
        if (!found) return respond(problem(found.error()));
        respond({.status = 200,
                 .headers = {{"Content-Type", "audio/wav"}, {"Cache-Control", "private, no-store"}},
                 .body = std::move(*bytes)});
      });
}

void Api::change_voice(const Path& path, const boost::json::object& body, http::Respond respond) {
  const flow::Library* flows = settings_.flows;
  if (path[0] == "prompts" && path.size() == 6 && path[5] == "roll-back") {
    const auto name = prompt_name(path);
    if (!name) return respond(no_such_address());
    return write([flows, name = *name, body](Unit& unit) { return roll_back_prompt(unit, *flows, name, body); }, [] {},
                 std::move(respond));
  }
  const auto id = path[0] == "messages" && path.size() == 3 ? number(path[1], "id") : Result<std::int64_t>(invalid(""));
  if (!id) return respond(no_such_address());
  const RecordingId message(*id);
  if (path[2] == "read")
    return write([message, body](Unit& unit) { return mark_message(unit, message, body); }, [] {}, std::move(respond));
  if (path[2] != "discard") return respond(no_such_address());
  write([message, body](Unit& unit) { return discard_message(unit, message, body); }, [] {}, std::move(respond));
}

void Api::put_speed(const boost::json::object& body, http::Respond respond) {
  if (!settings_.demo)
    return respond(problem(404, "not_found", "This is no demo", "Only a simulated day has a speed."));
  const auto* speed = body.if_contains("speed");
  double value = -1;
  if (speed != nullptr && speed->is_number()) value = speed->to_number<double>();
  if (!(value >= 0 && value <= 1'000)) return respond(problem(invalid("`speed` must be a number from 0 to 1000")));
  settings_.demo->set_speed(value);
  settings_.on_change();
  ask([this](Unit& unit) { return session(unit, settings_); }, std::move(respond));
}

void Api::ask(Question question, http::Respond respond) {
  auto answer = std::make_shared<boost::json::object>();
  store_.read(
      settings_.account,
      [answer, question = std::move(question)](Unit& unit) mutable -> Result<void> {
        *answer = TRY(question(unit));
        return {};
      },
      [answer, respond = std::move(respond)](Result<void> result) mutable {
        respond(result ? json(*answer) : problem(result.error()));
      });
}

void Api::write(Question question, std::function<void()> after, http::Respond respond) {
  auto answer = std::make_shared<boost::json::object>();
  store_.write(
      settings_.account,
      [answer, question = std::move(question)](Unit& unit) mutable -> Result<void> {
        *answer = TRY(question(unit));
        return {};
      },
      [this, answer, after = std::move(after), respond = std::move(respond)](WriteEnding ending) mutable {
        if (!ending.work) return respond(problem(ending.work.error()));
        if (ending.commit != CommitEnding::committed) {
          return respond(not_kept());
        }
        after();
        events_.nudge();
        respond(json(*answer));
      });
}

}  // namespace courtesy::api
