#include "phonenet/handset/door.h"

#include <doctest/doctest.h>

#include "base/virtual_time.h"

using namespace courtesy;
using namespace courtesy::phonenet;

namespace {

struct Inside final : http::Handler {
  void handle(http::Request request, http::Respond respond) override {
    ++asked;
    respond(http::text_response(200, std::string(request.path())));
  }
  int asked = 0;
};

struct Porch {
  VirtualTime time{parse_instant("2026-11-25T17:00:00Z").value()};
  Pulse pulse;
  Inside inside;
  Door door{time, time, pulse, inside,
            http::Files({{"index.html", "<!doctype html>"}, {"handset.js", "let a = 1"}}, "Here is a network.")};
  std::vector<http::Response> answers;

  void ask(std::string method, std::string url, http::Headers headers = {}) {
    if (headers.empty()) headers = {{"Host", "127.0.0.1:8800"}};
    door.handle({.method = std::move(method), .url = std::move(url), .headers = std::move(headers)},
                [this](http::Response response) { answers.push_back(std::move(response)); });
  }
  int status(std::string method, std::string url, http::Headers headers = {}) {
    answers.clear();
    ask(std::move(method), std::move(url), std::move(headers));
    return answers.empty() ? -1 : answers.back().status;
  }
};

}  // namespace

TEST_CASE("the page is at the root, with its guards; what is not the page's goes to the network as it is") {
  Porch porch;
  CHECK(porch.status("GET", "/") == 200);
  CHECK(porch.answers.back().header("Content-Security-Policy")->starts_with("default-src 'none'"));
  CHECK(porch.status("GET", "/handset.js") == 200);
  CHECK(porch.inside.asked == 0);
  CHECK(porch.status("GET", "/2010-04-01/Accounts/AC1/Calls.json", {{"Host", "api.example"}}) == 200);
  CHECK_FALSE(porch.answers.back().header("Content-Security-Policy"));
  CHECK(porch.status("GET", "/nothing") == 200);
  CHECK(porch.inside.asked == 2);
}

TEST_CASE("page and control endpoints answer to this machine's names only") {
  Porch porch;
  for (const auto* path : {"/", "/handset.js", "/_/journal", "/_/events"}) {
    CHECK(porch.status("GET", path, {{"Host", "evil.example"}}) == 421);
    CHECK(porch.status("GET", path, {{"X-No", "host"}}) == 421);
  }
  CHECK(porch.inside.asked == 0);
}

TEST_CASE("another page changes nothing, a program and the page itself do") {
  Porch porch;
  CHECK(porch.status("POST", "/_/calls", {{"Host", "127.0.0.1:1"}, {"Origin", "http://evil.example"}}) == 403);
  CHECK(porch.inside.asked == 0);
  CHECK(porch.status("POST", "/_/calls", {{"Host", "127.0.0.1:1"}, {"Origin", "http://127.0.0.1:1"}}) == 200);
  CHECK(porch.status("POST", "/_/calls") == 200);
}

TEST_CASE("whoever waits is told once something has changed, and not before") {
  Porch porch;
  CHECK(porch.status("GET", "/_/events?after=0") == -1);
  porch.time.run_until(porch.time.now() + seconds{5});
  CHECK(porch.answers.empty());
  porch.pulse.beat();
  porch.pulse.beat();
  porch.time.run_until(porch.time.now());
  REQUIRE(porch.answers.size() == 1);
  CHECK(porch.answers.back().body == "retry: 50\n\nid: 2\ndata: {}\n\n");
  CHECK(porch.status("GET", "/_/events?after=2") == -1);
  porch.time.run_until(porch.time.now() + Door::patience);
  REQUIRE(porch.answers.size() == 1);
  CHECK(porch.answers.back().body == "retry: 50\n\n");
  CHECK(porch.door.waiting() == 0);
}

TEST_CASE("who is behind, or has seen another network, is told at once") {
  Porch porch;
  porch.pulse.beat();
  porch.ask("GET", "/_/events", {{"Host", "localhost"}, {"Last-Event-ID", "0"}});
  porch.ask("GET", "/_/events", {{"Host", "localhost"}, {"Last-Event-ID", "77"}});
  porch.time.run_until(porch.time.now());
  CHECK(porch.answers.size() == 2);
}

TEST_CASE("more pages than any desk has are refused") {
  Porch porch;
  for (std::size_t i = 0; i < Door::most_waiting; ++i) porch.ask("GET", "/_/events");
  CHECK(porch.door.waiting() == Door::most_waiting);
  CHECK(porch.status("GET", "/_/events") == 503);
  CHECK(porch.status("POST", "/_/events") == 405);
}
