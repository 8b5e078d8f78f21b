#include <algorithm>

#include "phonenet/test_world.h"

using namespace courtesy;
using namespace courtesy::phonenet;
using namespace courtesy::phonenet::testing;

namespace {

World& with_call(World& world) {
  world.app.say("/start", "<Response><Say>Hello</Say></Response>");
  world.call("+12125550101");
  world.run(minutes{10});
  return world;
}

Settings faulty(Faults faults) {
  Settings settings = settings_with();
  settings.faults = faults;
  return settings;
}

const http::Fields good{{"To", "+12125550101"}, {"From", ours}, {"Url", "http://app:8800/start"}};

}  // namespace

TEST_CASE("a lost callback never arrives, a doubled one arrives twice and is signed both times") {
  World lost(faulty({.callback_lost = 1}));
  CHECK(with_call(lost).app.values("/status", "CallStatus").empty());
  CHECK(lost.network.journal().count(EntryKind::fault) == 4);
  World doubled(faulty({.callback_doubled = 1}));
  with_call(doubled);
  CHECK(doubled.app.values("/status", "SequenceNumber").size() == 16);
  CHECK(doubled.app.unsigned_requests == 0);
}

TEST_CASE("late callbacks overtake each other, and all arrive") {
  World world(faulty({.callback_late = 1, .lateness = minutes{2}}));
  with_call(world);
  std::string order = world.app.values("/status", "SequenceNumber");
  CHECK(order != "0 1 2 3 ");
  std::sort(order.begin(), order.end());
  CHECK(order == "    0123");
}

TEST_CASE("an answer that is lost, or is 500 after all was done, leaves a call behind") {
  World lost(faulty({.answer_lost = 1}));
  CHECK(lost.request("POST", "/Calls.json", good).status == no_answer_status);
  CHECK(lost.network.open_calls() == 1);
  World error(faulty({.error_after = 1}));
  CHECK(error.request("POST", "/Calls.json", good).status == 500);
  CHECK(error.network.open_calls() == 1);
}

TEST_CASE("an error before, and 429, leave nothing behind") {
  World error(faulty({.error_before = 1}));
  CHECK(error.request("POST", "/Calls.json", good).status == 500);
  World many(faulty({.too_many_requests = 1}));
  const auto answer = many.request("POST", "/Calls.json", good);
  CHECK(answer.status == 429);
  CHECK(World::member(answer.body, "code") == "20429");
  CHECK(error.network.open_calls() + many.network.open_calls() == 0);
}

TEST_CASE("a request that is refused has no fault to suffer") {
  World world(faulty({.error_after = 1}));
  CHECK(world.request("POST", "/Calls.json", {}).status == 400);
}

TEST_CASE("through the client a lost answer is a broken exchange, and nobody there is nothing left") {
  World world(faulty({.answer_lost = 1}));
  world.client.connect("http://network:9900", &world.network);
  std::string seen;
  const auto send = [&](std::string url) {
    http::Request request{.method = "POST", .url = std::move(url), .body = http::encode_form(good)};
    request.headers = {{"Authorization", "Basic " + base64(sid + ":token")}};
    world.client.send(std::move(request), {.total = seconds{5}}, [&](http::Exchange exchange) {
      seen = std::holds_alternative<http::Broken>(exchange) ? "broken"
             : std::holds_alternative<http::NothingLeft>(exchange)
                 ? "nothing"
                 : std::to_string(std::get<http::Response>(exchange).status);
    });
    world.run(seconds{10});
    return seen;
  };
  CHECK(send("http://network:9900/2010-04-01/Accounts/" + sid + "/Calls.json") == "broken");
  CHECK(send("http://nobody:1/") == "nothing");
  CHECK(send("http://network:9900/_/nothing") == "404");
}

TEST_CASE("with a delay a request is carried out half-way, and the journal has its arrival and its answer's leaving") {
  Settings settings = settings_with();
  settings.answer_delay = milliseconds{200};
  World world(std::move(settings));
  std::optional<int> status;
  world.network.handle({.method = "POST",
                        .url = "/2010-04-01/Accounts/" + sid + "/Calls.json",
                        .headers = {{"Authorization", "Basic " + base64(sid + ":token")}},
                        .body = http::encode_form(good)},
                       [&](const http::Response& response) { status = response.status; });
  const auto after = [&](int by) { world.run(milliseconds{by}); };
  const Journal& journal = world.network.journal();
  CHECK(journal.count(EntryKind::request) == 1);
  CHECK(journal.entries().front().to == "+12125550101");
  after(99);
  CHECK(journal.count(EntryKind::call_accepted) == 0);
  after(1);
  CHECK(journal.count(EntryKind::call_accepted) == 1);
  after(99);
  CHECK_FALSE(status.has_value());
  CHECK(journal.count(EntryKind::response) == 0);
  after(1);
  CHECK(status == 201);
  CHECK(journal.count(EntryKind::response) == 1);
}
