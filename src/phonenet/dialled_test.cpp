// What <Dial> shows, records and leaves undone; and who is told of recordings.
#include <algorithm>

#include "phonenet/test_world.h"

using namespace courtesy;
using namespace courtesy::phonenet;
using namespace courtesy::phonenet::testing;

namespace {

const std::string caller = "+12125550101";
const std::string staff = "+12125550301";

/// Somebody rings, and says something after 12 seconds.
std::string ring(World& world, std::string_view script = R"([{ wait = 12, says = "is anybody there" }])") {
  Persona persona = *built_in_persona("ignores");
  persona.patience = {minutes{5}, minutes{5}};
  persona.script = read_script(script).value();
  return world.network.call_in(caller, ours, std::move(persona)).value();
}

World world_with_staff() {
  return World(settings_with("[numbers]\n\"" + staff + "\" = { persona = \"confirms\", pick_up = 5, talks = 20 }\n"));
}

}  // namespace

TEST_CASE("a dialled call is recorded from its answer, and action and callback have the recording") {
  World world = world_with_staff();
  world.app.say("/told", "");
  world.app.say("/after", "<Response/>");
  world.app.say("/in",
                "<Response><Dial action='/after' record='record-from-answer-dual' recordingStatusCallback='/told' "
                "recordingStatusCallbackEvent='in-progress completed'>" +
                    staff + "</Dial></Response>");
  const auto call = ring(world);
  world.run(minutes{2});
  INFO(world.story(call));
  CHECK(world.app.values("/told", "RecordingStatus") == "in-progress completed ");
  CHECK(world.app.values("/told", "RecordingSource") == "DialVerb DialVerb ");
  CHECK(world.app.values("/told", "RecordingChannels") == "2 2 ");
  CHECK(world.app.values("/told", "RecordingDuration") == "- 20 ");
  CHECK(world.app.values("/told", "CallSid") == call + " " + call + " ");
  CHECK(world.story(call).find("recorded[is anybody there]") != std::string::npos);
  const std::string sid = World::member(world.request("GET", "/Recordings.json").body, "sid");
  CHECK(world.app.values("/after", "RecordingUrl").ends_with("/Recordings/" + sid + " "));
}

TEST_CASE("a recording from the ringing is longer, and a call that nobody asked to record has none") {
  World world = world_with_staff();
  world.app.say("/told", "");
  world.app.say("/after", "<Response/>");
  world.app.say("/in", "<Response><Dial record='record-from-ringing' recordingStatusCallback='/told'>" + staff +
                           "</Dial><Dial action='/after'>" + staff + "</Dial></Response>");
  ring(world);
  world.run(minutes{3});
  CHECK(world.app.values("/told", "RecordingStatus") == "completed ");
  CHECK(world.app.values("/told", "RecordingDuration") == "25 ");
  CHECK(world.app.values("/after", "RecordingUrl") == "- ");
}

TEST_CASE("a caller who is gone ends the recording of the dialled call") {
  World world = world_with_staff();
  world.app.say("/told", "");
  world.app.say("/in", "<Response><Dial record='record-from-answer' recordingStatusCallback='/told'>" + staff +
                           "</Dial></Response>");
  ring(world, "[{ wait = 15, hangs_up = true }]");
  world.run(minutes{2});
  CHECK(world.app.values("/told", "RecordingStatus") == "completed ");
  CHECK(world.network.open_calls() == 0);
}

TEST_CASE("a callerId that is neither of the call nor the account's is not dialled") {
  const auto dial = [](const std::string& caller_id) {
    World world = world_with_staff();
    world.app.say("/after", "<Response/>");
    world.app.say("/in",
                  "<Response><Dial action='/after' callerId='" + caller_id + "'>" + staff + "</Dial></Response>");
    const auto call = ring(world);
    world.run(minutes{2});
    const bool noted = world.story(call).find("(13214)") != std::string::npos;
    return world.app.values("/after", "DialCallStatus") + (noted ? "noted" : "");
  };
  CHECK(dial("+19995550100") == "failed noted");
  CHECK(dial("anonymous") == "failed noted");
  CHECK(dial(ours) == "completed ");
  CHECK(dial(caller) == "completed ");
}

TEST_CASE("a number of the United States may be dialled as it is written there, and none that is too short") {
  World world = world_with_staff();
  world.app.say("/after", "<Response/>");
  world.app.say("/in", "<Response><Dial action='/after'>(212) 555-0301</Dial></Response>");
  ring(world);
  world.run(minutes{2});
  world.app.say("/in", "<Response><Dial action='/after'>+1212555</Dial></Response>");
  const auto call = ring(world);
  world.run(minutes{2});
  CHECK(world.app.values("/after", "DialCallStatus") == "completed failed ");
  CHECK(world.story(call).find("(13223)") != std::string::npos);
}

TEST_CASE("the callback of a <Record> is told what it asked for, and of silence that there is nothing") {
  World world;
  world.app.say("/told", "");
  world.app.say("/in", R"(<Response><Record timeout="3" action="/kept" recordingStatusCallback="/told"
      recordingStatusCallbackEvent="in-progress completed absent foo"/></Response>)");
  world.app.say("/kept", "<Response/>");
  const auto call = ring(world, R"([{ hears = "[beep]", says = "Hello" }])");
  world.run(minutes{1});
  CHECK(world.app.values("/told", "RecordingStatus") == "in-progress completed ");
  CHECK(world.story(call).find("has no 'foo'") != std::string::npos);
  const auto& seen = world.app.seen;
  const auto begun = std::ranges::find(seen, "/told", &App::Seen::path);
  REQUIRE(begun != seen.end());
  const std::string first(http::field(begun->fields, "RecordingSid").value_or(""));
  CHECK(world.app.values("/told", "RecordingSid") == first + " " + first + " ");
  ring(world, "[]");
  world.run(minutes{1});
  CHECK(world.app.values("/told", "RecordingStatus") == "in-progress completed in-progress absent ");
}

TEST_CASE("the last status callback of a call that was to be recorded has the recording, and no other has") {
  World world;
  world.app.say("/start", "<Response><Say>Hello</Say></Response>");
  const auto call = world.call(caller, {{"Record", "true"}});
  world.run(minutes{2});
  const std::string sid = World::member(world.request("GET", "/Recordings.json").body, "sid");
  CHECK(world.app.values("/status", "RecordingSid") == "- - - " + sid + " ");
  CHECK(world.app.values("/status", "RecordingUrl").ends_with("/Recordings/" + sid + " "));
  CHECK(world.show(call, "status") == "completed");
}

TEST_CASE("a document for whoever is dialled ends the document, and what else is not emulated is said") {
  World world = world_with_staff();
  world.app.say("/in", "<Response><Dial><Number url='/whisper'>" + staff + "</Number></Dial></Response>");
  const auto whispers = ring(world);
  world.run(minutes{2});
  CHECK(world.story(whispers).find("(12400)") != std::string::npos);
  CHECK(world.story(whispers).find("heard[We are sorry") != std::string::npos);
  world.app.say("/in", "<Response><Dial answerOnBridge='true' sequential='false'><Number machineDetection='Enable'>" +
                           staff + "</Number></Dial></Response>");
  const auto call = ring(world);
  world.run(minutes{2});
  const std::string story = world.story(call);
  CHECK(story.find("answerOnBridge of <Dial> is not emulated here") != std::string::npos);
  CHECK(story.find("machineDetection of <Number> is not emulated here") != std::string::npos);
  CHECK(story.find("sequential") == std::string::npos);
}
