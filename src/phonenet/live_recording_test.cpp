// Recordings that the REST API begins in a call that goes on.
#include "phonenet/audio/wav.h"
#include "phonenet/audio/words.h"
#include "phonenet/test_world.h"

using namespace courtesy;
using namespace courtesy::phonenet;
using namespace courtesy::phonenet::testing;

namespace {

/// A call in which the application says "one" to "four", five seconds apart, and the person answers the first.
struct Recorded {
  Recorded() {
    world.app.say("/in", R"(<Response><Say>one</Say><Pause length="5"/><Say>two</Say><Pause length="5"/><Say>three</Say>
        <Pause length="5"/><Say>four</Say><Pause length="5"/></Response>)");
    world.app.say("/told", "");
    Persona caller = *built_in_persona("ignores");
    caller.patience = {minutes{5}, minutes{5}};
    caller.script = read_script(R"([{ hears = "one", wait = 1, says = "hello there" }])").value();
    call = world.network.call_in("+12125550101", ours, std::move(caller)).value();
    world.run(milliseconds{5});  // it is answered now
  }
  http::Response start(const http::Fields& fields = {}) {
    auto answer = world.request("POST", "/Calls/" + call + "/Recordings.json", fields);
    sid = World::member(answer.body, "sid");
    return answer;
  }
  http::Response set(const std::string& status, const http::Fields& more = {}) {
    http::Fields fields{{"Status", status}};
    fields.insert(fields.end(), more.begin(), more.end());
    return world.request("POST", "/Calls/" + call + "/Recordings/" + sid + ".json", fields);
  }
  http::Response sound() { return world.request("GET", "/Recordings/" + sid + ".wav"); }
  std::string words() {
    const auto samples = read_wav(sound().body);
    return samples ? words_in(*samples) : samples.error().message;
  }
  World world;
  std::string call;
  std::string sid;
};

}  // namespace

TEST_CASE("a call is recorded from when the API says so to its end, both sides of it") {
  Recorded recorded;
  const auto answer = recorded.start({{"RecordingStatusCallback", "http://app:8800/told"},
                                      {"RecordingStatusCallbackEvent", "in-progress"},
                                      {"RecordingStatusCallbackEvent", "completed"}});
  CHECK(answer.status == 201);
  CHECK(World::member(answer.body, "status") == "in-progress");
  CHECK(World::member(answer.body, "source") == "StartCallRecordingAPI");
  CHECK(World::member(answer.body, "duration") == "-1");
  CHECK(World::member(answer.body, "track") == "both");
  CHECK(recorded.sound().status == 404);
  CHECK(recorded.world.request("DELETE", "/Recordings/" + recorded.sid + ".json").status == 400);
  recorded.world.run(minutes{2});
  CHECK(recorded.words() == "one hello there two three four");
  CHECK(recorded.world.app.values("/told", "RecordingStatus") == "in-progress completed ");
  CHECK(recorded.world.app.values("/told", "RecordingDuration") == "- 22 ");
  const auto shown = recorded.world.request("GET", "/Recordings/" + recorded.sid + ".json");
  CHECK(World::member(shown.body, "status") == "completed");
  CHECK(World::member(shown.body, "duration") == "22");
}

TEST_CASE("a recording that is paused leaves out what is said then, or is silent, and one that was stopped has ended") {
  for (const bool silent : {false, true}) {
    Recorded recorded;
    recorded.start();
    recorded.world.run(seconds{4});
    CHECK(recorded.set("paused", {{"PauseBehavior", silent ? "silence" : "skip"}}).status == 200);
    CHECK(recorded.set("paused").status == 400);
    recorded.world.run(seconds{5});
    CHECK(World::member(recorded.set("in-progress").body, "status") == "in-progress");
    recorded.world.run(seconds{4});
    CHECK(World::member(recorded.set("stopped").body, "status") == "stopped");
    CHECK(recorded.set("in-progress").status == 400);
    recorded.world.run(minutes{2});
    CHECK(recorded.words() == "one hello there three");
    const auto shown = recorded.world.request("GET", "/Recordings/" + recorded.sid + ".json");
    CHECK(World::member(shown.body, "duration") == (silent ? "13" : "8"));
  }
}

TEST_CASE("one side can be recorded, or each in its channel, without the silence at its ends") {
  Recorded person;
  person.start({{"RecordingTrack", "inbound"}, {"Trim", "trim-silence"}});
  person.world.run(minutes{2});
  CHECK(person.words() == "hello there");
  Recorded application;
  application.start({{"RecordingTrack", "outbound"}});
  application.world.run(minutes{2});
  CHECK(application.words() == "one two three four");
  Recorded both;
  const auto answer = both.start({{"RecordingChannels", "dual"}});
  CHECK(World::member(answer.body, "channels") == "2");
  both.world.run(minutes{2});
  CHECK(both.words().find("2 channels") != std::string::npos);
}

TEST_CASE("what cannot be recorded is refused, and the one that goes on has a name of its own") {
  Recorded recorded;
  CHECK(recorded.start({{"RecordingChannels", "three"}}).status == 400);
  CHECK(recorded.start({{"RecordingTrack", "left"}}).status == 400);
  recorded.start();
  const std::string current = "/Calls/" + recorded.call + "/Recordings/Twilio.CURRENT.json";
  CHECK(recorded.world.request("POST", current, {{"Status", "gone"}}).status == 400);
  CHECK(recorded.world.request("POST", current, {{"Status", "stopped"}, {"PauseBehavior", "loud"}}).status == 400);
  CHECK(World::member(recorded.world.request("POST", current, {{"Status", "stopped"}}).body, "sid") == recorded.sid);
  recorded.world.run(minutes{2});
  CHECK(World::member(recorded.start().body, "code") == "21220");
}

TEST_CASE("a call is recorded from its answer on where its creation says so") {
  World world;
  world.app.say("/start", R"(<Response><Say>one</Say><Pause length="3"/></Response>)");
  world.app.say("/told", "");
  const auto call = world.call(
      "+12125550101",
      {{"Record", "true"}, {"RecordingChannels", "mono"}, {"RecordingStatusCallback", "http://app:8800/told"}});
  world.run(minutes{2});
  const auto list = world.request("GET", "/Calls/" + call + "/Recordings.json").body;
  CHECK(World::member(list, "source") == "OutboundAPI");
  CHECK(world.app.values("/told", "RecordingStatus") == "completed ");
  const auto sound = world.request("GET", "/Recordings/" + World::member(list, "sid") + ".wav");
  CHECK(words_in(read_wav(sound.body).value()) == "one");
  // The silence behind it is cut off.
  CHECK(World::member(list, "duration") == "1");
}
