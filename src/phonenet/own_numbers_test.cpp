// One of the account's numbers calls, writes to or dials another: two legs and two documents.

#include "phonenet/test_world.h"

using namespace courtesy;
using namespace courtesy::phonenet;
using namespace courtesy::phonenet::testing;

namespace {

const std::string other = "+12025550111";

Settings two_numbers(std::string_view numbers_file = "") {
  Settings settings = settings_with(numbers_file);
  settings.numbers.push_back(
      {.number = other, .voice_url = "http://app:8800/other", .sms_url = "http://app:8800/sms2"});
  return settings;
}

/// The call that came in at the other number, the newest.
std::string other_leg(World& world) {
  return World::member(world.request("GET", "/Calls.json", {{"To", other}, {"Status", "completed"}}).body, "sid");
}

std::size_t count(std::string_view text, std::string_view part) {
  std::size_t found = 0;
  for (auto at = text.find(part); at != std::string_view::npos; at = text.find(part, at + 1)) ++found;
  return found;
}

}  // namespace

TEST_CASE("a call to another of one's numbers asks its VoiceUrl too, and the two documents hear each other") {
  World world(two_numbers());
  world.app.say("/start", "<Response><Pause length='2'/><Say>hello other one</Say><Play digits='4'/></Response>");
  world.app.say("/other", R"(<Response><Gather numDigits="1" timeout="20" action="/keys"/></Response>)");
  world.app.say("/keys", "<Response><Say>goodbye then</Say></Response>");
  const auto call = world.call(other);
  world.run(minutes{2});
  INFO(world.story(call));
  CHECK(world.app.values("/other", "CallStatus") == "ringing ");
  CHECK(world.app.values("/other", "From") == ours + " ");
  CHECK(world.app.values("/other", "Direction") == "inbound ");
  CHECK(world.app.values("/keys", "Digits") == "4 ");
  CHECK(world.story(call).find("answer(number)") != std::string::npos);
  CHECK(world.show(call, "status") == "completed");
  CHECK(world.network.open_calls() == 0);
  const auto calls = world.request("GET", "/Calls.json", {{"To", other}}).body;
  CHECK(count(calls, "\"direction\":\"inbound\"") == 1);
  CHECK(count(calls, "\"direction\":\"outbound-api\"") == 1);
}

TEST_CASE("what one document says is recorded by the other, and SendDigits are its keys") {
  World world(two_numbers());
  world.app.say("/start", "<Response><Pause length='4'/><Say>good morning to you</Say><Pause length='9'/></Response>");
  world.app.say("/other", R"(<Response><Gather numDigits="2" action="/record"/></Response>)");
  world.app.say("/record", R"(<Response><Record action="/kept" timeout="4"/></Response>)");
  world.app.say("/kept", "<Response/>");
  world.call(other, {{"SendDigits", "w17"}});
  world.run(minutes{2});
  CHECK(world.app.values("/record", "Digits") == "17 ");
  INFO(world.story(other_leg(world)));
  CHECK(world.story(other_leg(world)).find("recorded[good morning to you]") != std::string::npos);
}

TEST_CASE("a number that rejects, has no VoiceUrl or whose document fails is what the caller is told") {
  World world(two_numbers());
  world.app.say("/start", "<Response><Say>hello</Say></Response>");
  world.app.say("/other", "<Response><Reject reason='busy'/></Response>");
  const auto busy = world.call(other);
  world.run(minutes{2});
  CHECK(world.show(busy, "status") == "busy");
  world.app.say("/other", "<Response><Reject/></Response>");
  const auto rejected = world.call(other);
  world.run(minutes{2});
  CHECK(world.show(rejected, "status") == "no-answer");
  world.app.pages.erase("/other");
  const auto apologised = world.call(other);
  world.run(minutes{2});
  CHECK(world.show(apologised, "status") == "completed");
  CHECK(world.story(apologised).find("said[We are sorry") != std::string::npos);

  Settings settings = two_numbers();
  settings.numbers.back().voice_url.clear();
  World mute(std::move(settings));
  const auto unanswered = mute.call(other);
  mute.run(minutes{2});
  CHECK(mute.show(unanswered, "status") == "failed");
  CHECK(mute.story(unanswered).find("has no VoiceUrl") != std::string::npos);
}

TEST_CASE("whoever the numbers file names is behind one's own number") {
  World world(two_numbers("[numbers]\n\"" + other + "\" = \"busy\"\n"));
  const auto call = world.call(other);
  world.run(minutes{2});
  CHECK(world.show(call, "status") == "busy");
  CHECK(world.app.values("/other", "CallSid").empty());
}

