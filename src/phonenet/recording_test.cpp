// Recordings, dialled calls and callers who follow a script.
#include "phonenet/audio/mp3.h"
#include "phonenet/audio/words.h"
#include "phonenet/test_world.h"

using namespace courtesy;
using namespace courtesy::phonenet;
using namespace courtesy::phonenet::testing;

namespace {

constexpr std::string_view a_person = "+12125550101";

std::vector<ScriptStep> steps(std::string_view toml) {
  auto read = read_script(toml);
  INFO((read ? "" : read.error().message));
  REQUIRE(read.ok());
  return std::move(*read);
}

/// Somebody who follows that script rings our number.
std::string ring(World& world, std::string_view script) {
  Persona caller = *built_in_persona("ignores");
  caller.patience = {minutes{5}, minutes{5}};
  caller.script = steps(script);
  return world.network.call_in(std::string(a_person), ours, std::move(caller)).value();
}

const std::string record_page = R"(<Response><Say>Speak after the tone</Say>
  <Record action="/kept" maxLength="30" timeout="3" recordingStatusCallback="/told"/>
  <Say>Nothing was said</Say></Response>)";

}  // namespace

TEST_CASE("a caller follows a script: hears, presses, speaks, hangs up") {
  World world;
  world.app.say(
      "/in",
      R"(<Response><Gather numDigits="3" action="/code"><Say>Please enter your code.</Say></Gather></Response>)");
  world.app.say("/code", record_page);
  world.app.say("/kept", "<Response><Say>Thank you</Say></Response>");
  world.app.say("/told", "");
  const auto call = ring(world, R"([{ hears = "YOUR CODE", presses = "471" },
    { hears = "[beep]", says = "Hello, it is me", seconds = 4 }, { hears = "thank you", hangs_up = true }])");
  world.run(minutes{2});
  CHECK(world.story(call) ==
        "ring(inbound) answer(person) heard[Please enter your code.] key[4] key[7] key[1] "
        "heard[Speak after the tone] heard[[beep]] said[Hello, it is me] "
        "recorded[Hello, it is me](" +
            World::member(world.request("GET", "/Recordings.json").body, "sid") +
            ") "
            "heard[Thank you] hang_up(application) ended(completed) ");
  CHECK(world.app.values("/code", "Digits") == "471 ");
  CHECK(world.app.unsigned_requests == 0);
}

TEST_CASE("a script whose first step waits for no words begins with the answer") {
  World world(settings_with("[numbers]\n\"+12125550303\" = \"no-answer\"\n"));
  world.app.say("/in", R"(<Response><Dial action="/after">+12125550303</Dial></Response>)");
  world.app.say("/after", "<Response/>");
  const auto abandons = ring(world, "[{ wait = 7, hangs_up = true }]");
  world.run(minutes{2});
  CHECK(world.story(abandons).ends_with("hang_up(person) ended(completed) "));
  CHECK(world.show(abandons, "duration") == "7");
  CHECK(world.app.values("/after", "DialCallStatus") == "canceled ");
}

