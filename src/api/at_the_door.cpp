#include "api/at_the_door.h"

#include <boost/json.hpp>

#include "api/answer.h"
#include "api/read_body.h"

namespace courtesy::api {
namespace {

constexpr std::size_t most_password_bytes = 4 * access::longest_password;
constexpr std::size_t longest_agent = 200;

}  // namespace

Result<Secret<std::string>> password_in(const boost::json::object& body) {
  const auto* value = body.if_contains("password");
  if (value == nullptr || !value->is_string() || value->as_string().empty()) return invalid("`password` is missing");
  if (value->as_string().size() > most_password_bytes) return invalid("`password` is too long");
  return Secret<std::string>(std::string(value->as_string()));
}

Result<std::string> name_in(const boost::json::object& body) {
  std::string name = TRY(needed(body, "name", 80));
  for (const char c : name) {
    if (static_cast<unsigned char>(c) < 0x20) return invalid("`name` must be one line of text");
  }
  return name;
}

PersonSession session_for(const Call& call, PersonId person, AccountId account, bool with_factor, Instant now) {
  PersonSession session{.person = person, .account = account};
  if (with_factor) session.factor_at = now;
  session.address = call.request.peer;
  session.agent = std::string(call.request.header("User-Agent").value_or("")).substr(0, longest_agent);
  return session;
}

Result<AccountId> first_account(Unit& unit, PersonId person) {
  const auto accounts = TRY(People(unit).accounts_of(person));
  return accounts.empty() ? AccountId{} : accounts.front().account;
}

LedgerEntry house_note(LedgerKind kind, std::string code, PersonId person, const std::string& email,
                       const std::string& address) {
  LedgerBody body;
  body.plain("person", person.value()).personal("email", email);
  if (!address.empty()) body.personal("address", address);
  return {.kind = kind, .code = std::move(code), .body = std::move(body)};
}

http::Response let_in(const Person& person, const std::string& token, bool secure) {
  http::Response response = json(boost::json::object{{"signed_in", true}, {"name", person.name}});
  response.headers.push_back(session_cookie(token, secure));
  return response;
}

http::Response let_out(boost::json::object answer, bool secure) {
  http::Response response = json(answer);
  response.headers.push_back(session_cookie("", secure));
  return response;
}

http::Response busy() {
  http::Response response = problem(429, "too_many_requests", "Too many at once",
                                    "Others are signing in at this moment. Try again in a second.");
  response.headers.emplace_back("Retry-After", "1");
  return response;
}

}  // namespace courtesy::api
