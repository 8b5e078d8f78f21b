#include "phonenet/handset/handsets.h"

#include "phonenet/audio/words.h"
#include "phonenet/test_world.h"

using namespace courtesy;
using namespace courtesy::phonenet::testing;
using courtesy::phonenet::Settings;

namespace {

const std::string ana = "+12125550101";
const std::string phone = "/_/handsets/+12125550101";

Settings logged() {
  Settings settings = settings_with("[numbers]\n\"+12125550101\" = \"handset\"\n");
  settings.logged_calls = 10;
  return settings;
}

struct Room : World {
  Room() : World(logged()) {
    app.say("/start",
            "<Response>\n  <Gather numDigits=\"1\" action=\"/key\">\n    <Say voice=\"alice\">Press 1 now</Say>\n"
            "  </Gather>\n  <Say>Goodbye</Say>\n</Response>");
    app.say("/key", "<Response><Say>Thank you</Say></Response>");
  }
  http::Response get(std::string path) { return send({.method = "GET", .url = std::move(path)}); }
  http::Response post(std::string path, const http::Fields& fields = {}) {
    return send({.method = "POST", .url = std::move(path), .body = http::encode_form(fields)});
  }
  int act(std::string_view what, const http::Fields& fields = {}) {
    return post(phone + "/" + std::string(what), fields).status;
  }
  bool shows(std::string_view words) { return get(phone).body.find(words) != std::string::npos; }
};

}  // namespace

TEST_CASE("a handset rings until somebody decides, and not for ever") {
  Room room;
  const auto sid_of_call = room.call(ana, {{"Timeout", "20"}});
  room.run(seconds{10});
  CHECK(room.show(sid_of_call, "status") == "ringing");
  CHECK(room.shows("\"status\":\"ringing\""));
  room.run(seconds{30});
  CHECK(room.show(sid_of_call, "status") == "no-answer");
  CHECK(room.shows("\"call\":null"));
}