TEST_CASE("a recording ends with silence, has its length, and its sound can be fetched, listed and deleted") {
  World world;
  world.app.say("/in", record_page);
  world.app.say("/kept", "<Response><Say>Thank you</Say></Response>");
  const auto call = ring(world, R"([{ hears = "[beep]", wait = 1, says = "good morning to you", seconds = 4 }])");
  world.run(minutes{2});
  CHECK(world.app.values("/kept", "RecordingDuration") == "4 ");
  CHECK(world.app.values("/kept", "Digits") == " ");
  CHECK(world.app.values("/told", "RecordingStatus") == "completed ");
  const std::string sid = std::string(http::field(world.app.seen[1].fields, "RecordingSid").value_or(""));
  REQUIRE(sid.starts_with("RE"));
  CHECK(http::field(world.app.seen[1].fields, "RecordingUrl") ==
        "https://api.twilio.com/2010-04-01/Accounts/" + testing::sid + "/Recordings/" + sid);
  for (const auto* extension : {".wav", ""}) {
    const auto sound = world.request("GET", "/Recordings/" + sid + extension);
    REQUIRE(sound.status == 200);
    CHECK(sound.header("Content-Type") == "audio/x-wav");
    const Samples samples = read_wav(sound.body).value();
    CHECK(length_of(samples) == milliseconds{4'000});  // silence at both ends was trimmed
    CHECK(words_in(samples) == "good morning to you");
  }
  const auto mp3 = world.request("GET", "/Recordings/" + sid + ".mp3");
  CHECK(mp3.header("Content-Type") == "audio/mpeg");
  CHECK(words_in(read_mp3(mp3.body).value()) == "good morning to you");
  const auto record = world.request("GET", "/Recordings/" + sid + ".json");
  CHECK(World::member(record.body, "call_sid") == call);
  CHECK(World::member(record.body, "duration") == "4");
  CHECK(World::member(world.request("GET", "/Calls/" + call + "/Recordings.json").body, "sid") == sid);
  CHECK(world.request("GET", "/Calls/" + call + "/Recordings.json", {}, "wrong").status == 401);
  CHECK(world.request("DELETE", "/Recordings/" + sid + ".json").status == 204);
  CHECK(world.request("GET", "/Recordings/" + sid + ".wav").status == 404);
  CHECK(world.request("GET", "/Recordings/" + sid + ".json").status == 404);
}

TEST_CASE("who says nothing after the tone leaves no recording, and the document goes on") {
  World world;
  world.app.say("/in", record_page);
  const auto call = world.network.call_in(std::string(a_person), ours, "ignores").value();
  world.run(minutes{2});
  CHECK(world.story(call).find("heard[Nothing was said]") != std::string::npos);
  CHECK(world.app.values("/kept", "RecordingSid").empty());
  CHECK(world.network.journal().count(EntryKind::recorded) == 0);
}

TEST_CASE("who hangs up while speaking has what was said until then kept") {
  World world;
  world.app.say("/in", record_page);
  world.app.say("/kept", "<Response><Say>never heard</Say></Response>");
  Persona caller = *built_in_persona("ignores");
  caller.says = "one two three four";
  caller.patience = {milliseconds{3'950}, milliseconds{3'950}};
  const auto call = world.network.call_in(std::string(a_person), ours, std::move(caller)).value();
  world.run(minutes{1});
  CHECK(world.app.values("/kept", "Digits") == "hangup ");
  CHECK(world.app.values("/kept", "CallStatus") == "completed ");
  INFO(world.story(call));
  CHECK(world.story(call).find("recorded[one two three]") != std::string::npos);
  CHECK(world.story(call).find("never heard") == std::string::npos);
  CHECK(world.show(call, "status") == "completed");
}

TEST_CASE("the longest recording and a key end it") {
  World world;
  world.app.say("/in", R"(<Response><Record action="/kept" maxLength="2" playBeep="false"/></Response>)");
  world.app.say("/kept", R"(<Response><Record action="/kept2" finishOnKey="#"/></Response>)");
  world.app.say("/kept2", "<Response/>");
  ring(world, R"([{ hears = "[beep]", says = "a b c d e f g h", seconds = 8 },
                  { hears = "[beep]", says = "and more", seconds = 1 }, { presses = "5#" }])");
  world.run(minutes{1});
  CHECK(world.app.values("/kept", "RecordingDuration") == "2 ");
  CHECK(world.app.values("/kept2", "Digits") == "# ");
}

TEST_CASE("what is played is fetched, and heard for what its bytes hold") {
  World world;
  world.app.say("/start", "<Response><Play>/sound</Play><Play>/noise</Play><Hangup/></Response>");
  const auto sound = [&](const std::string& path, Samples samples, std::string type) {
    world.app.pages[path] = [bytes = write_wav(samples), type = std::move(type)](const http::Fields&) {
      return http::Response{.headers = {{"Content-Type", type}}, .body = bytes};
    };
  };
  sound("/sound", speak("come at noon", milliseconds{3'000}), "audio/wav");
  sound("/noise", Samples(25'600, 900), "audio/x-wav; charset=binary");
  const auto call = world.call("+12125550105");
  world.run(minutes{2});
  CHECK(world.story(call).find("heard[come at noon] heard[[audio 3.2 s]]") != std::string::npos);
  CHECK(world.app.unsigned_requests == 0);

  sound("/sound", speak("come at noon", milliseconds{3'000}), "text/plain");
  const auto refused = world.call("+12125550105");
  world.run(minutes{2});
  CHECK(world.story(refused).find("(13420)") != std::string::npos);
  world.app.pages.erase("/sound");
  const auto missing = world.call("+12125550105");
  world.run(minutes{2});
  CHECK(world.story(missing).find("(11200)") != std::string::npos);
}

TEST_CASE("what was recorded is played back within the call, and heard") {
  World world;
  world.app.say("/in", record_page);
  world.app.pages["/kept"] = [](const http::Fields& fields) {
    return http::xml_response("<Response><Play>" + std::string(http::field(fields, "RecordingUrl").value_or("")) +
                              "</Play></Response>");
  };
  const auto call = ring(world, R"([{ hears = "[beep]", says = "my own voice", seconds = 2 }])");
  world.run(minutes{1});
  CHECK(world.story(call).find("heard[my own voice]") != std::string::npos);
}

TEST_CASE("a dialled number is rung in a call of its own, and the action hears how it went") {
  World world(
      settings_with("[numbers]\n\"+12125550301\" = { persona = \"confirms\", talks = 20 }\n"
                    "\"+12125550302\" = \"busy\"\n\"+12125550303\" = \"no-answer\"\n"
                    "\"+12125550304\" = \"not-in-service\"\n"));
  const auto dial = [&](const std::string& number) {
    world.app.say("/in", "<Response><Say>One moment</Say><Dial action=\"/after\" timeout=\"20\">" + number +
                             "</Dial></Response>");
    world.app.say("/after", "<Response><Hangup/></Response>");
    const auto call = ring(world, R"([{ hears = "moment", wait = 25, says = "is anybody there" }])");
    world.run(minutes{3});
    const auto& fields = world.app.seen.back().fields;
    CHECK(http::field(fields, "CallSid") == call);
    return std::string(http::field(fields, "DialCallStatus").value_or("")) + " " +
           std::string(http::field(fields, "DialCallDuration").value_or("-"));
  };
  CHECK(dial("+12125550301") == "completed 20");
  const std::string child(http::field(world.app.seen.back().fields, "DialCallSid").value_or(""));
  CHECK(world.story(child) ==
        "ring(dialled) answer(person) heard[is anybody there](person) hang_up(person) ended(completed) ");
  CHECK(world.show(child, "direction") == "outbound-dial");
  CHECK(world.show(child, "from") == a_person);
  CHECK(dial("+12125550302") == "busy -");
  CHECK(dial("+12125550303") == "no-answer -");
  CHECK(dial("+12125550304") == "failed -");
  CHECK(dial("reception") == "failed -");
}

TEST_CASE("who hangs up while being put through ends the other call too") {
  World world(settings_with("[numbers]\n\"+12125550301\" = { persona = \"ignores\", talks = 900, patience = 900 }"));
  world.app.say("/in", "<Response><Dial action=\"/after\">+12125550301</Dial></Response>");
  world.app.say("/after", "<Response><Say>never heard</Say></Response>");
  Persona caller = *built_in_persona("ignores");
  caller.patience = {seconds{60}, seconds{60}};
  const auto call = world.network.call_in(std::string(a_person), ours, std::move(caller)).value();
  world.run(minutes{5});
  CHECK(world.network.open_calls() == 0);
  CHECK(world.story(call).find("never heard") == std::string::npos);
  CHECK(world.app.values("/after", "DialCallStatus") == "completed ");
}

TEST_CASE("the control API lets somebody call who follows a script") {
  World world;
  world.app.say("/in", "<Response><Gather action='/code'><Say>Your code, please</Say></Gather></Response>");
  world.app.say("/code", "<Response/>");
  const auto post = [&](std::string_view script) {
    http::Request asked{.method = "POST", .url = "/_/calls"};
    asked.body = http::encode_form({{"From", std::string(a_person)}, {"To", ours}, {"Script", std::string(script)}});
    return world.send(std::move(asked));
  };
  const auto made = post(R"([{ hears = "your code", presses = "12#" }])");
  CHECK(made.status == 201);
  world.run(minutes{1});
  CHECK(world.app.values("/code", "Digits") == "12 ");
  const auto wrong = post(R"([{ hears = "your code", dances = true }])");
  CHECK(wrong.status == 400);
  CHECK(wrong.body.find("a step has no 'dances'") != std::string::npos);
  CHECK(post("12").status == 400);
}

TEST_CASE("a numbers file gives a person a script and something to say") {
  World world(settings_with(R"([personas.staff]
script = [{ hears = "tone", wait = 2, says = "this is the front desk" }, { hangs_up = true, wait = 1 }]
[numbers]
"+12125550101" = "staff"
"+12125550102" = { persona = "ignores", says = "please ring me" })"));
  world.app.say("/in", record_page);
  world.app.say("/kept", "<Response/>");
  REQUIRE(world.network.call_in(std::string(a_person), ours).ok());
  world.run(minutes{1});
  REQUIRE(world.network.call_in("+12125550102", ours).ok());
  world.run(minutes{1});
  std::string all;
  for (const auto& entry : world.network.journal().entries()) {
    if (entry.kind == EntryKind::recorded) all += entry.text + "; ";
  }
  CHECK(all == "this is the front desk; please ring me; ");
}

TEST_CASE("whoever is dialled hears the <Number>'s sendDigits first, and its callbacks tell how the call went") {
  World world;
  world.app.say("/leg", "");
  world.app.say("/in", R"(<Response><Dial><Number sendDigits="1w2" statusCallback="/leg"
      statusCallbackEvent="initiated ringing answered completed">+12125550102</Number></Dial></Response>)");
  const auto call = ring(world, "[]");
  world.run(minutes{5});
  CHECK(world.app.values("/leg", "CallStatus") == "initiated ringing in-progress completed ");
  CHECK(world.app.values("/leg", "SequenceNumber") == "0 1 2 3 ");
  CHECK(world.app.values("/leg", "ParentCallSid") == call + " " + call + " " + call + " " + call + " ");
  const std::string leg = std::string(http::field(world.app.seen.back().fields, "CallSid").value_or(""));
  CHECK(world.story(leg).find("answer(person) heard[[tones 1w2]] hang_up") != std::string::npos);
}

TEST_CASE("keys that cannot be played, and events that there are not, are noted, and the number is dialled") {
  World world;
  world.app.say("/leg", "");
  world.app.say("/in", R"(<Response><Dial><Number sendDigits="1x" statusCallback="/leg"
      statusCallbackEvent="answred completed">+12125550102</Number></Dial></Response>)");
  const auto call = ring(world, "[]");
  world.run(minutes{5});
  CHECK(world.story(call).find("[sendDigits '1x' cannot be played](12200)") != std::string::npos);
  CHECK(world.story(call).find("[statusCallbackEvent has no 'answred'](12200)") != std::string::npos);
  CHECK(world.app.values("/leg", "CallStatus") == "completed ");
}

TEST_CASE("a prompt that is an MP3 is heard for what it says, and one that is none fails the document") {
  World world;
  world.app.pages["/hello.mp3"] = [](const http::Fields&) {
    return http::Response{.headers = {{"Content-Type", "audio/mpeg"}},
                          .body = mp3_of(write_wav(speak("Good morning", milliseconds{1'500})))};
  };
  world.app.pages["/broken.mp3"] = [](const http::Fields&) {
    return http::Response{.headers = {{"Content-Type", "audio/mpeg"}}, .body = "<html>"};
  };
  world.app.say("/in", "<Response><Play>hello.mp3</Play><Play>broken.mp3</Play></Response>");
  const auto call = world.network.call_in(std::string(a_person), ours, "ignores").value();
  world.run(minutes{2});
  const std::string story = world.story(call);
  INFO(story);
  CHECK(story.find("heard[Good morning]") != std::string::npos);
  CHECK(story.find("(13420)") != std::string::npos);
}
