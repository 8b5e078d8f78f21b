#include <doctest/doctest.h>

#include "api/test_house.h"
#include "store/ledger.h"
#include "store/unit.h"

using namespace courtesy;
using api::ApiHouse;

namespace {

struct Asked {
  std::optional<http::Response> answer;
};

std::shared_ptr<Asked> listen(ApiHouse& house, std::string url, http::Headers headers = {}) {
  headers.emplace_back("Host", "localhost");
  headers.emplace_back("Cookie", "courtesy=" + house.token);
  auto asked = std::make_shared<Asked>();
  house.api->handle({.url = "/v1/events" + url, .headers = std::move(headers)},
                    [asked](http::Response response) { asked->answer = std::move(response); });
  house.time.run_until(house.time.now());  // it is known who asks
  return asked;
}

void note(ApiHouse& house) {
  house.write([](Unit& unit) {
    return unit.ledger().append({.kind = LedgerKind::error, .code = "x", .appointment = AppointmentId(5)});
  });
}

}  // namespace

TEST_CASE("a listener is answered as soon as the ledger has something newer, with ids only") {
  ApiHouse house;
  note(house);
  const auto asked = listen(house, "?after=1");
  house.time.run_until(house.time.now() + seconds{3});
  CHECK_FALSE(asked->answer);
  note(house);
  house.time.run_until(house.time.now() + seconds{1});
  REQUIRE(asked->answer);
  CHECK(asked->answer->header("content-type") == "text/event-stream");
  CHECK(asked->answer->body == "retry: 50\n\nid: 2\ndata: {\"appointment\":5,\"kind\":\"error\"}\n\n");
}

TEST_CASE("nothing new is said in the end, so that no connection is held for ever") {
  ApiHouse house;
  const auto asked = listen(house, "?after=0");
  house.time.run_until(house.time.now() + seconds{19});
  CHECK_FALSE(asked->answer);
  house.time.run_until(house.time.now() + seconds{2});
  REQUIRE(asked->answer);
  CHECK(asked->answer->body == "retry: 50\n\n");
}

TEST_CASE("the browser's own note of what it saw last weighs more than the address") {
  ApiHouse house;
  note(house);
  note(house);
  const auto asked = listen(house, "?after=0", {{"Last-Event-ID", "1"}});
  house.time.run_until(house.time.now() + seconds{1});
  REQUIRE(asked->answer);
  CHECK(asked->answer->body.find("id: 1\n") == std::string::npos);
  CHECK(asked->answer->body.find("id: 2\n") != std::string::npos);
}

TEST_CASE("a page that knows more than the ledger begins again") {
  ApiHouse house;
  note(house);
  const auto asked = listen(house, "?after=900");
  house.time.run_until(house.time.now() + seconds{1});
  REQUIRE(asked->answer);
  CHECK(asked->answer->body.find("id: 1\n") != std::string::npos);
  CHECK(asked->answer->body.find("restored") != std::string::npos);
}

TEST_CASE("more listeners than the bound are refused, the others stay") {
  ApiHouse house;
  std::vector<std::shared_ptr<Asked>> all;
  for (std::size_t i = 0; i <= api::Events::most_waiting; ++i) all.push_back(listen(house, "?after=0"));
  REQUIRE(all.back()->answer);
  CHECK(all.back()->answer->status == 503);
  CHECK_FALSE(all.front()->answer);
  note(house);
  house.time.run_until(house.time.now() + seconds{1});
  CHECK(all.front()->answer);
}
