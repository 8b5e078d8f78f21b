#include "node/audio_door.h"

#include <doctest/doctest.h>

#include <optional>
#include <string>

#include "base/bytes.h"
#include "flow/archive.h"
#include "flow/builtin.h"
#include "flow/test_sound.h"
#include "store/flows.h"
#include "store/prompts.h"
#include "store/sqlite/test_house.h"

using namespace courtesy;

namespace {

PromptName hello() { return {.flow = "appointment-reminder", .state = "opening", .slot = "hello", .language = "en"}; }

struct Door : TestHouse {
  std::string keep(const std::string& bytes) {
    write([&](Unit& unit) -> Result<void> {
      TRY(unit.prompts().keep_file(hello(), {.bytes = bytes, .length = milliseconds(400), .peaks = {1}}, "Pat"));
      return {};
    });
    return hex(sha256(bytes));
  }
  http::Response ask(const std::string& path, http::Headers headers = {}, const std::string& method = "GET") {
    std::optional<http::Response> answer;
    door.handle({.method = method, .url = path, .headers = std::move(headers)},
                [&](http::Response response) { answer = std::move(response); });
    time.run_until(time.now());
    INVARIANT(answer.has_value());
    return *answer;
  }

  flow::Library library = flow::Library::builtin().value();
  AudioDoor door{*store, library};
};

}  // namespace

TEST_CASE("a prompt's sound is given to whoever has its hash, for ever") {
  Door door;
  const std::string bytes("RIFF\0\xff sound", 12);
  const std::string path = "/audio/" + door.keep(bytes) + ".wav";
  const auto answer = door.ask(path);
  CHECK(answer.status == 200);
  CHECK(answer.body == bytes);
  CHECK(answer.header("Content-Type") == "audio/wav");
  CHECK(answer.header("Cache-Control")->find("immutable") != std::string_view::npos);
  CHECK(door.ask(path, {{"If-None-Match", std::string(*answer.header("ETag"))}}).status == 304);
  CHECK(door.ask(path, {}, "POST").status == 405);
}

TEST_CASE("an older version may still be played: a call began with it") {
  Door door;
  const std::string first = door.keep("first");
  const std::string second = door.keep("second");
  CHECK(door.ask("/audio/" + first + ".wav").status == 200);
  CHECK(door.ask("/audio/" + second + ".wav").status == 200);
}

TEST_CASE("what lies in the folder of a flow that an account has published is given too, for calls play it") {
  Door door;
  auto files = flow::builtin_files("appointment-reminder");
  const std::string english = flow::write_telephone_wav(flow::tone(1, 0.3));
  const std::string spanish = flow::write_telephone_wav(flow::tone(2, 0.3));
  files.push_back({"opening/hello.wav", english});
  files.push_back({"opening/es/hello.wav", spanish});
  door.write([&](Unit& unit) -> Result<void> {
    const auto archived = TRY(flow::archive("appointment-reminder", files, flow::builtin_files));
    TRY(Flows(unit).publish(archived, "Kim"));
    return {};
  });
  for (const std::string& bytes : {english, spanish})
    CHECK(door.ask("/audio/" + hex(sha256(bytes)) + ".wav").body == bytes);
}

TEST_CASE("nothing else is behind that door: no list, no guess, no message for the staff") {
  Door door;
  const std::string hash = door.keep("sound");
  std::string message;
  door.write([&](Unit& unit) -> Result<void> {
    const RecordingId id = TRY(unit.recordings().add({.provider_id = "RE1", .use = RecordingUse::message}));
    return unit.recordings().copied(id, {.bytes = "in confidence", .length = milliseconds(1), .peaks = {}}, false);
  });
  for (const std::string& path :
       {std::string("/audio/"), std::string("/audio"), "/audio/" + hash, "/audio/" + hash.substr(1) + "0.wav",
        "/audio/" + hash + ".wav/x", "/audio/" + std::string(64, '0') + ".wav",
        "/audio/" + hex(sha256("in confidence")) + ".wav", std::string("/audio/../secret.key")}) {
    CAPTURE(path);
    CHECK(door.ask(path).status == 404);
  }
}
