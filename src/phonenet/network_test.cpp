#include "phonenet/network.h"

#include "phonenet/test_world.h"

using namespace courtesy;
using namespace courtesy::phonenet;
using namespace courtesy::phonenet::testing;

namespace {

constexpr auto* opening =
    "<Response><Gather numDigits=\"1\" action=\"menu\"><Say>This is a message from Clinic. To hear it, press 1.</Say>"
    "</Gather><Say>Please call us back.</Say></Response>";
constexpr auto* menu =
    "<Response><Gather numDigits=\"1\" action=\"done\"><Say>You have an appointment on Thursday at 2.</Say>"
    "<Say>To confirm, press 1. To cancel, press 2. If you would like us to call you back, press 3. "
    "To hear this again, press 4. To get no more calls from us, press 9.</Say></Gather></Response>";

/// An application with an opening question, a menu, and an answer that names the key.
void script(App& app) {
  app.say("/start", opening);
  app.pages["/menu"] = [](const http::Fields& fields) {
    return http::xml_response(http::field(fields, "Digits") == "1" ? menu : opening);
  };
  app.pages["/done"] = [](const http::Fields& fields) {
    const std::string key(http::field(fields, "Digits").value_or("none"));
    if (key == "4") return http::xml_response(menu);
    if (std::string_view("1239").find(key) == std::string_view::npos) return http::xml_response(menu);
    return http::xml_response("<Response><Say>Thank you for " + key + "</Say></Response>");
  };
}

}  // namespace

TEST_CASE("a call rings, is answered, heard and confirmed by keys, and ends completed with its callbacks") {
  World world;
  script(world.app);
  const std::string call = world.call("+12125550101");
  CHECK(world.show(call, "status") == "queued");
  CHECK(world.show(call, "start_time") == "null");
  world.run(minutes{5});
  CHECK(world.show(call, "status") == "completed");
  CHECK(world.story(call) ==
        "call_accepted ring answer(person) heard[This is a message from Clinic. To hear it, press 1.] key[1] "
        "heard[You have an appointment on Thursday at 2.] "
        "heard[To confirm, press 1. To cancel, press 2. If you would like us to call you back, press 3. To hear this "
        "again, press 4. To get no more calls from us, press 9.] key[1] heard[Thank you for 1] "
        "hang_up(application) ended(completed) ");
  CHECK(world.app.values("/status", "CallStatus") == "initiated ringing in-progress completed ");
  CHECK(world.app.values("/status", "SequenceNumber") == "0 1 2 3 ");
  CHECK(world.app.values("/start", "CallStatus") == "in-progress ");
  CHECK(world.app.values("/menu", "Digits") == "1 ");
  const auto& last = world.app.seen.back().fields;
  CHECK(http::field(last, "CallDuration") == world.show(call, "duration"));
  CHECK(http::field(last, "Duration") == "1");
  CHECK(http::field(last, "SipResponseCode") == "200");
  CHECK(http::field(last, "CallbackSource") == "call-progress-events");
  CHECK(http::field(last, "Direction") == "outbound-api");
  CHECK(http::field(last, "FromCity") == "");
  CHECK(http::field(last, "Timestamp")->ends_with(" +0000"));
  CHECK(world.app.unsigned_requests == 0);
}

TEST_CASE("each persona presses what it read out of the words") {
  const std::vector<std::pair<std::string, std::string>> expected{
      {"confirms", "1"}, {"cancels", "2"}, {"call-back", "3"}, {"opts-out", "9"}, {"impatient", "1"}};
  for (const auto& [persona, key] : expected) {
    CAPTURE(persona);
    World world(settings_with("[numbers]\n\"+12125550101\" = \"" + persona + "\"\n"));
    script(world.app);
    const std::string call = world.call("+12125550101");
    world.run(minutes{5});
    CHECK(world.app.values("/done", "Digits") == key + " ");
    CHECK(world.show(call, "status") == "completed");
  }
}

TEST_CASE("who wants to hear it again does so once and then confirms") {
  World world(settings_with("[numbers]\n\"+12125550101\" = \"hears-again\"\n"));
  script(world.app);
  world.call("+12125550101");
  world.run(minutes{5});
  CHECK(world.app.values("/done", "Digits") == "4 1 ");
}

TEST_CASE("who presses wrong keys presses the right one then, or gives up") {
  World world(
      settings_with("[numbers]\n\"+12125550101\" = \"wrong-keys\"\n\"+12125550102\" = \"wrong-keys-gives-up\"\n"));
  script(world.app);
  const std::string first = world.call("+12125550101");
  world.run(minutes{5});
  const std::string keys = world.app.values("/done", "Digits");
  CHECK(keys.size() == 6);
  CHECK(keys.ends_with(" 1 "));
  const std::string second = world.call("+12125550102");
  world.run(minutes{5});
  CHECK(world.story(second).ends_with("hang_up(person) ended(completed) "));
  CHECK(world.app.values("/done", "Digits").size() == 10);
}