TEST_CASE("who answers hears the words as they begin, and the line of the document they stand in") {
  Room room;
  const auto sid_of_call = room.call(ana);
  room.run(seconds{5});
  REQUIRE(room.act("answer") == 204);
  room.run(milliseconds{200});
  CHECK(room.shows(R"("kind":"says","at":)"));
  CHECK(room.shows(
      R"("until":null,"cut":false,"verb":"Say","line":3,"document":1,"text":"Press 1 now","url":"","voice":"alice")"));
  CHECK(room.shows(R"("url":"http://app:8800/start","text":"<Response>\n  <Gather)"));
  CHECK(room.shows("\"signature\":\""));
  CHECK(room.act("answer") == 409);

  room.run(seconds{3});
  CHECK(room.shows(R"("kind":"waits","at":)"));
  CHECK(room.shows(R"("until":null,"cut":false,"verb":"Gather","line":2)"));
  REQUIRE(room.act("keys", {{"Digits", "1"}}) == 204);
  room.run(milliseconds{200});
  CHECK(room.shows(R"("text":"Thank you")"));
  REQUIRE(room.act("hang_up") == 204);
  CHECK(room.story(sid_of_call) ==
        "call_accepted ring answer(person) heard[Press 1 now] key[1] hang_up(person) ended(completed) ");
  CHECK(room.act("hang_up") == 409);
  CHECK(room.app.unsigned_requests == 0);
}

TEST_CASE("who declines is busy") {
  Room room;
  const auto sid_of_call = room.call(ana);
  room.run(seconds{5});
  CHECK(room.act("decline") == 204);
  CHECK(room.show(sid_of_call, "status") == "busy");
}

TEST_CASE("a machine can be played: its greeting, its beep, and what is left on it") {
  Room room;
  room.app.say("/start", "<Response><Pause length=\"4\"/><Say>This is the clinic</Say></Response>");
  const auto sid_of_call = room.call(ana);
  room.run(seconds{5});
  REQUIRE(room.act("answer", {{"As", "machine"}, {"Greeting", "You have reached Ana"}}) == 204);
  room.run(minutes{5});
  CHECK(room.story(sid_of_call) ==
        "call_accepted ring answer(machine) said[You have reached Ana](greeting) beep heard[This is the clinic] "
        "hang_up(application) message_left[This is the clinic] ended(completed) ");
}

TEST_CASE("a full mailbox hangs up after its greeting, and keeps nothing") {
  Room room;
  room.app.say("/start", "<Response><Pause length=\"30\"/><Say>This is the clinic</Say></Response>");
  const auto sid_of_call = room.call(ana);
  room.run(seconds{5});
  REQUIRE(room.act("answer", {{"As", "machine"}, {"Greeting", "Hello"}, {"Mailbox", "full"}}) == 204);
  room.run(minutes{5});
  CHECK(room.story(sid_of_call) ==
        "call_accepted ring answer(machine) said[Hello](greeting) hang_up(machine) ended(completed) ");
}

TEST_CASE("a recording waits for whoever is typing, and carries their words") {
  Room room;
  room.app.say("/start", "<Response><Record action=\"/key\" timeout=\"3\"/><Say>Nothing</Say></Response>");
  const auto sid_of_call = room.call(ana);
  room.run(seconds{5});
  REQUIRE(room.act("answer") == 204);
  room.run(seconds{2});
  for (int i = 0; i < 5; ++i) {
    CHECK(room.act("say") == 204);
    room.run(seconds{2});
  }
  REQUIRE(room.act("say", {{"Words", "Call me back please"}}) == 204);
  room.run(minutes{1});
  CHECK(room.story(sid_of_call).find("heard[[beep]] said[Call me back please] recorded[Call me back please]") !=
        std::string::npos);
  CHECK(room.act("say", {{"Words", "too late"}}) == 409);
}

TEST_CASE("what is played can be fetched by the page, as it was fetched from the application") {
  Room room;
  const std::string wav = phonenet::write_wav(phonenet::speak("hello", seconds{2}));
  room.app.pages["/hello.wav"] = [&](const http::Fields&) {
    return http::Response{.status = 200, .headers = {{"Content-Type", "audio/wav"}}, .body = wav};
  };
  room.app.say("/start", "<Response><Play>hello.wav</Play></Response>");
  room.call(ana);
  room.run(seconds{5});
  room.act("answer");
  room.run(milliseconds{500});
  CHECK(room.shows(R"("text":"hello","url":"http://app:8800/hello.wav")"));
  CHECK(room.shows(R"("sound":1)"));
  const auto sound = room.get("/_/sounds/1");
  CHECK(sound.header("Content-Type") == "audio/wav");
  CHECK(sound.body == wav);
  CHECK(room.get("/_/sounds/2").status == 404);
}

TEST_CASE("a handset calls a number of the account, and writes to it") {
  Room room;
  room.app.say("/in", "<Response><Say>Clinic</Say></Response>");
  room.app.say("/sms", "<Response><Message>Got it</Message></Response>");
  REQUIRE(room.post(phone + "/call", {{"To", ours}}).status == 201);
  CHECK(room.post(phone + "/call", {{"To", ours}}).status == 409);
  room.run(milliseconds{300});
  CHECK(room.shows(R"("text":"Clinic")"));
  CHECK(room.post(phone + "/call", {{"To", "+12125550177"}}).status == 409);
  room.run(minutes{1});
  CHECK(room.post(phone + "/call", {{"To", "+12125550177"}}).status == 400);

  REQUIRE(room.post(phone + "/text", {{"To", ours}, {"Body", "Hello?"}}).status == 201);
  room.run(minutes{1});
  CHECK(room.shows(R"("mine":true,"with":"+12025550100","body":"Hello?")"));
  CHECK(room.shows(R"("mine":false,"with":"+12025550100","body":"Got it","status":"delivered")"));
}

TEST_CASE("a text to a handset is answered by nobody but its owner") {
  Room room;
  room.text(ana, "Reply C to confirm");
  room.run(hours{2});
  CHECK(room.shows("Reply C to confirm"));
  CHECK_FALSE(room.shows("\"mine\":true"));
}

TEST_CASE("any number becomes a handset and is none any more, but for the account's own and one that talks") {
  Room room;
  CHECK(room.post("/_/handsets", {{"Number", "+12125550144"}}).status == 201);
  CHECK(room.post("/_/handsets", {{"Number", ours}}).status == 400);
  CHECK(room.post("/_/handsets", {{"Number", "12"}}).status == 400);
  CHECK(room.get("/_/handsets").body.find("+12125550144") != std::string::npos);
  CHECK(room.send({.method = "DELETE", .url = "/_/handsets/%2B12125550144"}).status == 204);
  CHECK(room.get("/_/handsets/+12125550144").status == 404);
  room.call(ana);
  room.run(seconds{5});
  CHECK(room.send({.method = "DELETE", .url = phone}).status == 409);
}

TEST_CASE("a document puts somebody through to a handset, which answers and hangs up") {
  Room room;
  room.app.say("/in", "<Response><Dial action=\"/key\">+12125550101</Dial></Response>");
  const auto caller = room.network.call_in("+12125550199", ours, "ignores");
  REQUIRE(caller.ok());
  room.run(seconds{3});
  CHECK(room.shows("\"direction\":\"outbound-dial\""));
  CHECK(room.act("keys", {{"Digits", "1"}}) == 409);
  REQUIRE(room.act("answer") == 204);
  room.run(seconds{2});
  REQUIRE(room.act("hang_up") == 204);
  room.run(seconds{1});
  CHECK(room.app.values("/key", "DialCallStatus") == "completed ");
}

TEST_CASE("what makes no sense is refused in words") {
  Room room;
  CHECK(room.act("keys", {{"Digits", "1"}}) == 409);
  CHECK(room.act("keys", {{"Digits", "x"}}) == 400);
  CHECK(room.act("dance") == 404);
  CHECK(room.act("say", {{"Words", std::string(2'000, 'a')}}) == 400);
  CHECK(room.act("text", {{"To", ours}}) == 400);
  CHECK(room.post("/_/handsets/+12125550155/answer").status == 404);
  room.call(ana);
  room.run(seconds{5});
  CHECK(room.act("answer", {{"As", "parrot"}}) == 400);
  CHECK(room.act("answer", {{"As", "machine"}, {"Mailbox", "tape"}}) == 400);
  CHECK(room.act("answer", {{"As", "machine"}, {"Greeting", std::string(2'000, 'a')}}) == 400);
}

TEST_CASE("everything that a page shows beats") {
  Room room;
  const auto beats = [&] { return room.network.pulse().count(); };
  auto last = beats();
  room.call(ana);
  room.run(seconds{5});
  CHECK(beats() > last);
  room.act("answer");
  last = beats();
  room.run(seconds{20});
  CHECK(beats() > last);
}
