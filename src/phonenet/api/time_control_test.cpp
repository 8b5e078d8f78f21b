#include "phonenet/api/time_control.h"

#include <doctest/doctest.h>

#include <deque>

#include "phonenet/test_world.h"

using namespace courtesy;
using namespace courtesy::phonenet;

namespace {

/// An application that answers when the test says so.
class SlowApp final : public http::Client {
 public:
  void send(http::Request request, http::Limits, UniqueFunction<void(http::Exchange)> done) override {
    asked.push_back(http::parse_url(request.url).value().path);
    waiting.push_back(std::move(done));
  }
  void answer(http::Response response) {
    auto done = std::move(waiting.front());
    waiting.pop_front();
    done(std::move(response));
  }

  std::vector<std::string> asked;
  std::deque<UniqueFunction<void(http::Exchange)>> waiting;
};

struct Stand {
  Stand() : network(time, time, client, testing::settings_with()), control(time, client, network) {}

  http::Response post(const std::string& path, const http::Fields& fields) {
    http::Request request{.method = "POST", .url = path, .body = http::encode_form(fields)};
    request.headers = {{"Authorization", "Basic " + base64(testing::sid + ":token")}};
    http::Response answer{.status = -1};
    control.handle(std::move(request), [&](http::Response response) { answer = std::move(response); });
    return answer;
  }
  /// Its answer is in `advanced` once it has come.
  void advance(const std::string& seconds, http::Fields more = {}) {
    more.emplace_back("Seconds", seconds);
    http::Request request{.method = "POST", .url = "/_/advance", .body = http::encode_form(more)};
    control.handle(std::move(request), [this](http::Response response) { advanced = std::move(response); });
  }
  void call() {
    const auto answer = post("/2010-04-01/Accounts/" + testing::sid + "/Calls.json",
                             {{"To", "+12125550101"}, {"From", testing::ours}, {"Url", "http://app:8800/start"}});
    REQUIRE(answer.status == 201);
  }

  VirtualTime time{parse_instant("2026-11-25T17:00:00Z").value()};
  SlowApp app;
  CountingClient client{app};
  Network network;
  TimeControl control;
  http::Response advanced{.status = -1};
};

}  // namespace

TEST_CASE("time stands still until it is told to go on, and goes exactly so far") {
  Stand stand;
  stand.call();
  CHECK(stand.time.now() == parse_instant("2026-11-25T17:00:00Z").value());
  CHECK(stand.network.journal().count(EntryKind::ring) == 0);
  stand.advance("2.5");
  CHECK(stand.advanced.status == 200);
  CHECK(testing::World::member(stand.advanced.body, "now") == "2026-11-25T17:00:02.500Z");
  CHECK(stand.network.journal().count(EntryKind::ring) == 1);
}

TEST_CASE("time stands still while the application is being asked, however far it was to go") {
  Stand stand;
  stand.call();
  stand.advance("3600");
  REQUIRE(stand.app.asked == std::vector<std::string>{"/start"});
  CHECK(stand.advanced.status == -1);
  const Instant then = stand.time.now();
  CHECK(then < parse_instant("2026-11-25T17:01:00Z").value());
  // What it asks for meanwhile is done at once, and moves nothing.
  stand.call();
  CHECK(stand.time.now() == then);
  stand.app.answer(http::xml_response("<Response><Pause length=\"2\"/><Hangup/></Response>"));
  CHECK(stand.advanced.status == -1);
  REQUIRE(stand.app.waiting.size() == 1);
  stand.app.answer(http::xml_response("<Response><Hangup/></Response>"));
  CHECK(stand.advanced.status == 200);
  CHECK(stand.time.now() == parse_instant("2026-11-25T18:00:00Z").value());
  CHECK(stand.network.open_calls() == 0);
}

TEST_CASE("until idle, time stops at the last thing that was due") {
  Stand stand;
  stand.call();
  stand.advance("3600", {{"Until", "idle"}});
  stand.app.answer(http::xml_response("<Response><Pause length=\"2\"/><Hangup/></Response>"));
  CHECK(stand.advanced.status == 200);
  CHECK(stand.time.now() < parse_instant("2026-11-25T17:02:00Z").value());
  CHECK(stand.network.open_calls() == 0);
}

TEST_CASE("an advance that makes no sense, or comes during another, is refused and moves nothing") {
  Stand stand;
  for (const auto* seconds : {"", "-1", "soon", "2678401", "nan"}) {
    stand.advance(seconds);
    CHECK(stand.advanced.status == 400);
  }
  stand.advance("1", {{"Until", "later"}});
  CHECK(stand.advanced.status == 400);
  CHECK(stand.time.now() == parse_instant("2026-11-25T17:00:00Z").value());
  stand.call();
  stand.advance("60");
  CHECK(stand.post("/_/advance", {{"Seconds", "1"}}).status == 409);
}
