#include "phonenet/trace/call_page.h"

#include "phonenet/exchange/line.h"
#include "phonenet/json.h"
#include "phonenet/trace/timeline.h"

namespace courtesy::phonenet {
namespace {

void add_time(JsonObject& json, std::string_view name, const std::optional<Instant>& at) {
  if (at) {
    json.text(name, courtesy::to_string(*at));
  } else {
    json.null(name);
  }
}

std::string documents_of(const Trace& trace) {
  std::string array = "[";
  for (const TracedDocument& one : trace.documents()) {
    JsonObject json;
    json.text("at", courtesy::to_string(one.at)).text("method", one.method).text("url", one.url);
    append_item(array, json.text("text", one.text).take());
  }
  return array + "]";
}

std::string steps_of(const Trace& trace) {
  std::string array = "[";
  for (const Step& step : trace.steps()) {
    JsonObject json;
    json.text("kind", to_string(step.kind)).text("at", courtesy::to_string(step.at));
    add_time(json, "until", step.until);
    json.boolean("cut", step.cut).text("verb", step.verb).number("line", step.line);
    json.number("document", static_cast<std::int64_t>(step.document)).text("text", step.text).text("url", step.url);
    json.text("voice", step.voice).text("language", step.language).number("length_ms", step.length.count());
    append_item(array, json.number("sound", static_cast<std::int64_t>(step.sound)).take());
  }
  return array + "]";
}

std::string webhooks_of(const Call& call) {
  std::string array = "[";
  for (const Exchanged& one : call.exchanged) {
    if (one.signature.empty()) continue;  // the application's own request
    std::string parameters = "[";
    for (const auto& [name, value] : one.parameters) {
      std::string pair = "[";
      append_json_string(pair, name);
      pair += ',';
      append_json_string(pair, value);
      append_item(parameters, pair + "]");
    }
    JsonObject json;
    json.text("at", courtesy::to_string(one.at - one.lasted)).text("method", one.method).text("url", one.url);
    json.raw("parameters", parameters + "]").text("signature", one.signature).number("status", one.status);
    append_item(array, json.number("lasted_ms", one.lasted.count()).text("type", one.content_type).take());
  }
  return array + "]";
}

std::string notices_of(const Call& call) {
  std::string array = "[";
  for (const Notification& one : call.notifications) {
    JsonObject json;
    json.text("at", courtesy::to_string(one.at)).number("code", one.code).boolean("error", one.error);
    append_item(array, json.text("text", one.text).text("url", one.url).take());
  }
  return array + "]";
}

void add_state(JsonObject& json, const Call& call) {
  const Line* line = call.line.get();
  json.boolean("machine", call.caller != nullptr && call.caller->machine);
  json.boolean("tapes", line != nullptr && line->tapes()).boolean("talks", line != nullptr && line->talks());
  json.boolean("machine_records", line != nullptr && line->machine_records());
}

}  // namespace

std::optional<http::Response> call_pages(Office& office, const http::Request& request) {
  constexpr std::string_view begin = "/_/calls/";
  std::string_view path = request.path();
  if (request.method != "GET" || !path.starts_with(begin)) return std::nullopt;
  path.remove_prefix(begin.size());
  const auto slash = path.find('/');
  const std::string_view what = slash == std::string_view::npos ? std::string_view{} : path.substr(slash + 1);
  const Call* call = office.calls.find(path.substr(0, slash));
  if (call == nullptr) return http::json_response(404, JsonObject().text("error", "there is no such call").take());
  if (slash == std::string_view::npos) return http::json_response(200, call_page(office, *call));
  if (what == "timeline.txt") return http::text_response(200, transcript_of(tale_of(office, *call)));
  if (what != "timeline.svg") return std::nullopt;
  // Its style is within it, and nothing else is.
  return http::Response{.status = 200,
                        .headers = {{"Content-Type", "image/svg+xml"},
                                    {"Cache-Control", "no-store"},
                                    {"Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'"}},
                        .body = timeline_of(tale_of(office, *call))};
}

void append_item(std::string& array, std::string_view json) {
  if (array.size() > 1) array += ',';
  array += json;
}

std::string call_page(const Office& office, const Call& call) {
  JsonObject json;
  json.text("now", courtesy::to_string(office.clock.now())).text("sid", call.sid).text("parent", call.parent_sid);
  json.text("direction", direction_of(call)).text("from", call.from).text("to", call.to);
  json.text("status", to_string(call.status)).boolean("over", is_final(call.status));
  json.text("created", courtesy::to_string(call.created));
  add_time(json, "answered", call.answered);
  add_time(json, "ended", call.ended);
  add_state(json, call);
  static const Trace nothing;
  const Trace& trace = call.trace ? *call.trace : nothing;
  json.raw("documents", documents_of(trace)).raw("steps", steps_of(trace));
  json.raw("webhooks", webhooks_of(call)).raw("notices", notices_of(call));
  return json.take();
}

}  // namespace courtesy::phonenet
