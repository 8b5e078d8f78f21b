#include <doctest/doctest.h>

#include "api/test_house.h"
#include "flow/take.h"
#include "flow/test_sound.h"
#include "flow/voice_words.h"
#include "store/prompts.h"
#include "store/recordings.h"

using namespace courtesy;
using namespace courtesy::api;
using flow::operator+;

namespace {

constexpr const char* hello = "/prompts/appointment-reminder/opening/hello/en";

std::string speech(double loudness = 0.3) {
  return flow::pcm_wav(flow::quiet(1) + flow::tone(2, loudness) + flow::quiet(1));
}

/// The parts of a state in a language.
boost::json::array parts(ApiHouse& house, std::string_view flow, std::string_view state, std::string_view language) {
  const auto voice = house.get("/prompts");
  for (const auto& one : voice.at("flows").as_array()) {
    if (one.at("name").as_string() != flow) continue;
    for (const auto& told : one.at("states").as_array()) {
      if (told.at("name").as_string() != state) continue;
      for (const auto& spoken : told.at("languages").as_array()) {
        if (spoken.at("language").as_string() == language) return spoken.at("parts").as_array();
      }
    }
  }
  return {};
}

RecordingId leave_message(ApiHouse& house, const std::string& from, ClientId client = {}) {
  RecordingId id;
  house.write([&](Unit& unit) -> Result<void> {
    id = TRY(unit.recordings().add({.provider_id = "RE" + from + std::to_string(client.value()),
                                    .use = RecordingUse::message,
                                    .from = from,
                                    .client = client,
                                    .length = seconds(4)}));
    const auto take = TRY(flow::make_take(speech(), flow::TakeRules::message()));
    return unit.recordings().copied(id, {.bytes = take.wav, .length = take.length, .peaks = take.peaks}, false);
  });
  return id;
}

}  // namespace

TEST_CASE("each state says what is recorded of it and what a robot reads, in each language") {
  ApiHouse house;
  const auto opening = parts(house, "appointment-reminder", "opening", "en");
  REQUIRE(opening.size() == 1);
  CHECK(text_at(opening[0], "/slot") == "hello");
  CHECK(text_at(opening[0], "/words").starts_with("A message from Maple Dental."));
  CHECK(opening[0].at("robot").as_bool());
  CHECK(opening[0].at("live").is_null());
  const auto menu = parts(house, "appointment-reminder", "menu", "es");
  REQUIRE(menu.size() == 3);
  CHECK(menu[1].at("slot").is_null());
  CHECK(text_at(menu[1], "/words") == "{{when}}.");
  CHECK(menu[1].at("robot").as_bool());
  CHECK(parts(house, "operator-page", "opening", "en").empty());
  CHECK(text_at(parts(house, "identify", "code", "en")[0], "/prompt") == "identify/code/words/en");
}

