// A network, an application with scripted pages and virtual time between them: for the tests of this room.
#pragma once

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "base/bytes.h"
#include "base/virtual_time.h"
#include "phonenet/memory_client.h"
#include "phonenet/network.h"
#include "phonenet/webhooks/signature.h"

namespace courtesy::phonenet::testing {

inline const std::string sid = "AC00000000000000000000000000000001";
inline const std::string ours = "+12025550100";

/// Answers by path with what was scripted, checks every signature, keeps every request.
class App final : public http::Handler {
 public:
  using Page = std::function<http::Response(const http::Fields&)>;
  struct Seen {
    std::string path;
    http::Fields fields;
    std::string query{};
    std::string cookie{};
  };

  void handle(http::Request request, http::Respond respond) override {
    const bool post = request.method == "POST";
    const auto fields = http::parse_form(post ? std::string_view(request.body) : request.query()).value();
    const std::string url = "http://app:8800" + (told_as.empty() ? request.url : told_as);
    if (request.header("X-Twilio-Signature") != sign("token", url, post ? fields : http::Fields{})) ++unsigned_requests;
    seen.push_back({std::string(request.path()), fields, std::string(request.query()),
                    std::string(request.header("Cookie").value_or(""))});
    const auto page = pages.find(std::string(request.path()));
    if (page == pages.end()) return respond(http::text_response(404, "no such page"));
    if (silent) return kept.push_back(std::move(respond));
    respond(page->second(fields));
  }

  void say(const std::string& path, std::string twiml) {
    pages[path] = [twiml = std::move(twiml)](const http::Fields&) { return http::xml_response(twiml); };
  }
  /// The values of a field in all requests to that path, with a space after each.
  std::string values(std::string_view path, std::string_view name) const {
    std::string all;
    for (const Seen& one : seen) {
      if (one.path == path) all += std::string(http::field(one.fields, name).value_or("-")) + " ";
    }
    return all;
  }

  std::map<std::string, Page> pages;
  std::vector<Seen> seen;
  int unsigned_requests = 0;
  std::string told_as;  ///< path and query that are signed, where they are not those that are asked for
  bool silent = false;
  std::vector<http::Respond> kept;
};

inline Settings settings_with(std::string_view numbers_file = "") {
  Settings settings;
  settings.account_sid = sid;
  settings.auth_token = "token";
  settings.numbers = {{.number = ours, .voice_url = "http://app:8800/in", .sms_url = "http://app:8800/sms"}};
  auto directory = Directory::read(numbers_file);
  INFO((directory ? "" : directory.error().message));
  REQUIRE(directory.ok());
  settings.directory = std::move(*directory);
  settings.seed = 7;
  return settings;
}

struct World {
  explicit World(Settings settings = settings_with()) : network(time, time, client, std::move(settings)) {
    client.connect("http://app:8800", &app);
    app.pages["/status"] = [](const http::Fields&) { return http::Response{.status = 204}; };
  }

  http::Response request(std::string method, std::string path, const http::Fields& fields = {},
                         std::string_view token = "token") {
    http::Request asked{.method = std::move(method), .url = "/2010-04-01/Accounts/" + sid + path};
    const std::string form = http::encode_form(fields);
    if (asked.method == "POST") {
      asked.body = form;
    } else if (!form.empty()) {
      asked.url += "?" + form;
    }
    asked.headers = {{"Authorization", "Basic " + base64(sid + ":" + std::string(token))}};
    return send(std::move(asked));
  }
  http::Response send(http::Request asked) {
    http::Response answer{.status = -1};
    network.handle(std::move(asked), [&](http::Response response) { answer = std::move(response); });
    return answer;
  }

  /// Creates a call with all events subscribed; its sid.
  std::string call(const std::string& to, http::Fields more = {}) {
    http::Fields fields{{"To", to}, {"From", ours}, {"StatusCallback", "http://app:8800/status"}};
    for (const auto* event : {"initiated", "ringing", "answered", "completed"}) {
      fields.emplace_back("StatusCallbackEvent", event);
    }
    bool has_url = false;
    for (auto& field : more) {
      has_url = has_url || field.first == "Url" || field.first == "Twiml";
      fields.push_back(std::move(field));
    }
    if (!has_url) fields.emplace_back("Url", "http://app:8800/start");
    const auto answer = request("POST", "/Calls.json", fields);
    REQUIRE(answer.status == 201);
    return member(answer.body, "sid");
  }
  std::string text(const std::string& to, const std::string& body) {
    const auto answer =
        request("POST", "/Messages.json",
                {{"To", to}, {"From", ours}, {"Body", body}, {"StatusCallback", "http://app:8800/status"}});
    REQUIRE(answer.status == 201);
    return member(answer.body, "sid");
  }

  /// The text of a JSON object's member of that name, the first there is.
  static std::string member(std::string_view json, std::string_view name) {
    const std::string key = "\"" + std::string(name) + "\":";
    const auto at = json.find(key);
    if (at == std::string_view::npos) return "";
    const std::string_view rest = json.substr(at + key.size());
    if (rest[0] != '"') return std::string(rest.substr(0, rest.find_first_of(",}")));
    return std::string(rest.substr(1, rest.find('"', 1) - 1));
  }

  std::string show(const std::string& call_sid, std::string_view name) {
    return member(request("GET", "/Calls/" + call_sid + ".json").body, name);
  }
  void run(milliseconds length) { time.run_until(time.now() + length); }

  /// What happened to one call or text: kinds, with text or detail in brackets.
  std::string story(const std::string& of) {
    std::string all;
    for (const Entry& entry : network.journal().entries()) {
      if (entry.sid != of) continue;
      all += to_string(entry.kind);
      if (!entry.text.empty()) all += "[" + entry.text + "]";
      if (!entry.detail.empty()) all += "(" + entry.detail + ")";
      all += " ";
    }
    return all;
  }

  VirtualTime time{parse_instant("2026-11-25T17:00:00Z").value()};
  MemoryClient client{time, time};
  App app;
  Network network;
};

}  // namespace courtesy::phonenet::testing
