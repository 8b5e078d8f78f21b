// A house in memory with the API on it, for tests.
#pragma once

#include <boost/json.hpp>

#include "api/api.h"
#include "store/sqlite/test_house.h"

namespace courtesy::api {

class ApiHouse : public TestHouse {
 public:
  ApiHouse() {
    settings_of_api.account = AccountId(1);
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
    headers.emplace_back("Host", "localhost:8080");
    if (method != "GET") headers.emplace_back("X-Courtesy", "test");
    std::optional<http::Response> answer;
    api->handle(
        {.method = std::move(method), .url = std::move(url), .headers = std::move(headers), .body = std::move(body)},
        [&](http::Response response) { answer = std::move(response); });
    while (!answer) INVARIANT(time.step(time.now() + minutes{1}));
    return *answer;
  }
  boost::json::object get(const std::string& url) {
    const auto response = ask("GET", "/api/v1" + url);
    INVARIANT(response.status == 200);
    return boost::json::parse(response.body).as_object();
  }
  http::Response post(const std::string& url, const std::string& body) { return ask("POST", "/api/v1" + url, body); }

  flow::Library flows = flow::Library::builtin().value();
  Settings settings_of_api;
  int stops_told = 0;
  std::optional<Api> api;
};

inline std::string text_at(const boost::json::value& value, std::string_view pointer) {
  return std::string(value.at_pointer(pointer).as_string());
}

}  // namespace courtesy::api
