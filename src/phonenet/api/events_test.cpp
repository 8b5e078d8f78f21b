// What was exchanged about a call, and what that says about its notifications.
#include "phonenet/test_world.h"

using namespace courtesy;
using namespace courtesy::phonenet;
using namespace courtesy::phonenet::testing;

namespace {

Settings logging(std::size_t calls) {
  Settings settings = settings_with();
  settings.logged_calls = calls;
  return settings;
}

std::string events(World& world, const std::string& call, http::Fields fields = {}) {
  return world.request("GET", "/Calls/" + call + "/Events.json", fields).body;
}

int count_of(const std::string& json, std::string_view what) {
  int count = 0;
  for (auto at = json.find(what); at != std::string::npos; at = json.find(what, at + 1)) ++count;
  return count;
}

}  // namespace

TEST_CASE("a call's events are the request that made it, each webhook and each answer, in pages") {
  World world(logging(10));
  world.app.say("/start", R"(<Response><Redirect method="GET">/more</Redirect></Response>)");
  world.app.say("/more", "<Response><Hangup/></Response>");
  const auto call = world.call("+12125550101");
  world.run(minutes{2});
  const std::string all = events(world, call);
  for (const auto* part :
       {R"("url":"https://api.twilio.com/2010-04-01/Accounts/AC00000000000000000000000000000001/Calls.json")",
        R"("status_callback_event":"initiated ringing answered completed")", R"("response_code":201)",
        R"("method":"POST","url":"http://app:8800/start","parameters":{"call_sid":"CA)",
        R"("method":"GET","url":"http://app:8800/more")", R"("content_type":"text/xml)",
        R"("response_body":"<Response><Hangup/></Response>")", R"("response_code":204)"}) {
    INFO(part);
    CHECK(all.find(part) != std::string::npos);
  }
  // One request, two documents, four status callbacks.
  CHECK(count_of(all, R"("request":)") == 7);
  const std::string page = events(world, call, {{"PageSize", "3"}, {"Page", "2"}});
  CHECK(count_of(page, R"("request":)") == 1);
  CHECK(World::member(page, "next_page_uri") == "null");
  CHECK(count_of(events(world, call, {{"PageSize", "3"}}), R"(&Page=1&)") == 1);
}

TEST_CASE("a webhook without an answer is an event without a response") {
  World world(logging(10));
  const auto call = world.call("+12125550101", {{"Url", "http://nowhere:1/start"}});
  world.run(minutes{2});
  CHECK(events(world, call).find(R"("response":null)") != std::string::npos);
}

TEST_CASE("of so many calls events are kept as was said, and the oldest are forgotten") {
  World world(logging(2));
  world.app.say("/start", "<Response/>");
  std::vector<std::string> calls;
  for (const auto* to : {"+12125550101", "+12125550102", "+12125550103"}) calls.push_back(world.call(to));
  world.run(minutes{3});
  CHECK(count_of(events(world, calls[0]), R"("request":)") == 0);
  CHECK(count_of(events(world, calls[1]), R"("request":)") == 7 - 1);
  CHECK(count_of(events(world, calls[2]), R"("request":)") == 7 - 1);
  World none;
  none.app.say("/start", "<Response/>");
  const auto call = none.call("+12125550101");
  none.run(minutes{1});
  CHECK(count_of(events(none, call), R"("request":)") == 0);
}

TEST_CASE("a notification alone says what was asked and what was answered") {
  World world(logging(10));
  world.app.pages["/start"] = [](const http::Fields&) { return http::text_response(500, "it broke"); };
  const auto call = world.call("+12125550101");
  world.run(minutes{2});
  const auto list = world.request("GET", "/Calls/" + call + "/Notifications.json").body;
  CHECK(list.find("response_body") == std::string::npos);
  const auto one =
      world.request("GET", "/Calls/" + call + "/Notifications/" + World::member(list, "sid") + ".json").body;
  CHECK(World::member(one, "response_body") == "it broke");
  CHECK(World::member(one, "request_variables").find("CallSid=" + call) != std::string::npos);
  CHECK(World::member(one, "request_url") == "http://app:8800/start");
}

TEST_CASE("notifications are filtered before they are cut into pages") {
  World world;
  world.app.pages["/start"] = [](const http::Fields&) { return http::text_response(500, "it broke"); };
  const auto call = world.call("+12125550101", {{"Url", "http://app:8800/start"}, {"Twiml", "<Response/>"}});
  world.run(minutes{2});
  const auto errors =
      world.request("GET", "/Calls/" + call + "/Notifications.json", {{"Log", "0"}, {"PageSize", "1"}}).body;
  CHECK(World::member(errors, "error_code") == "11200");
  CHECK(World::member(errors, "next_page_uri") == "null");
}
