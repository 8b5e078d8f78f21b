// SendDigits of POST Calls: keys that are played to whoever answers.
#include "phonenet/test_world.h"

using namespace courtesy;
using namespace courtesy::phonenet;
using namespace courtesy::phonenet::testing;

namespace {

const std::string menu = "+12125550101";

/// A number that is answered after a second by whoever follows the script.
Settings answered_by(std::string_view script, milliseconds patience = minutes{5}) {
  Persona persona = *built_in_persona("ignores");
  persona.name = "script";
  persona.pick_up = {seconds{1}, seconds{1}};
  persona.patience = {patience, patience};
  auto read = read_script(script);
  INFO((read ? "" : read.error().message));
  REQUIRE(read.ok());
  persona.script = std::move(*read);
  Settings settings = settings_with();
  REQUIRE(settings.directory.put(menu, std::move(persona)).ok());
  return settings;
}

struct Extension {
  explicit Extension(std::string digits, Settings settings = answered_by("[]"), http::Fields more = {})
      : world(std::move(settings)) {
    world.app.say("/start", R"(<Response><Gather numDigits="1" action="/key"><Say>hello</Say></Gather></Response>)");
    world.app.say("/key", "<Response><Hangup/></Response>");
    world.app.say("/other", "<Response><Say>elsewhere</Say></Response>");
    more.emplace_back("SendDigits", std::move(digits));
    call = world.call(menu, std::move(more));
    while (world.network.journal().count(EntryKind::answer) == 0) REQUIRE(world.time.step(latest));
    answered = world.time.now();
  }
  /// When the journal has the first entry of that kind with that text, from the answer on.
  milliseconds at(EntryKind kind, std::string_view text) const {
    for (const Entry& entry : world.network.journal().entries()) {
      if (entry.kind == kind && entry.text == text) return entry.at - answered;
    }
    return milliseconds{-1};
  }
  World world;
  Instant latest = world.time.now() + minutes{2};
  std::string call;
  Instant answered;
};

}  // namespace

TEST_CASE("SendDigits are heard from the answer on, and the document is asked for when they are over") {
  Extension extension("1w2W#,");
  extension.world.run(milliseconds{2'590});
  CHECK(extension.world.app.values("/start", "CallStatus").empty());
  extension.world.run(minutes{1});
  CHECK(extension.at(EntryKind::heard, "[tones 1w2W#,]") == milliseconds{2'600});
  CHECK(extension.world.app.values("/start", "CallStatus") == "in-progress ");
  CHECK(extension.world.story(extension.call).find("heard[[tones 1w2W#,]] heard[hello] ") != std::string::npos);
}

TEST_CASE("whoever answers can wait for SendDigits, and answer them") {
  Extension extension("123", answered_by(R"([{ hears = "tones 123", wait = 2, presses = "7" }])"));
  extension.world.run(minutes{1});
  CHECK(extension.at(EntryKind::key, "7") == milliseconds{2'600});
  CHECK(extension.world.app.values("/key", "Digits") == "7 ");
}

TEST_CASE("the timeline shows SendDigits before any document") {
  Extension extension("12");
  extension.world.run(minutes{1});
  http::Request asked{.method = "GET", .url = "/_/calls/" + extension.call + "/timeline.txt"};
  const std::string transcript = extension.world.send(std::move(asked)).body;
  const auto tones = transcript.find("tones");
  INFO(transcript);
  REQUIRE(tones != std::string::npos);
  CHECK(transcript.find("12", tones) != std::string::npos);
  CHECK(tones < transcript.find("next document"));
}

TEST_CASE("a call that is redirected during its SendDigits hears no more of them, and never its first document") {
  Extension extension("1WWWW2");
  extension.world.run(seconds{1});
  const auto answer =
      extension.world.request("POST", "/Calls/" + extension.call + ".json", {{"Url", "http://app:8800/other"}});
  CHECK(answer.status == 200);
  extension.world.run(minutes{1});
  CHECK(extension.world.app.values("/start", "CallStatus").empty());
  CHECK(extension.world.story(extension.call).find("heard[[tones 1W]](cut short) heard[elsewhere] ") !=
        std::string::npos);
  CHECK(extension.world.show(extension.call, "status") == "completed");
}

TEST_CASE("whoever hangs up during SendDigits is asked nothing more") {
  Extension extension("1WWWW2", answered_by("[]", seconds{1}));
  extension.world.run(minutes{1});
  CHECK(extension.world.app.values("/start", "CallStatus").empty());
  CHECK(extension.world.show(extension.call, "status") == "completed");
}

TEST_CASE("with SendDigits nobody is taken for a machine, and that is noted") {
  Extension extension("1", answered_by("[]"), {{"MachineDetection", "Enable"}});
  extension.world.run(minutes{1});
  CHECK(extension.world.show(extension.call, "answered_by") == "null");
  CHECK(extension.world.app.values("/start", "AnsweredBy") == "- ");
  CHECK(extension.world.story(extension.call).find("MachineDetection is ignored](12400)") != std::string::npos);
}

TEST_CASE("a call redirected while a machine is listened for goes on there alone") {
  World world(answered_by("[]"));
  world.app.say("/start", "<Response><Say>hello</Say></Response>");
  world.app.say("/other", R"(<Response><Say>elsewhere</Say><Pause length="40"/></Response>)");
  const std::string call = world.call(menu, {{"MachineDetection", "Enable"}});
  while (world.network.journal().count(EntryKind::answer) == 0) REQUIRE(world.time.step(world.time.now() + minutes{2}));
  CHECK(world.request("POST", "/Calls/" + call + ".json", {{"Url", "http://app:8800/other"}}).status == 200);
  world.run(minutes{2});
  CHECK(world.app.values("/start", "CallStatus").empty());
  CHECK(world.app.values("/other", "CallStatus") == "in-progress ");
}