TEST_CASE("who ignores the call presses nothing, who hangs up hears next to nothing") {
  World world(settings_with("[numbers]\n\"+12125550101\" = \"ignores\"\n\"+12125550102\" = \"hangs-up\"\n"));
  script(world.app);
  const std::string ignored = world.call("+12125550101");
  const std::string hung_up = world.call("+12125550102");
  world.run(minutes{5});
  CHECK(world.app.values("/menu", "Digits").empty());
  CHECK(world.story(ignored).find("heard[This is a message from Clinic. To hear it, press 1.]") != std::string::npos);
  CHECK(world.story(hung_up).ends_with("hang_up(person) ended(completed) "));
  CHECK(world.story(hung_up).find("press 1") == std::string::npos);
}

TEST_CASE("busy, no answer and a number that does not exist have their status, sequence and SIP code") {
  struct Case {
    std::string persona, status, sequence, sip;
  };
  for (const Case& one : {Case{"busy", "busy", "2", "486"}, Case{"no-answer", "no-answer", "2", "487"},
                          Case{"not-in-service", "failed", "1", "404"}}) {
    CAPTURE(one.persona);
    World world(settings_with("[numbers]\n\"+12125550101\" = \"" + one.persona + "\"\n"));
    const std::string call = world.call("+12125550101", {{"Timeout", "20"}});
    world.run(minutes{5});
    CHECK(world.show(call, "status") == one.status);
    CHECK(world.show(call, "duration") == "0");
    CHECK(world.show(call, "price") == "null");
    const auto& last = world.app.seen.back().fields;
    CHECK(http::field(last, "CallStatus") == one.status);
    CHECK(http::field(last, "SequenceNumber") == one.sequence);
    CHECK(http::field(last, "SipResponseCode") == one.sip);
    CHECK(http::field(last, "CallDuration") == "0");
    CHECK(world.network.open_calls() == 0);
  }
}

TEST_CASE("ringing lasts for Timeout and at most five seconds more") {
  World world(settings_with("[numbers]\n\"+12125550101\" = \"no-answer\"\n"));
  const std::string call = world.call("+12125550101", {{"Timeout", "20"}});
  world.run(seconds{20});
  CHECK(world.show(call, "status") == "ringing");
  world.run(seconds{8});
  CHECK(world.show(call, "status") == "no-answer");
}

TEST_CASE("a machine greets, beeps, and keeps the words that come after the beep") {
  World world(settings_with(
      "[numbers]\n\"+12125550101\" = { persona = \"voicemail\", pick_up = 10, greeting = 3, before_beep = 1 }\n"));
  world.app.say("/start",
                "<Response><Say>one two three four five six seven eight nine ten</Say><Say>the end</Say></Response>");
  const std::string call = world.call("+12125550101");
  world.run(minutes{5});
  // Ten words of 400 ms begin at once; the beep comes 4 s later, with the second sentence.
  CHECK(world.story(call).find("beep message_left") == std::string::npos);
  CHECK(world.story(call).find("message_left[the end]") != std::string::npos);
  World overlap(settings_with(
      "[numbers]\n\"+12125550101\" = { persona = \"voicemail\", pick_up = 10, greeting = 2, before_beep = 0 }\n"));
  overlap.app.say("/start", "<Response><Say>one two three four five six seven eight nine ten</Say></Response>");
  const std::string second = overlap.call("+12125550101");
  overlap.run(minutes{5});
  CHECK(overlap.story(second).find("message_left[six seven eight nine ten]") != std::string::npos);
}

