#include "phonenet/api/rest.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/bytes.h"
#include "phonenet/api/lookups.h"

namespace courtesy::phonenet {
namespace {

constexpr std::string_view root = "/2010-04-01/Accounts/";
constexpr std::string_view lookups = "/v2/PhoneNumbers/";
/// What Twilio has below an account and this network has not.
constexpr std::array not_emulated{"Addresses",
                                  "Applications",
                                  "AuthorizedConnectApps",
                                  "AvailablePhoneNumbers",
                                  "Balance",
                                  "Conferences",
                                  "ConnectApps",
                                  "Keys",
                                  "Notifications",
                                  "OutgoingCallerIds",
                                  "Queues",
                                  "SIP",
                                  "SMS",
                                  "ShortCodes",
                                  "SigningKeys",
                                  "Tokens",
                                  "Transcriptions",
                                  "Usage"};

std::vector<std::string> split(std::string_view path) {
  std::vector<std::string> parts;
  while (true) {
    const auto slash = path.find('/');
    parts.emplace_back(path.substr(0, slash));
    if (slash == std::string_view::npos) return parts;
    path.remove_prefix(slash + 1);
  }
}

}  // namespace

http::Response Rest::answer(const http::Request& request) {
  std::string_view path = request.path();
  constexpr std::string_view suffix = ".json";
  if (auto sound = sound_of_recording(request)) return std::move(*sound);
  if (auto bytes = bytes_of_medium(request)) return std::move(*bytes);
  const auto credentials = credentials_of(request);
  if (!credentials) return refuse(401, 20003, "Authenticate");
  const bool test = credentials == Credentials::test;
  if (path.starts_with(lookups)) return test ? refuse_test() : look_up(request);
  if (!path.starts_with(root) || !path.ends_with(suffix)) return not_found(path);
  path.remove_prefix(root.size());
  path.remove_suffix(suffix.size());
  std::vector<std::string> parts = split(path);
  const std::string& account = test ? office_.settings.test_account_sid : office_.settings.account_sid;
  if (parts.front() != account) return not_found(request.path());
  if (parts.size() < 2) return without_emulation("Accounts");
  parts.erase(parts.begin());
  auto fields = http::parse_form(request.method == "POST" ? std::string_view(request.body) : request.query());
  if (!fields) return refuse(400, 20001, fields.error().message);
  Parameters parameters(std::move(*fields));
  return test ? route_test(request, parts, parameters) : route(request, parts, parameters);
}

http::Response Rest::route_test(const http::Request& request, const Path& path, Parameters& parameters) {
  const bool creates = request.method == "POST" && path.size() == 1;
  http::Response answer;
  if (creates && path[0] == "Calls") {
    answer = create_call(parameters, Credentials::test);
  } else if (creates && path[0] == "Messages") {
    answer = create_message(parameters, Credentials::test);
  } else if (creates && path[0] == "IncomingPhoneNumbers") {
    answer = create_test_number(parameters);
  } else {
    return refuse_test();
  }
  // What is shown is one of the test account's.
  const std::string& live = office_.settings.account_sid;
  for (auto at = answer.body.find(live); at != std::string::npos; at = answer.body.find(live, at)) {
    answer.body.replace(at, live.size(), office_.settings.test_account_sid);
  }
  return answer;
}

http::Response Rest::route(const http::Request& request, const Path& path, Parameters& parameters) {
  if (path[0] == "Calls") return calls(request, path, parameters);
  if (path[0] == "Messages") return messages(request, path, parameters);
  if (path[0] == "Recordings") return recordings(request, path, parameters);
  if (path[0] == "IncomingPhoneNumbers") return numbers(request, path, parameters);
  if (std::ranges::find(not_emulated, path[0]) != not_emulated.end()) return without_emulation(path[0]);
  return not_found(request.path());
}

std::optional<Credentials> Rest::credentials_of(const http::Request& request) const {
  constexpr std::string_view scheme = "Basic ";
  const auto header = request.header("Authorization");
  if (!header || !header->starts_with(scheme)) return std::nullopt;
  const auto given = from_base64(header->substr(scheme.size()));
  if (!given) return std::nullopt;
  const auto is = [&](const std::string& user, const std::string& secret) {
    return equal_in_constant_time(*given, user + ":" + secret);
  };
  const Settings& settings = office_.settings;
  if (!settings.test_account_sid.empty() && is(settings.test_account_sid, settings.test_auth_token)) {
    return Credentials::test;
  }
  const bool live = is(settings.account_sid, settings.auth_token) ||
                    std::any_of(settings.keys.begin(), settings.keys.end(),
                                [&](const auto& key) { return is(key.first, key.second); });
  return live ? std::optional(Credentials::live) : std::nullopt;
}

/// A `+` in a path is one, and no space.
http::Response Rest::look_up(const http::Request& request) {
  if (request.method != "GET") return refuse(405, 20004, "Method not allowed");
  const auto number = http::percent_decode(request.path().substr(lookups.size()));
  auto fields = http::parse_form(request.query());
  if (!number || number->empty() || !fields) return not_found(request.path());
  return http::json_response(200, lookup(office_, *number, Parameters(std::move(*fields))));
}

void Rest::check_known(Parameters& parameters, std::initializer_list<std::string_view> known) {
  for (const std::string& name : parameters.unknown(known)) {
    const std::string what = fmt::format("no parameter is called '{}' here (names are case-sensitive)", name);
    office_.journal.write({.kind = EntryKind::notice, .text = what, .detail = "20001"});
    if (office_.settings.strict) parameters.refuse(20001, what);
  }
}

http::Response Rest::refuse(int status, int code, std::string message) {
  return refuse(Problem{status, code, std::move(message)});
}

http::Response Rest::refuse(const Problem& problem) {
  office_.journal.write({.kind = EntryKind::refused, .text = problem.message, .detail = std::to_string(problem.code)});
  return problem_response(problem);
}

http::Response Rest::refuse_test() {
  return refuse(403, 20008, "Resource not accessible with Test Account Credentials");
}

http::Response Rest::without_emulation(std::string_view resource) {
  return refuse(404, 20404,
                fmt::format("{} are not emulated here: Calls, Messages, Recordings, IncomingPhoneNumbers "
                            "and Lookup are",
                            resource));
}

http::Response Rest::not_found(std::string_view what) {
  return refuse(404, 20404, fmt::format("The requested resource {} was not found", what));
}

}  // namespace courtesy::phonenet
