#include <algorithm>

#include "phonenet/test_world.h"

using namespace courtesy;
using namespace courtesy::phonenet;
using namespace courtesy::phonenet::testing;

TEST_CASE("letters that no URL may have are asked for, and signed, percent-encoded") {
  World world;
  world.app.say("/start", "<Response><Redirect>/gr\u00fc\u00dfe?n=\u00e9</Redirect></Response>");
  world.app.say("/gr%C3%BC%C3%9Fe", "<Response><Hangup/></Response>");
  const auto call = world.call("+12125550101");
  world.run(minutes{2});
  CHECK(world.app.values("/gr%C3%BC%C3%9Fe", "CallSid") == call + " ");
  CHECK(world.app.unsigned_requests == 0);
}

TEST_CASE("a Gather and a Record without an action, and an empty Redirect, ask their own document again") {
  World world;
  int asked = 0;
  world.app.pages["/start"] = [&](const http::Fields& fields) {
    ++asked;
    if (http::field(fields, "RecordingSid")) return http::xml_response("<Response><Say>Kept</Say></Response>");
    if (http::field(fields, "Digits")) return http::xml_response("<Response><Record timeout=\"2\"/></Response>");
    if (asked == 2) {
      return http::xml_response("<Response><Gather numDigits=\"1\"><Say>press 4</Say></Gather></Response>");
    }
    return http::xml_response("<Response><Redirect/></Response>");
  };
  world.app.pages["/in"] = world.app.pages["/start"];
  Persona talker = *built_in_persona("ignores");
  talker.patience = {minutes{5}, minutes{5}};
  talker.script =
      read_script(R"([{ hears = "press 4", presses = "4" }, { hears = "[beep]", says = "Hello" }])").value();
  const auto call = world.network.call_in("+12125550101", ours, std::move(talker)).value();
  world.run(minutes{2});
  INFO(world.story(call));
  CHECK(asked == 4);
  CHECK(world.story(call).find("heard[Kept]") != std::string::npos);
  CHECK(world.app.values("/in", "Digits") == "- - 4  ");
}

TEST_CASE("who is told of a conference or a text is nobody where the document names nobody") {
  World world;
  world.app.say("/start", "<Response><Message>Hello</Message><Dial><Conference>r</Conference></Dial></Response>");
  world.call("+12125550101");
  world.run(minutes{5});
  CHECK(world.app.values("/start", "CallSid").find(' ') + 1 == world.app.values("/start", "CallSid").size());
}

TEST_CASE("308 is not followed, as little as any other that is none of 301, 302, 303 and 307") {
  for (const int status : {300, 304, 308}) {
    World world;
    world.app.pages["/start"] = [status](const http::Fields&) {
      return http::Response{.status = status, .headers = {{"Location", "/there"}}};
    };
    world.app.say("/there", "<Response><Say>Arrived</Say></Response>");
    const auto call = world.call("+12125550101");
    world.run(minutes{2});
    CHECK(world.story(call).find("(11216)") != std::string::npos);
    CHECK(world.app.values("/there", "CallSid").empty());
  }
}

TEST_CASE("a query is sent sorted by name, and signed as it was written") {
  World world;
  world.app.say("/start", "<Response><Redirect>/next?b=2&amp;a=1&amp;b=0&amp;aa=3</Redirect></Response>");
  world.app.pages["/next"] = [](const http::Fields&) { return http::xml_response("<Response/>"); };
  world.call("+12125550101");
  world.run(seconds{1});
  world.app.told_as = "/next?b=2&a=1&b=0&aa=3";
  world.app.unsigned_requests = 0;
  world.run(minutes{2});
  REQUIRE(world.app.seen.size() > 3);
  const auto next = std::ranges::find(world.app.seen, "/next", &App::Seen::path);
  REQUIRE(next != world.app.seen.end());
  CHECK(next->query == "a=1&aa=3&b=2&b=0");
}

TEST_CASE("what a GET adds to a query comes after it, and is signed") {
  World world;
  world.app.say("/start", R"(<Response><Redirect method="GET">/next?z=1</Redirect></Response>)");
  world.app.say("/next", "<Response/>");
  world.call("+12125550101");
  world.run(minutes{2});
  const auto next = std::ranges::find(world.app.seen, "/next", &App::Seen::path);
  REQUIRE(next != world.app.seen.end());
  CHECK(next->query.starts_with("z=1&CallSid=CA"));
  CHECK(world.app.unsigned_requests == 0);
}

TEST_CASE("what an application keeps in cookies comes back within the call, and in no other") {
  World world;
  world.app.pages["/start"] = [](const http::Fields&) {
    auto answer = http::xml_response("<Response><Redirect>/next</Redirect></Response>");
    answer.headers.emplace_back("Set-Cookie", "sid=abc; Path=/; HttpOnly");
    answer.headers.emplace_back("Set-Cookie", "step=1; Max-Age=3600");
    return answer;
  };
  world.app.pages["/next"] = [](const http::Fields&) {
    auto answer = http::xml_response("<Response><Redirect>/last</Redirect></Response>");
    answer.headers.emplace_back("Set-Cookie", "sid=; Path=/; Expires=Thu, 01 Jan 1970 00:00:00 GMT");
    return answer;
  };
  world.app.say("/last", "<Response/>");
  world.call("+12125550101");
  world.call("+12125550102");
  world.run(minutes{2});
  const auto cookies = [&](std::string_view path) {
    std::string all;
    for (const auto& one : world.app.seen) {
      if (one.path == path) all += "(" + one.cookie + ")";
    }
    return all;
  };
  CHECK(cookies("/start") == "()()");
  CHECK(cookies("/next") == "(sid=abc; step=1)(sid=abc; step=1)");
  CHECK(cookies("/last") == "(step=1)(step=1)");
}
