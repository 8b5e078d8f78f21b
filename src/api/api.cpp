#include "api/api.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <boost/json.hpp>

#include "api/answer.h"
#include "api/clients.h"
#include "api/flows.h"
#include "api/kept.h"
#include "api/messages.h"
#include "api/retold.h"
#include "api/session.h"
#include "base/json_text.h"
#include "base/nearest.h"
#include "flow/take.h"
#include "gateway/utf8.h"
#include "http/etag.h"
#include "http/guards.h"
#include "store/api_keys.h"
#include "store/ledger.h"
#include "store/unit.h"

namespace courtesy::api {
namespace {

constexpr std::string_view base = "/v1/";
constexpr std::string_view former_base = "/api/v1/";
constexpr std::size_t small_body = 64u << 10;
constexpr std::size_t most_facts_bytes = 1u << 20;
constexpr std::size_t longest_request_key = 255;
constexpr std::size_t longest_who = 200;
constexpr std::size_t most_running = 1'000;
constexpr minutes seen_every{1};

http::Response no_such_address(std::string_view path) {
  return problem(404, "not_found", "There is no such address",
                 path.starts_with(former_base) ? "The API is at /v1 now: leave the /api away."
                                               : "docs/reference/api.md lists them all.");
}

/// What the door says to each verdict but `allowed`.
http::Response turned_away(access::Verdict verdict, const Route& route, const Actor& actor) {
  switch (verdict) {
    case access::Verdict::sign_in: {
      http::Response response =
          actor.nobody_yet
              ? problem(401, "setup_needed", "Nobody can sign in yet",
                        "Open the page on the server's own machine, or run `courtesy setup` there.")
              : problem(401, "signed_out", "Sign in", "Sign in, or send a key: `Authorization: Bearer ck_...`.");
      response.headers.emplace_back("WWW-Authenticate", "Bearer realm=\"Courtesy\"");
      return response;
    }
    case access::Verdict::not_by_key:
      return problem(403, "not_by_key", "Not by a key", "This is for a person who has signed in.");
    case access::Verdict::second_factor:
      return problem(403, "second_factor", "A code is needed",
                     actor.has_factor ? "Show a code of your authenticator first (POST /v1/me/factor/show)."
                                      : "Set up a second factor under \"Your account\" first: this asks for its code.");
    case access::Verdict::forbidden:
    case access::Verdict::allowed: break;
  }
  const access::Rule& rule = access::rule_of(route.needs);
  if (rule.operator_only)
    return problem(403, "operators_only", "For the operator", "Whoever runs this installation may do it.");
  return problem(403, "forbidden", "Not with your role",
                 fmt::format("This takes the role {}; yours is {}.", access::to_string(rule.least),
                             actor.role ? access::to_string(*actor.role) : "none in this account"));
}

/// Whom a key of this kind may not reach.
std::optional<http::Response> wrong_kind(const Route& route, const Actor& actor, bool simulated) {
  if (!actor.key || route.reach != Reach::clients) return std::nullopt;
  if (*actor.key == access::KeyKind::test && !simulated) return refused_test_key();
  if (*actor.key == access::KeyKind::guest) {
    return problem(403, "guest_key", "A guest key contacts guests only",
                   "What this does could reach a client who is not on the allow_list. Use a live key.");
  }
  return std::nullopt;
}

bool contains(std::span<const std::string_view> names, std::string_view name) {
  return std::ranges::find(names, name) != names.end();
}

/// In backquotes, as the name of a member in a problem; what is no ASCII as a question mark.
std::string quoted(std::string_view name) {
  std::string shown(name.substr(0, 80));
  std::ranges::replace_if(
      shown, [](char c) { return c < ' ' || c > '~' || c == '`'; }, '?');
  return fmt::format("`{}`", shown);
}

http::Response unknown_name(std::string_view what, std::string_view name, std::span<const std::string_view> known) {
  const std::string_view meant = nearest(known, name);
  return problem(400, "unknown_member", "Not as it should be",
                 fmt::format("{} is no {} that is known here{}; there are: {}", quoted(name), what,
                             meant.empty() ? "" : fmt::format(" (did you mean `{}`?)", meant),
                             known.empty() ? "none" : fmt::format("{}", fmt::join(known, ", "))));
}

/// A member that no such request has: it is misspelt, or meant to change what is not to be changed.
std::optional<http::Response> unknown_member(const Route& route, const boost::json::object& body) {
  const auto known = route.names();
  for (const auto& [name, value] : body) {
    if (name != "who" && !contains(known, name)) return unknown_name("member", name, known);
  }
  return std::nullopt;
}

/// A name in the address that narrows nothing: who misspelt it would take everything for what they asked for.
std::optional<http::Response> unknown_parameter(const Route& route, const http::Fields& query) {
  const auto known = route.takes == Takes::json ? std::vector<std::string_view>{} : route.names();
  for (const auto& [name, value] : query) {
    if (!contains(known, name)) return unknown_name("parameter", name, known);
  }
  return std::nullopt;
}

/// Who it was is what the door knows; a key, and a visitor of the demo, may say for whom they act.
void act_for(Actor& actor, const std::string& whom) {
  if (whom.empty()) return;
  if (actor.key) actor.who = fmt::format("{} ({})", whom, actor.who);
  if (actor.demo) actor.who = whom;
}

http::Response too_large(std::string_view path) {
  if (path == "/v1/imports") return Imports::too_large();
  return problem(
      413, "too_large", "Too large",
      fmt::format("What was sent is too large: {} kB may be sent here at most.", Api::body_limit("", path) >> 10));
}

Language language_of(const http::Request& request) {
  return courtesy::language_of(request.header("Accept-Language").value_or(""));
}

/// A name that stands twice would mean one thing to one reader and another to the next.
Result<http::Fields> read_query(const http::Request& request) {
  http::Fields fields = TRY(http::parse_form(request.query()));
  for (std::size_t i = 0; i < fields.size(); ++i) {
    // Neither database has a NUL in its texts.
    const bool is_text = code_points(fields[i].second) && fields[i].second.find('\0') == std::string::npos;
    if (!is_text) return invalid(fmt::format("{} must be text in UTF-8", quoted(fields[i].first)));
    for (std::size_t j = i + 1; j < fields.size(); ++j) {
      if (fields[i].first == fields[j].first) return invalid("a parameter stands twice in the address");
    }
  }
  return fields;
}

Result<std::optional<KeyedRequest>> keyed(const http::Request& request, const Actor& actor) {
  const auto key = request.header("Idempotency-Key");
  if (!key || request.method != "POST" || !actor.known()) return std::optional<KeyedRequest>{};
  if (key->empty() || key->size() > longest_request_key)
    return invalid("Idempotency-Key must have 1 to 255 characters, such as a UUID");
  return std::optional(KeyedRequest{.actor = actor.subject(),
                                    .key = std::string(*key),
                                    .asked = fmt::format("{} {} {}", request.method, request.url, request.body)});
}

/// A conflict about a count has a code of its own: whoever typed it looks again. So has a key that stands for another
/// request.
http::Response problem_of(const Error& error) {
  if (error.code == ErrorCode::conflict && error.message.starts_with(count_differs))
    return problem(409, "count_differs", "Another number would go out", error.message);
  if (error.code == ErrorCode::conflict && error.message == key_used_otherwise)
    return problem(422, "key_used_otherwise", "The key stands for another request", error.message);
  if (error.code == ErrorCode::conflict && error.message == changed_meanwhile)
    return problem(412, "changed_meanwhile", "Somebody else has changed it",
                   "It is not as it was when you read it. Read it again, and decide on what you then see.");
  return problem(error);
}

LedgerEntry note_of(const std::string& who, const std::string& what) {
  return {.kind = LedgerKind::by_hand, .code = "changed", .body = LedgerBody().plain("who", who).plain("what", what)};
}

http::Response answered_before(const std::string& kept) {
  http::Response response = json(boost::json::parse(kept));
  response.headers.emplace_back("Idempotency-Replayed", "true");
  return response;
}

}  // namespace

struct Api::Visit {
  http::Request request;
  http::Respond respond;
  const Route* route = nullptr;
  std::vector<std::string> at{};
};

Api::Api(Store& store, Loop& loop, Settings settings)
    : store_(store),
      settings_(std::move(settings)),
      gate_(store, settings_),
      hasher_(loop),
      doors_({.store = store, .settings = settings_, .gate = gate_, .hasher = hasher_}),
      self_({.store = store, .settings = settings_, .hasher = hasher_}),
      events_(store, settings_),
      looks_(settings_),
      imports_({.store = store, .loop = loop, .settings = settings_}),
      prompt_files_({.store = store, .loop = loop, .settings = settings_, .changed = [this] { events_.nudge(); }}),
      rehearsals_({.store = store, .loop = loop, .settings = settings_}),
      machine_trials_(loop, settings_),
      verifications_({.store = store, .settings = settings_}) {
  INVARIANT(settings_.clock != nullptr && settings_.random != nullptr);
}

std::size_t Api::body_limit(std::string_view, std::string_view path) {
  if (path.starts_with("/v1/prompts/") && path.ends_with("/upload")) return flow::most_take_bytes;
  if (path == "/v1/imports") return Imports::most_bytes;
  if (path == "/v1/facts") return most_facts_bytes;
  return path.starts_with("/v1/flows/") ? most_flow_bytes : small_body;
}

http::Response Api::refused(int status, const http::Request& asked, std::string_view why) {
  if (!asked.path().starts_with(base)) return http::text_response(status, fmt::format("{}\n", why));
  http::Response response = status == 413   ? too_large(asked.path())
                            : status >= 500 ? problem(status, "unavailable", "Not now", std::string(why))
                                            : problem(status, "invalid", "Not as it should be", std::string(why));
  retell(response, language_of(asked));
  http::secure(response, false);
  return response;
}

void Api::handle(http::Request request, http::Respond respond) {
  http::Respond secured = [https = gate_.secure(request), language = language_of(request),
                           respond = std::move(respond)](http::Response response) mutable {
    retell(response, language);
    http::secure(response, https);
    respond(std::move(response));
  };
  if (!known_host(request)) {
    return secured(problem(421, "not_this_name", "Not under this name",
                           "This server answers to localhost and to the name of its public_url."));
  }
  const std::string_view path = request.path();
  if (path.starts_with(base) || path.starts_with(former_base)) return route(std::move(request), std::move(secured));
  if (request.method != "GET") return secured(problem(405, "method", "Not here", "Files are only read."));
  secured(files_.answer(request));
}

bool Api::known_host(const http::Request& request) const {
  const auto host = http::host_of(request);
  return host && (http::is_local_name(*host) || settings_.hosts.contains(std::string(*host)));
}

void Api::route(http::Request request, http::Respond respond) {
  if (!request.path().starts_with(base)) return respond(no_such_address(request.path()));
  FoundRoute found = find_route(request.method, request.path().substr(base.size() - 1));
  if (found.route == nullptr) {
    if (found.methods.empty()) return respond(no_such_address(request.path()));
    http::Response response =
        problem(405, "method", "No such method", fmt::format("At this address there is {}.", found.methods));
    response.headers.emplace_back("Allow", found.methods);
    return respond(std::move(response));
  }
  auto visit = std::make_shared<Visit>(Visit{
      .request = std::move(request), .respond = std::move(respond), .route = found.route, .at = std::move(found.at)});
  // A key is sent by no browser by itself: whoever has one needs no proof against foreign pages.
  if (visit->request.method != "GET" && !visit->request.header("Authorization")) {
    if (auto why = foreign(visit->request))
      return visit->respond(problem(403, "foreign_page", "Not from this page", std::move(*why)));
  }
  gate_.who_asks(visit->request, [this, visit](Result<Actor> actor) {
    if (!actor) return visit->respond(problem(actor.error()));
    admit(visit, std::move(*actor));
  });
}

void Api::admit(std::shared_ptr<Visit> visit, Actor actor) {
  const Instant now = settings_.clock->now();
  std::optional<access::Left> left;
  if (actor.known() && visit->route->counted && !visit->route->urgent && !actor.demo) {
    left = limits_.spend(actor.subject(), actor.key ? access::key_allowance : access::session_allowance, now);
  } else if (!actor.known()) {
    left = limits_.spend("address " + visit->request.peer, access::address_allowance, now);
  }
  http::Respond respond = [left, respond = std::move(visit->respond)](http::Response response) mutable {
    if (left) tell_limit(response, *left);
    respond(std::move(response));
  };
  if (left && !left->allowed) {
    return respond(problem(429, "too_many_requests", "Too many requests",
                           "Wait as long as Retry-After says, and then ask more slowly."));
  }
  if (auto refused = refusal(*visit, actor)) return respond(std::move(*refused));
  note_seen(actor);
  take(*visit, std::move(actor), std::move(respond));
}

std::optional<http::Response> Api::refusal(const Visit& visit, const Actor& actor) const {
  const auto verdict = access::judge(visit.route->needs, actor.standing());
  if (verdict != access::Verdict::allowed) return turned_away(verdict, *visit.route, actor);
  return wrong_kind(*visit.route, actor, settings_.demo.has_value());
}

void Api::take(const Visit& visit, Actor actor, http::Respond respond) {
  const Route& route = *visit.route;
  Call call{.request = visit.request, .actor = std::move(actor), .at = visit.at};
  auto query = read_query(call.request);
  if (!query && !route.urgent) return respond(problem(query.error()));
  if (query) call.query = std::move(*query);
  if (auto unknown = unknown_parameter(route, call.query); unknown && !route.urgent)
    return respond(std::move(*unknown));
  if (route.takes == Takes::nothing) respond = http::told_once(call.request, std::move(respond));
  if (route.noted) call.noted = fmt::format("{} {}", route.method, route.path);
  if (route.takes == Takes::json) {
    auto body = read_object(call.request.body.empty() ? "{}" : call.request.body);
    if (!body && !route.urgent) return respond(problem(body.error()));
    if (body) call.body = std::move(*body);
    if (auto unknown = unknown_member(route, call.body); unknown && !route.urgent) return respond(std::move(*unknown));
    const auto said = text_of(call.body, "who", longest_who);
    if (!said && !route.urgent) return respond(problem(said.error()));
    act_for(call.actor, said ? *said : std::string{});
    call.body["who"] = call.actor.who;
  } else if (route.takes == Takes::bytes) {
    const std::string_view said = http::field(call.query, "who").value_or("");
    if (said.size() > longest_who)
      return respond(problem(invalid(fmt::format("`who` is longer than {} bytes", longest_who))));
    act_for(call.actor, std::string(said));
  }
  auto request = keyed(call.request, call.actor);
  if (!request && !route.urgent) return respond(problem(request.error()));
  if (request) call.keyed = std::move(*request);
  if (call.keyed && route.takes == Takes::bytes) return take_once(route, std::move(call), std::move(respond));
  route.take(*this, std::move(call), std::move(respond));
}

void Api::take_once(const Route& route, Call call, http::Respond respond) {
  const std::string mark = fmt::format("{} {} {}", call.actor.account.value(), call.keyed->actor, call.keyed->key);
  if (running_.size() >= most_running || !running_.insert(mark).second) {
    return respond(problem(409, "still_running", "It is under way",
                           "The first request with this Idempotency-Key is not answered yet. Ask again in a moment."));
  }
  http::Respond done = [this, mark, respond = std::move(respond)](http::Response response) mutable {
    running_.erase(mark);
    respond(std::move(response));
  };
  auto kept = std::make_shared<std::optional<std::string>>();
  const AccountId account = call.actor.account;
  const KeyedRequest request = *call.keyed;  // before the call is handed on
  store_.read(
      account,
      [kept, request](Unit& unit) -> Result<void> {
        *kept = TRY(KeptRequests(unit).find(request));
        return {};
      },
      [this, &route, kept, account, request, call = std::move(call),
       done = std::move(done)](Result<void> read) mutable {
        if (!read) return done(problem_of(read.error()));
        if (*kept) return done(answered_before(**kept));
        http::Respond keep = [this, account, request, done = std::move(done)](http::Response response) mutable {
          if (response.status != 200) return done(std::move(response));
          auto answer = std::make_shared<http::Response>(std::move(response));
          store_.write(
              account, [request, answer](Unit& unit) { return KeptRequests(unit).keep(request, answer->body); },
              [answer, done = std::move(done)](const WriteEnding&) mutable { done(std::move(*answer)); });
        };
        route.take(*this, std::move(call), std::move(keep));
      });
}

/// Once a minute: that it was used is worth a row, each time is not.
void Api::note_seen(const Actor& actor) {
  if (!actor.known() || actor.demo) return;
  const Instant now = settings_.clock->now();
  const std::string subject = fmt::format("{} {}", actor.subject(), actor.session);
  if (seen_.size() >= Limits::most) seen_.clear();
  const auto last = seen_.find(subject);
  if (last != seen_.end() && now - last->second < seen_every && now >= last->second) return;
  seen_[subject] = now;
  store_.write(
      AccountId{},
      [actor](Unit& unit) -> Result<void> {
        if (actor.key) return ApiKeys(unit).seen({.id = actor.key_id, .account = actor.account});
        return PersonSessions(unit).seen(actor.person, actor.session);
      },
      [](const WriteEnding&) {});
}

void Api::ask(const Call& call, Question question, http::Respond respond) {
  auto answer = std::make_shared<boost::json::object>();
  store_.read(
      call.actor.account,
      [answer, language = language_of(call.request),
       question = std::move(question)](Unit& unit) mutable -> Result<void> {
        unit.set_language(language);
        *answer = TRY(question(unit));
        return {};
      },
      [answer, respond = std::move(respond)](Result<void> result) mutable {
        respond(result ? json(*answer) : problem(result.error()));
      });
}

void Api::write(const Call& call, Question question, std::function<void()> after, http::Respond respond) {
  write_in(call.actor.account, call, std::move(question), std::move(after), std::move(respond));
}

void Api::write_in(AccountId account, const Call& call, Question question, std::function<void()> after,
                   http::Respond respond) {
  struct Answer {
    boost::json::object object;
    std::optional<std::string> kept;
  };
  auto answer = std::make_shared<Answer>();
  store_.write(
      account,
      [answer, request = call.keyed, noted = call.noted, who = call.actor.who, language = language_of(call.request),
       question = std::move(question)](Unit& unit) mutable -> Result<void> {
        unit.set_language(language);
        answer->kept.reset();
        if (request) answer->kept = TRY(KeptRequests(unit).find(*request));
        if (answer->kept) return {};
        answer->object = TRY(question(unit));
        if (!noted.empty()) TRY(unit.ledger().append(note_of(who, noted)));
        if (request) TRY(KeptRequests(unit).keep(*request, json_text(answer->object)));
        return {};
      },
      [this, answer, after = std::move(after), respond = std::move(respond)](WriteEnding ending) mutable {
        if (!ending.work) return respond(problem_of(ending.work.error()));
        if (ending.commit != CommitEnding::committed) return respond(not_kept());
        if (answer->kept) return respond(answered_before(*answer->kept));
        after();
        events_.nudge();
        respond(json(answer->object));
      });
}

void Api::tell_session(const Call& call, http::Respond respond) {
  ask(
      call,
      [this, actor = call.actor](Unit& unit) -> Result<boost::json::object> {
        boost::json::object told = TRY(session(unit, settings_));
        TRY(add_actor(unit, actor, told));
        return told;
      },
      std::move(respond));
}

void Api::stop_house(const Call& call, const std::string& why, http::Respond respond) {
  store_.write(
      AccountId{}, [who = call.actor.who, why](Unit& house) { return stop(house, who, why); },
      [this, call, respond = std::move(respond)](const WriteEnding& ending) mutable {
        if (auto failure = failure_of(ending)) return respond(std::move(*failure));
        settings_.on_stop();
        events_.nudge();
        tell_session(call, std::move(respond));
      });
}

void Api::tell_sound(const Call& call, RecordingId message, http::Respond respond) {
  auto bytes = std::make_shared<std::string>();
  store_.read(
      call.actor.account,
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

}  // namespace courtesy::api