TEST_CASE("a file that is taken in is normalised, live, and told with its waveform") {
  ApiHouse house;
  const auto answer = house.ask("POST", std::string("/v1") + hello + "/upload?who=Kim", speech());
  REQUIRE_MESSAGE(answer.status == 200, answer.body);
  const auto told = boost::json::parse(answer.body);
  CHECK(text_at(told, "/versions/0/who") == "Kim");
  CHECK(text_at(told, "/versions/0/state") == "ready");
  CHECK(told.at_pointer("/versions/0/live").as_bool());
  CHECK(told.at_pointer("/versions/0/peaks").as_array().size() == 200);
  CHECK(told.at_pointer("/versions/0/length_ms").as_int64() < 2'400);
  CHECK(text_at(told, "/versions/0/url").starts_with("/audio/"));
  const auto opening = parts(house, "appointment-reminder", "opening", "en");
  CHECK_FALSE(opening[0].at("robot").as_bool());
  CHECK(opening[0].at_pointer("/live/version").as_int64() == 1);
  CHECK(parts(house, "appointment-reminder", "opening", "es")[0].at("robot").as_bool());
}

TEST_CASE("a file that nobody could hear is refused with a sentence, and nothing is kept of it") {
  ApiHouse house;
  const auto upload = [&](const std::string& url, const std::string& body) {
    return house.ask("POST", "/v1" + url, body);
  };
  const auto silent = upload(std::string(hello) + "/upload", flow::pcm_wav(flow::quiet(2)));
  CHECK(silent.status == 400);
  CHECK(silent.body.find("The file is silent") != std::string::npos);
  CHECK(upload(std::string(hello) + "/upload", "no sound at all").status == 400);
  CHECK(upload("/prompts/appointment-reminder/opening/nothing/en/upload", speech()).status == 404);
  CHECK(upload("/prompts/appointment-reminder/opening/hello/fr/upload", speech()).status == 404);
  CHECK(upload("/prompts/../opening/hello/en/upload", speech()).status == 404);
  CHECK(house.get(hello).at("versions").as_array().empty());
  CHECK(Api::body_limit("POST", std::string("/v1") + hello + "/upload") == flow::most_take_bytes);
  CHECK(Api::body_limit("POST", "/v1/messages/1/read") < 100'000);
}

TEST_CASE("a version is rolled back, to a robot's voice too, by a name that is on record") {
  ApiHouse house;
  for (const double loudness : {0.2, 0.4}) {
    const auto sound = flow::pcm_wav(flow::quiet(1) + flow::tone(2 + loudness, loudness));
    CHECK(house.ask("POST", std::string("/v1") + hello + "/upload", sound).status == 200);
  }
  const auto back = house.post(std::string(hello) + "/roll-back", R"({"version": 1, "who": "Kim"})");
  REQUIRE_MESSAGE(back.status == 200, back.body);
  const auto told = boost::json::parse(back.body);
  CHECK_FALSE(told.at_pointer("/versions/0/live").as_bool());
  CHECK(told.at_pointer("/versions/1/live").as_bool());
  CHECK(house.post(std::string(hello) + "/roll-back", R"({"version": 0})").status == 200);
  CHECK(parts(house, "appointment-reminder", "opening", "en")[0].at("robot").as_bool());
  CHECK(house.post(std::string(hello) + "/roll-back", R"({"version": 7})").status == 404);
  CHECK(house.post(std::string(hello) + "/roll-back", R"({"version": "1"})").status == 400);
  CHECK(house.post(std::string(hello) + "/roll-back", R"({})").status == 400);
  CHECK(house.get("/ledger?q=prompt_rolled_back").at("entries").as_array().size() == 2);
}

TEST_CASE("words of dates are recorded one by one, and a date is no robot's any more once all of them are") {
  ApiHouse house;
  const auto words = flow::voice_words("en");
  CHECK(parts(house, "voice", "words", "en").size() == words.size());
  for (const auto& word : words) {
    CHECK(parts(house, "appointment-reminder", "menu", "en")[1].at("robot").as_bool());
    house.write([&](Unit& unit) -> Result<void> {
      TRY(unit.prompts().keep_file(PromptName{"voice", "words", word.slot, "en"}, {.bytes = word.slot, .peaks = {}},
                                   "Pat"));
      return {};
    });
  }
  CHECK_FALSE(parts(house, "appointment-reminder", "menu", "en")[1].at("robot").as_bool());
  CHECK(parts(house, "appointment-reminder", "menu", "es")[1].at("robot").as_bool());
  const auto upload = [&](const std::string& word) {
    return house.ask("POST", "/v1/prompts/voice/words/" + word + "/en/upload", flow::pcm_wav(flow::tone(0.5, 0.3)))
        .status;
  };
  CHECK(upload("thursday") == 200);
  CHECK(upload("nothing") == 404);
}

TEST_CASE("messages are heard by the staff alone, marked, and deleted") {
  ApiHouse house;
  house.import({TestHouse::booked("a", "2026-05-14T14:00")});
  leave_message(house, "+12125550177");
  const RecordingId known = leave_message(house, "+12125550123", ClientId(1));
  const auto list = house.get("/messages");
  CHECK(list.at("unread").as_int64() == 2);
  CHECK(house.get("/prompts").at("unread").as_int64() == 2);
  CHECK(house.get("/session").at("unheard").as_int64() == 2);
  CHECK(text_at(list, "/messages/0/client/name") == "Ana");
  CHECK(text_at(list, "/messages/1/from_text") == "(212) 555-0177");
  CHECK(list.at("messages").at(1).at("client").is_null());
  CHECK(list.at("messages").at(0).at("peaks").as_array().size() == 200);
  const auto sound = house.ask("GET", text_at(list, "/messages/0/url"));
  CHECK(sound.status == 200);
  CHECK(sound.header("Content-Type") == "audio/wav");
  CHECK(sound.header("Cache-Control")->find("no-store") != std::string_view::npos);
  CHECK(sound.body.starts_with("RIFF"));
  const std::string id = std::to_string(known.value());
  CHECK(house.post("/messages/" + id + "/read", R"({"read": true})").status == 200);
  CHECK(house.get("/messages").at("unread").as_int64() == 1);
  CHECK(house.post("/messages/" + id + "/read", R"({"read": false})").status == 200);
  CHECK(house.get("/messages").at("unread").as_int64() == 2);
  CHECK(house.post("/messages/" + id + "/read", "{}").status == 400);
  CHECK(house.post("/messages/" + id + "/discard", R"({"who": "Kim"})").status == 200);
  CHECK(house.get("/messages").at("messages").as_array().size() == 1);
  CHECK(house.ask("GET", "/v1/messages/" + id + "/sound").status == 404);
  CHECK(house.post("/messages/" + id + "/discard", "{}").status == 404);
  CHECK(house.post("/messages/99/read", R"({"read": true})").status == 404);
  CHECK(house.ask("GET", "/v1/messages?before=x").status == 400);
}

TEST_CASE("a take is no message: it is not heard through the messages' door") {
  ApiHouse house;
  RecordingId take;
  house.write([&](Unit& unit) -> Result<void> {
    take = TRY(unit.recordings().add({.provider_id = "RE1", .use = RecordingUse::take}));
    return {};
  });
  CHECK(house.get("/messages").at("messages").as_array().empty());
  CHECK(house.post("/messages/" + std::to_string(take.value()) + "/read", R"({"read": true})").status == 404);
}
