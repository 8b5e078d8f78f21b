#include "api/gate.h"

#include <fmt/format.h>

#include "access/pace.h"
#include "store/accounts.h"
#include "store/api_keys.h"
#include "store/people.h"
#include "store/team.h"
#include "store/unit.h"

namespace courtesy::api {
namespace {

// A browser takes the first name only with Secure, for the whole host and from nobody else.
constexpr std::string_view secure_name = "__Host-courtesy";
constexpr std::string_view plain_name = "courtesy";

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

std::string cookie(const http::Request& request, std::string_view name) {
  for (const auto& [header, value] : request.headers) {
    if (header.size() != 6 || (header[0] | 0x20) != 'c' || header.substr(1) != "ookie") continue;
    std::string_view rest = value;
    while (!rest.empty()) {
      const auto end = rest.find(';');
      const std::string_view one = trimmed(rest.substr(0, end));
      rest = end == std::string_view::npos ? std::string_view{} : rest.substr(end + 1);
      const auto equals = one.find('=');
      if (equals != std::string_view::npos && one.substr(0, equals) == name) return std::string(one.substr(equals + 1));
    }
  }
  return {};
}

/// What stands behind `Bearer `, in letters of either case (RFC 9110 §11.1); none where there is no such header, empty
/// where it is another.
std::optional<std::string> bearer(const http::Request& request) {
  const auto header = request.header("Authorization");
  if (!header) return std::nullopt;
  constexpr std::string_view scheme = "bearer ";
  const bool is_bearer = std::ranges::equal(header->substr(0, scheme.size()), scheme, [](char a, char b) {
    return (a >= 'A' && a <= 'Z' ? a - 'A' + 'a' : a) == b;
  });
  return is_bearer ? std::string(trimmed(header->substr(scheme.size()))) : std::string{};
}

Actor actor_of(const Visitor& visitor, Instant now) {
  const auto& shown = visitor.session.factor_at;
  return {.account = visitor.role ? visitor.session.account : AccountId{},
          .who = visitor.person.name,
          .role = visitor.role,
          .person = visitor.person.id,
          .session = visitor.session.id,
          .email = visitor.person.email,
          .is_operator = visitor.person.is_operator,
          .has_factor = visitor.person.has_factor,
          .factor_fresh = visitor.person.has_factor && shown && now - *shown < access::factor_is_fresh};
}

Actor actor_of(const ApiKey& key) {
  return {.account = key.account,
          .who = "key " + key.name,
          .role = key.role,
          .key = key.kind,
          .key_id = key.id,
          .key_name = key.name};
}

Result<Actor> by_key(Unit& unit, const std::string& text) {
  if (!access::kind_of_key(text)) return Actor{};
  const auto key = TRY(ApiKeys(unit).find(text));
  return key ? actor_of(*key) : Actor{};
}

Result<Actor> by_session(Unit& unit, const std::string& token) {
  const auto visitor = TRY(PersonSessions(unit).find(token));
  return visitor ? actor_of(*visitor, unit.now()) : Actor{};
}

/// Whoever opens the demo is its owner. Each change is still recorded, and a role still asked for.
Result<Actor> by_being_there(Unit& unit, const Demo& demo) {
  const Person person = TRY(People(unit).get(demo.visitor));
  return Actor{.account = demo.account,
               .who = person.name,
               .role = access::Role::owner,
               .person = person.id,
               .email = person.email,
               .is_operator = person.is_operator,
               .has_factor = person.has_factor,
               .factor_fresh = true,
               .demo = true};
}

}  // namespace

std::string session_token(const http::Request& request, bool secure) {
  return cookie(request, secure ? secure_name : plain_name);
}

std::pair<std::string, std::string> session_cookie(const std::string& token, bool secure) {
  std::string value = fmt::format("{}={}; Path=/; HttpOnly; SameSite=Lax", secure ? secure_name : plain_name, token);
  if (secure) value += "; Secure";
  if (token.empty()) value += "; Max-Age=0";
  return {"Set-Cookie", std::move(value)};
}

std::optional<std::string> foreign(const http::Request& request) {
  if (!request.header("X-Courtesy"))
    return "What changes something carries the header X-Courtesy: a form on a foreign page cannot.";
  if (const auto site = request.header("Sec-Fetch-Site"); site && *site != "same-origin" && *site != "none")
    return "The browser says that another site's page asks for this.";
  const auto origin = request.header("Origin");
  if (!origin) return std::nullopt;
  const auto host = request.header("Host").value_or("");
  if (*origin == fmt::format("http://{}", host) || *origin == fmt::format("https://{}", host)) return std::nullopt;
  return "The request comes from a page of another origin.";
}

void Gate::who_asks(const http::Request& request, UniqueFunction<void(Result<Actor>)> told) {
  auto actor = std::make_shared<Actor>();
  const auto key = bearer(request);
  const std::string token = session_token(request, secure(request));
  const Demo* demo = settings_.demo && settings_.demo->visitor && is_from_here(request) ? &*settings_.demo : nullptr;
  store_.read(
      AccountId{},
      [actor, key, token, demo](Unit& unit) -> Result<void> {
        if (key) {
          *actor = TRY(by_key(unit, *key));
        } else {
          if (!token.empty()) *actor = TRY(by_session(unit, token));
          if (!actor->known() && demo != nullptr) *actor = TRY(by_being_there(unit, *demo));
        }
        if (!actor->known()) actor->nobody_yet = !TRY(People(unit).any());
        return {};
      },
      [actor, told = std::move(told)](Result<void> read) mutable {
        if (!read) return told(read.error());
        told(std::move(*actor));
      });
}

bool Gate::secure(const http::Request& request) const {
  const auto url = http::parse_url(settings_.public_url);
  if (!url || url->scheme != "https") return false;
  const std::string host = url->port.empty() ? url->host : url->host + ":" + url->port;
  return request.header("Host").value_or("") == host;
}

}  // namespace courtesy::api
