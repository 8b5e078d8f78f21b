#include "phonenet/network.h"

#include "phonenet/api/control.h"
#include "phonenet/api/expectations.h"
#include "phonenet/api/render.h"
#include "phonenet/api/rest.h"
#include "phonenet/handset/handsets.h"
#include "phonenet/lint/lint.h"
#include "phonenet/trace/call_page.h"

namespace courtesy::phonenet {

struct Network::Parts {
  Parts(Loop& loop, const Clock& clock, http::Client& client, Settings settings)
      : office(loop, clock, client, std::move(settings)),
        exchange(office),
        texts(office),
        rest(office, exchange, texts),
        faults(stream(office.settings.seed, "answers")),
        expectations(office),
        handsets(office, exchange, texts) {
    office.send_text = [this](twiml::Reply reply) { return texts.send_for_call(std::move(reply)); };
    office.callee = [this](std::string_view to) { return expectations.callee(to); };
  }

  Office office;
  Exchange exchange;
  Texts texts;
  Rest rest;
  SeededRandom faults;
  Expectations expectations;
  Handsets handsets;
};

Network::Network(Loop& loop, const Clock& clock, http::Client& client, Settings settings)
    : parts_(std::make_unique<Parts>(loop, clock, client, std::move(settings))) {
  Office& office = parts_->office;
  for (const OwnedNumber& owned : office.settings.numbers) {
    Number number{.sid = make_sid("PN", office.random), .phone_number = owned.number};
    number.friendly_name = formatted(owned.number);
    number.voice_url = owned.voice_url;
    number.status_callback = owned.voice_status_url;
    number.sms_url = owned.sms_url;
    number.sms_fallback_url = owned.sms_fallback_url;
    number.created = number.updated = clock.now();
    office.numbers.add(std::move(number));
  }
}

Network::~Network() {
  // Lines refer to the office and are owned by its calls: they go first.
  for (Call& call : parts_->office.calls.all()) {
    call.line.reset();
    call.leg.reset();
  }
}

void Network::handle(http::Request request, http::Respond respond) {
  const bool at_once = parts_->office.settings.answer_delay == milliseconds{0} || request.path().starts_with("/_/");
  if (at_once) return respond(answer(request));
  answer_later(std::move(request), std::move(respond));
}

void Network::answer_later(http::Request request, http::Respond respond) {
  Office& office = parts_->office;
  const milliseconds there = office.settings.answer_delay / 2;
  const milliseconds back = office.settings.answer_delay - there;
  const auto fields = http::parse_form(request.method == "POST" ? std::string_view(request.body) : request.query());
  Entry entry{.kind = EntryKind::request,
              .to = fields ? std::string(http::field(*fields, "To").value_or("")) : std::string(),
              .text = std::string(request.path()),
              .detail = request.method};
  journal().write(entry);
  entry.kind = EntryKind::response;
  office.delays.in(there, [this, back, entry = std::move(entry), request = std::move(request),
                           respond = std::move(respond)]() mutable {
    http::Response response = answer(request);
    entry.detail = response.status == no_answer_status ? "none" : std::to_string(response.status);
    parts_->office.delays.in(
        back, [this, entry = std::move(entry), respond = std::move(respond), response = std::move(response)]() mutable {
          journal().write(std::move(entry));
          respond(std::move(response));
        });
  });
}

http::Response Network::answer(const http::Request& request) {
  const std::string_view path = request.path();
  if (path.starts_with("/_/")) return control(request);
  return request.method == "GET" ? parts_->rest.answer(request) : with_faults(request);
}

http::Response Network::with_faults(const http::Request& request) {
  const Faults& faults = parts_->office.settings.faults;
  const auto happens = [this](double chance) { return chance > 0 && parts_->faults.chance(chance); };
  const auto note = [&](std::string_view what) {
    journal().write({.kind = EntryKind::fault, .text = std::string(request.path()), .detail = std::string(what)});
  };
  if (happens(faults.too_many_requests)) {
    note("too_many_requests");
    return problem_response({429, 20429, "Too many requests"});
  }
  if (happens(faults.error_before)) {
    note("error_before");
    return http::text_response(500, "internal error");
  }
  http::Response response = parts_->rest.answer(request);
  if (response.status >= 300) return response;
  if (happens(faults.error_after)) {
    note("error_after");
    return http::text_response(500, "internal error");
  }
  if (happens(faults.answer_lost)) {
    note("answer_lost");
    return http::Response{.status = no_answer_status};
  }
  return response;
}

http::Response Network::control(const http::Request& request) {
  const std::string_view path = request.path();
  const auto fields = http::parse_form(request.method == "POST" ? std::string_view(request.body) : request.query());
  if (!fields) return http::text_response(400, fields.error().message);
  const Parameters parameters(*fields);
  if (auto answer = test_control(request, parameters)) return std::move(*answer);
  if (auto answer = call_pages(parts_->office, request)) return std::move(*answer);
  if (auto answer = parts_->handsets.answer(request, parameters)) return std::move(*answer);
  if (request.method == "GET") {
    if (path == "/_/summary") return http::json_response(200, summary());
    if (path == "/_/lint") return http::json_response(200, lint_json(phonenet::lint(parts_->office)));
    if (path == "/_/lint.txt") return http::text_response(200, lint());
    if (path == "/_/lint.xml") return http::xml_response(lint_junit(phonenet::lint(parts_->office)));
    if (path == "/_/journal") return http::json_response(200, journal_page(parts_->office, parameters));
    if (path == "/_/calls") return http::json_response(200, calls_page(parts_->office, parameters));
  } else if (path == "/_/advance") {
    return http::json_response(409, error_page("time goes on by itself here: it is told to only with --time virtual"));
  } else if (request.method == "POST" && (path == "/_/calls" || path == "/_/texts")) {
    const auto sid = path == "/_/calls" ? scripted_call(parameters)
                                        : write_in(parameters.get("From"), parameters.get("To"), parameters.get("Body"),
                                                   parameters.every("MediaUrl"));
    if (!sid) return http::json_response(400, error_page(sid.error().message));
    return http::json_response(201, sid_page(*sid));
  }
  return http::json_response(
      404,
      error_page("there are GET /_/summary, /_/journal, /_/calls, /_/handsets, /_/lint, /_/report.xml, POST /_/calls, "
                 "/_/texts, /_/tests, /_/expectations, /_/tests/end"));
}

std::optional<http::Response> Network::test_control(const http::Request& request, const Parameters& parameters) {
  Expectations& expectations = parts_->expectations;
  const std::string_view path = request.path();
  if (request.method == "GET" && path == "/_/report.xml") return http::xml_response(expectations.junit());
  if (request.method != "POST") return std::nullopt;
  if (path == "/_/tests") {
    expectations.begin(parameters.get("Name", "test"));
    return http::Response{.status = 204};
  }
  if (path == "/_/expectations") {
    const auto added = expectations.add(parameters);
    if (!added) return http::json_response(400, error_page(added.error().message));
    return http::Response{.status = 204};
  }
  if (path != "/_/tests/end") return std::nullopt;
  const auto verdict = expectations.end();
  if (!verdict) return http::json_response(409, error_page("no test has begun: POST /_/tests with a Name first"));
  return http::json_response(200, to_json(*verdict));
}

Result<std::string> Network::scripted_call(const Parameters& parameters) {
  if (!parameters.has("Script")) {
    return call_in(parameters.get("From"), parameters.get("To"), parameters.get("Persona"));
  }
  Persona caller = *built_in_persona("ignores");
  caller.name = "script";
  caller.patience = {minutes{10}, minutes{10}};
  caller.script = TRY(read_script(parameters.get("Script")));
  return call_in(parameters.get("From"), parameters.get("To"), std::move(caller));
}

Journal& Network::journal() { return parts_->office.journal; }
const Journal& Network::journal() const { return parts_->office.journal; }
Pulse& Network::pulse() { return parts_->office.pulse; }
void Network::set_stopwatch(UniqueFunction<Uptime()> stopwatch) {
  parts_->office.webhooks.set_stopwatch(std::move(stopwatch));
}
std::string Network::lint() const { return lint_text(phonenet::lint(parts_->office)); }
void Network::set_clips(Clips clips) { parts_->office.clips = std::move(clips); }

void Network::set_witness(UniqueFunction<void(CallStory)> witness) { parts_->office.witness = std::move(witness); }

void Network::set_base_url(std::string url) { parts_->office.settings.base_url = std::move(url); }

void Network::set_listing_lag(milliseconds lag) { parts_->office.settings.faults.listing_lag = lag; }

Result<std::string> Network::call_in(std::string from, std::string to, std::string_view persona) {
  if (!is_e164(from)) return invalid("From must be a number in E.164");
  const Settings& settings = parts_->office.settings;
  const Persona* who = persona.empty() ? &settings.directory.who(from, settings.seed) : built_in_persona(persona);
  if (who == nullptr) return invalid("no persona is called '" + std::string(persona) + "'");
  return call_in(std::move(from), std::move(to), *who);
}

Result<std::string> Network::call_in(std::string from, std::string to, Persona persona) {
  if (!is_e164(from)) return invalid("From must be a number in E.164");
  return TRY(parts_->exchange.call_in(std::move(from), std::move(to), std::move(persona)))->sid;
}

Result<std::string> Network::write_in(std::string from, std::string to, std::string body,
                                      std::vector<std::string> media) {
  if (!is_e164(from)) return invalid("From must be a number in E.164");
  if (parts_->office.number_called(to) == nullptr) {
    return Error{ErrorCode::not_found, to + " is no number of the account"};
  }
  for (const std::string& url : media) {
    if (!http::parse_url(url)) return invalid("MediaUrl is no URL: " + url);
  }
  if (media.size() > 10) return invalid("there may be 10 MediaUrls at most");
  return parts_->texts.write_in(std::move(from), std::move(to), std::move(body), std::move(media)).sid;
}

std::size_t Network::open_calls() const { return count_open_calls(parts_->office); }

std::string Network::summary() const { return summary_page(parts_->office); }

}  // namespace courtesy::phonenet