TEST_CASE("an account begins one call a second, and the others wait in the queue") {
  World world;
  script(world.app);
  std::vector<std::string> calls;
  for (int i = 0; i < 10; ++i) calls.push_back(world.call(fmt::format("+1212555{:04}", i)));
  world.run(milliseconds{4'500});
  int begun = 0;
  for (const auto& call : calls) begun += world.show(call, "start_time") != "null";
  CHECK(begun == 5);
  CHECK(world.show(calls[3], "queue_time") == "3000");
  CHECK(world.request("POST", "/Calls/" + calls[9] + ".json", {{"Status", "canceled"}}).status == 200);
  world.run(minutes{5});
  CHECK(world.show(calls[9], "status") == "canceled");
  CHECK(world.show(calls[8], "status") == "completed");
  CHECK(world.story(calls[9]) == "call_accepted ended(canceled) ");
}

TEST_CASE("a call is cancelled while it rings, completed while it talks, and not after its end") {
  World world(settings_with("[numbers]\n\"+12125550101\" = { persona = \"ignores\", pick_up = 10, patience = 60 }\n"));
  world.app.say("/start", "<Response><Pause length=\"50\"/></Response>");
  const std::string ringing = world.call("+12125550101");
  world.run(seconds{5});
  const auto canceled = world.request("POST", "/Calls/" + ringing + ".json", {{"Status", "canceled"}});
  CHECK(World::member(canceled.body, "status") == "canceled");
  const std::string talking = world.call("+12125550101");
  world.run(seconds{20});
  CHECK(world.request("POST", "/Calls/" + talking + ".json", {{"Status", "canceled"}}).status == 400);
  CHECK(world.request("POST", "/Calls/" + talking + ".json", {{"Status", "completed"}}).status == 200);
  CHECK(world.show(talking, "status") == "completed");
  const auto late = world.request("POST", "/Calls/" + talking + ".json", {{"Status", "completed"}});
  CHECK(late.status == 400);
  CHECK(World::member(late.body, "code") == "21220");
}

TEST_CASE("a call in progress is redirected to another document") {
  World world(settings_with("[numbers]\n\"+12125550101\" = { persona = \"ignores\", pick_up = 3, patience = 60 }\n"));
  world.app.say("/start", "<Response><Say loop=\"0\">Waiting</Say></Response>");
  world.app.say("/other", "<Response><Say>Something else</Say></Response>");
  const std::string call = world.call("+12125550101");
  world.run(seconds{10});
  world.request("POST", "/Calls/" + call + ".json", {{"Url", "http://app:8800/other"}});
  world.run(seconds{10});
  CHECK(world.story(call).ends_with("heard[Something else] hang_up(application) ended(completed) "));
  const auto late = world.request("POST", "/Calls/" + call + ".json", {{"Twiml", "<Response/>"}});
  CHECK(World::member(late.body, "code") == "21220");
}

TEST_CASE("a document that cannot be had is asked of the fallback, and noted with its code") {
  World world;
  world.app.say("/fallback", "<Response><Say>Sorry</Say></Response>");
  const std::string call = world.call("+12125550101", {{"FallbackUrl", "http://app:8800/fallback"}});
  world.run(minutes{2});
  CHECK(world.app.values("/fallback", "ErrorCode") == "11200 ");
  CHECK(world.app.values("/fallback", "ErrorUrl") == "http://app:8800/start ");
  CHECK(world.story(call).find("heard[Sorry]") != std::string::npos);
  const auto list = world.request("GET", "/Calls/" + call + "/Notifications.json");
  CHECK(World::member(list.body, "error_code") == "11200");
  CHECK(World::member(list.body, "log") == "0");
  CHECK(World::member(list.body, "request_url") == "http://app:8800/start");
}

TEST_CASE("an application that does not answer in 15 seconds leaves an apology and a completed call") {
  World world;
  world.app.say("/start", opening);
  world.app.silent = true;
  const std::string call = world.call("+12125550101");
  world.run(minutes{2});
  CHECK(world.story(call).find("heard[We are sorry, an application error has occurred. Goodbye.]") !=
        std::string::npos);
  CHECK(world.show(call, "status") == "completed");
  world.app.kept.clear();
  world.run(minutes{1});
}

TEST_CASE("an application that is not there is tried twice and then apologised for") {
  World world;
  world.client.connect("http://app:8800", nullptr);
  const std::string call = world.call("+12125550101");
  world.run(minutes{2});
  CHECK(world.story(call).find("notice[no connection: nobody listens at http://app:8800](11205)") != std::string::npos);
  CHECK(world.show(call, "status") == "completed");
}

TEST_CASE("a redirect of HTTP is followed, and after 302 the fields are lost") {
  World world;
  world.app.pages["/start"] = [](const http::Fields&) {
    return http::Response{.status = 302, .headers = {{"Location", "/moved/here"}}};
  };
  world.app.say("/moved/here", "<Response><Redirect>there</Redirect></Response>");
  world.app.say("/moved/there", "<Response><Say>Arrived</Say></Response>");
  const std::string call = world.call("+12125550101");
  world.run(minutes{2});
  CHECK(world.app.values("/moved/here", "CallSid") == "- ");
  CHECK(world.app.values("/moved/there", "CallSid") == call + " ");
  CHECK(world.story(call).find("heard[Arrived]") != std::string::npos);
}

TEST_CASE("a person who calls a number of the account is answered by its VoiceUrl") {
  World world;
  world.app.say("/in", "<Response><Say>Hello caller</Say></Response>");
  const auto call = world.network.call_in("+12125550101", ours, "ignores");
  REQUIRE(call.ok());
  world.run(minutes{1});
  CHECK(world.app.values("/in", "CallStatus") == "ringing ");
  CHECK(world.app.values("/in", "Direction") == "inbound ");
  CHECK(world.story(*call) ==
        "ring(inbound) answer(person) heard[Hello caller] hang_up(application) ended(completed) ");
  world.app.say("/in", "<Response><Reject reason=\"busy\"/></Response>");
  const auto refused = world.network.call_in("+12125550101", ours, "ignores");
  world.run(minutes{1});
  CHECK(world.show(*refused, "status") == "busy");
  CHECK_FALSE(world.network.call_in("+12125550101", "+12125550199").ok());
}

TEST_CASE("a caller whose first document cannot be had hears the apology, and the call is completed") {
  World world;
  const auto call = world.network.call_in("+12125550101", ours, "ignores").value();
  world.run(minutes{1});
  CHECK(world.show(call, "status") == "completed");
  CHECK(world.story(call).find("heard[We are sorry, an application error has occurred. Goodbye.]") !=
        std::string::npos);
}

TEST_CASE("the control endpoints show journal, calls and counts") {
  World world;
  script(world.app);
  const std::string call = world.call("+12125550101");
  world.run(minutes{5});
  const auto get = [&](std::string url) { return world.send({.method = "GET", .url = std::move(url)}).body; };
  CHECK(get("/_/summary").starts_with("{\"calls\":{\"completed\":1},\"texts\":{},"));
  CHECK(get("/_/journal?what=key&limit=1").find("\"text\":\"1\"") != std::string::npos);
  CHECK(get("/_/journal?after=100000").starts_with("{\"entries\":[],"));
  CHECK(get("/_/calls").find("\"persona\":\"confirms\"") != std::string::npos);
  CHECK(get("/_/calls?open=true") == "{\"calls\":[]}");
  CHECK(world.send({.method = "GET", .url = "/_/nothing"}).status == 404);
}

TEST_CASE("the same seed gives the same journal, another seed another") {
  const auto journal = [](std::uint64_t seed) {
    Settings settings = settings_with(
        "[mix]\nconfirms = 3\ncancels = 1\nvoicemail = 2\nbusy = 1\nno-answer = 1\nignores = 1\nhangs-up = 1\n");
    settings.seed = seed;
    settings.calls_per_second = 5;
    settings.faults.callback_late = 0.2;
    settings.faults.callback_doubled = 0.2;
    settings.faults.callback_lost = 0.1;
    World world(std::move(settings));
    script(world.app);
    for (int i = 0; i < 60; ++i) world.call(fmt::format("+1212555{:04}", i));
    for (int i = 0; i < 20; ++i) world.text(fmt::format("+1212555{:04}", i), "Reply C to confirm or X to cancel.");
    world.run(hours{1});
    CHECK(world.network.open_calls() == 0);
    return world.network.journal().to_lines();
  };
  const std::string once = journal(1);
  CHECK(once == journal(1));
  CHECK(once != journal(2));
}

TEST_CASE("of calls that are over so many are kept as the settings say, and the summary counts the others too") {
  Settings settings = settings_with("[numbers]\n\"+12125550101\" = \"hangs-up\"\n\"+12125550102\" = \"no-answer\"\n");
  settings.finished_calls = 2;
  settings.calls_per_second = 0;
  World world(std::move(settings));
  script(world.app);
  const std::string unanswered = world.call("+12125550102");
  const std::string first = world.call("+12125550101");
  world.run(seconds{30});
  const std::string second = world.call("+12125550101");
  world.run(seconds{1});
  const std::string canceled = world.call("+12125550109");
  CHECK(world.request("POST", "/Calls/" + canceled + ".json", {{"Status", "canceled"}}).status == 200);
  world.run(minutes{5});
  // The unanswered one rang longest.
  CHECK(world.request("GET", "/Calls/" + first + ".json").status == 404);
  CHECK(world.request("GET", "/Calls/" + canceled + ".json").status == 404);
  CHECK(world.show(second, "status") == "completed");
  CHECK(world.show(unanswered, "status") == "no-answer");
  const auto listed = world.request("GET", "/Calls.json", {{"To", "+12125550101"}}).body;
  CHECK(listed.find(second) != std::string::npos);
  CHECK(listed.find(first) == std::string::npos);
  CHECK(world.network.summary().find(R"("calls":{"canceled":1,"completed":2,"no-answer":1})") != std::string::npos);
}