TEST_CASE("the other leg ends with the first, rings no longer than it, and the other way round") {
  World world(two_numbers());
  world.app.say("/start", "<Response><Say>that was all</Say></Response>");
  world.app.say("/other", "<Response><Say loop='0'>and on and on</Say></Response>");
  const auto call = world.call(other);
  world.run(minutes{2});
  CHECK(world.story(other_leg(world)).find("hang_up(number)") != std::string::npos);
  CHECK(world.show(call, "status") == "completed");
  world.app.say("/other", "<Response><Pause length='600'/></Response>");
  const auto rings = world.call(other, {{"Timeout", "10"}});
  world.run(minutes{20});
  CHECK(world.show(rings, "status") == "no-answer");
  CHECK(world.network.open_calls() == 0);
}

TEST_CASE("a document that dials another of one's numbers puts the caller through to its document") {
  World world(two_numbers());
  world.app.say("/in", "<Response><Dial action='/after'>" + other + "</Dial></Response>");
  world.app.say("/after", "<Response/>");
  world.app.say("/other", R"(<Response><Gather numDigits="1" action="/keys"><Say>press 7</Say></Gather></Response>)");
  world.app.say("/keys", "<Response><Say>thank you</Say></Response>");
  Persona caller = *built_in_persona("ignores");
  caller.patience = {minutes{5}, minutes{5}};
  caller.script = read_script(R"([{ hears = "press 7", presses = "7" }])").value();
  const auto call = world.network.call_in("+12125550101", ours, std::move(caller)).value();
  world.run(minutes{2});
  INFO(world.story(call));
  CHECK(world.app.values("/keys", "Digits") == "7 ");
  CHECK(world.story(call).find("heard[press 7](person) key[7]") != std::string::npos);
  CHECK(world.story(call).find("heard[thank you](person)") != std::string::npos);
  CHECK(world.app.values("/after", "DialCallStatus") == "completed ");
  CHECK(world.app.values("/other", "From") == "+12125550101 ");
  CHECK(world.network.open_calls() == 0);
}

TEST_CASE("numbers that dial each other without end are stopped") {
  World world(two_numbers());
  world.app.say("/in", "<Response><Dial>" + other + "</Dial></Response>");
  world.app.say("/other", "<Response><Dial>" + ours + "</Dial></Response>");
  Persona patient = *built_in_persona("ignores");
  patient.patience = {hours{1}, hours{1}};
  world.network.call_in("+12125550101", ours, std::move(patient)).value();
  world.run(hours{1});
  CHECK(world.network.open_calls() == 0);
  CHECK(count(world.app.values("/other", "CallSid"), " ") + count(world.app.values("/in", "CallSid"), " ") == 11);
  CHECK(world.network.journal().to_lines().find("do they dial each other?") != std::string::npos);
}

TEST_CASE("a text to another of one's numbers is a text that came in, and its SmsUrl is asked") {
  World world(two_numbers());
  world.app.say("/sms2", "<Response><Message>Got it</Message></Response>");
  world.app.say("/sms", "<Response/>");
  world.text(other, "Hello number two");
  world.run(minutes{5});
  CHECK(world.app.values("/sms2", "Body") == "Hello number two ");
  CHECK(world.app.values("/sms2", "From") == ours + " ");
  CHECK(world.app.values("/sms", "Body") == "Got it ");
  CHECK(world.app.values("/status", "MessageStatus") == "sent delivered ");
  const auto inbound = world.request("GET", "/Messages.json", {{"To", other}}).body;
  CHECK(count(inbound, "\"direction\":\"inbound\"") == 1);
}

TEST_CASE("numbers that answer each other's texts without end are stopped") {
  World world(two_numbers());
  world.app.say("/sms", "<Response><Message>one</Message></Response>");
  world.app.say("/sms2", "<Response><Message>two</Message></Response>");
  world.text(other, "zero");
  world.run(hours{2});
  CHECK(count(world.app.values("/sms", "Body") + world.app.values("/sms2", "Body"), " ") == 16);
  CHECK(world.network.journal().to_lines().find("14107") != std::string::npos);
}

TEST_CASE("a picture to another of one's numbers comes in with it") {
  World world(two_numbers());
  world.app.pages["/pic"] = [](const http::Fields&) {
    return http::Response{.headers = {{"Content-Type", "image/png"}}, .body = "png"};
  };
  world.app.say("/sms2", "<Response/>");
  const auto made = world.request(
      "POST", "/Messages.json", {{"To", other}, {"From", ours}, {"Body", "look"}, {"MediaUrl", "http://app:8800/pic"}});
  REQUIRE(made.status == 201);
  world.run(minutes{5});
  CHECK(world.app.values("/sms2", "NumMedia") == "1 ");
  CHECK(world.app.values("/sms2", "MediaContentType0") == "image/png ");
  CHECK(world.app.values("/sms2", "MessageSid").starts_with("MM"));
}
