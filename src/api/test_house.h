// A house in memory with the API on it, for tests.
#pragma once

#include <boost/json.hpp>

#include "api/api.h"
#include "store/person_sessions.h"
#include "store/sqlite/test_house.h"

namespace courtesy::api {

/// Kim is its operator, and owner of account 1; who asks is Kim, signed in.
class ApiHouse : public TestHouse {
 public:
  ApiHouse() {
    write([this](Unit& unit) -> Result<void> {
      const PersonId kim = TRY(People(unit).add({.email = "kim@maple.example", .name = "Kim", .is_operator = true}));
      TRY(People(unit).join(AccountId(1), kim, access::Role::owner, "the test"));
      TRY(PersonSessions(unit).begin({.person = kim, .account = AccountId(1)}, false, token));
      return People(unit).begin_factor(kim, Secret<std::string>("seed"), std::string(24, 'n'));
    });
    settings_of_api.clock = &time;
    settings_of_api.random = &random;
    settings_of_api.version = "test";
    settings_of_api.after = [this](milliseconds wait, Task task) {
      return time.at(time.uptime() + wait, std::move(task));
    };
    settings_of_api.flows = &flows;
    settings_of_api.on_stop = [this] { ++stops_told; };
    api.emplace(*store, time, settings_of_api);
  }

  /// Sends a request and steps until it is answered, at most `limit` from now.
  http::Response ask(std::string method, std::string url, std::string body = {}, http::Headers headers = {}) {
    keep_session();
    headers.emplace_back("Cookie", "courtesy=" + token);
    return ask_bare(std::move(method), std::move(url), std::move(body), std::move(headers));
  }
  /// The same of somebody who shows only what stands in `headers`.
  http::Response ask_bare(std::string method, std::string url, std::string body = {}, http::Headers headers = {}) {
    http::Request request{
        .method = std::move(method), .url = std::move(url), .headers = std::move(headers), .body = std::move(body)};
    request.peer = peer;
    if (!request.header("Host")) request.headers.emplace_back("Host", "localhost:8080");
    if (request.method != "GET") request.headers.emplace_back("X-Courtesy", "test");
    return answer_of(std::move(request));
  }
  http::Response answer_of(http::Request request) {
    std::optional<http::Response> answer;
    api->handle(std::move(request), [&](http::Response response) { answer = std::move(response); });
    while (!answer) INVARIANT(time.step(time.now() + minutes{1}));
    return *answer;
  }
  /// However long a test lasts, Kim is signed in, and has just shown a second factor.
  void keep_session() {
    const Instant now = time.now();
    INVARIANT(db->run("UPDATE person_session SET seen_at = $1, ends_at = $2, factor_at = $1 WHERE person = 1",
                      {now, now + hours{24}})
                  .ok());
    INVARIANT(db->run("UPDATE person SET totp = totp_new WHERE person = 1 AND totp = ''", {}).ok());
  }
  boost::json::object get(const std::string& url) {
    const auto response = ask("GET", "/v1" + url);
    INVARIANT(response.status == 200);
    return boost::json::parse(response.body).as_object();
  }
  http::Response post(const std::string& url, const std::string& body) { return ask("POST", "/v1" + url, body); }

  const std::string token = "the test's own session";
  std::string peer = "127.0.0.1";
  SeededRandom random{1};
  flow::Library flows = flow::Library::builtin().value();
  Settings settings_of_api;
  int stops_told = 0;
  std::optional<Api> api;
};

inline std::string text_at(const boost::json::value& value, std::string_view pointer) {
  return std::string(value.at_pointer(pointer).as_string());
}

}  // namespace courtesy::api
