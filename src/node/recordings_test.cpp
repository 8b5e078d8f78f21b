#include "node/recordings.h"

#include <doctest/doctest.h>

#include <optional>
#include <string>

#include "base/test_log.h"
#include "flow/test_sound.h"
#include "gateway/scripted_http.h"
#include "store/prompts.h"
#include "store/sqlite/test_house.h"

using namespace courtesy;
using flow::operator+;

namespace {

constexpr const char* sid = "RE0123456789abcdef0123456789abcdef";
constexpr const char* url =
    "http://127.0.0.1:1/2010-04-01/Accounts/AC00000000000000000000000000000001/Recordings/"
    "RE0123456789abcdef0123456789abcdef.wav";

PromptName hello() { return {.flow = "appointment-reminder", .state = "opening", .slot = "hello", .language = "en"}; }

class CopyingHouse : public TestHouse {
 public:
  explicit CopyingHouse(RecordingDeletion deletion = {}) {
    twilio::Settings settings_of_network{.base_url = "http://127.0.0.1:1",
                                         .account_sid = "AC00000000000000000000000000000001"};
    settings_of_network.auth_token = Secret<std::string>("token");
    copier.emplace(RecordingCopier::Parts{.loop = time,
                                          .clock = time,
                                          .store = *store,
                                          .http = http,
                                          .log = log,
                                          .twilio = settings_of_network,
                                          .deletion = deletion,
                                          .got_on = [this] { ++looks; }});
    copier->start();
  }

  RecordingId add(RecordingUse use, const std::string& provider_id = sid) {
    RecordingId id;
    write([&](Unit& unit) -> Result<void> {
      id = TRY(unit.recordings().add({.provider_id = provider_id, .use = use, .length = seconds(2)}));
      return {};
    });
    return id;
  }
  RecordingId keep(const std::string& provider_id = sid) {
    const RecordingId id = add(RecordingUse::take, provider_id);
    write([&](Unit& unit) -> Result<void> {
      TRY(unit.prompts().keep(hello(), id, "by phone"));
      return {};
    });
    return id;
  }
  void gives(const std::string& body) { http.answer({http::Response{.status = 200, .headers = {}, .body = body}}); }
  void answers(int status) { http.answer({http::Response{.status = status, .headers = {}, .body = {}}}); }
  void run(milliseconds for_so_long = RecordingCopier::tick) { time.run_until(time.now() + for_so_long); }
  Recording recording(RecordingId id) {
    return read<Recording>([=](Unit& unit) { return unit.recordings().get(id); });
  }
  std::vector<PromptVersion> versions() {
    return read<std::vector<PromptVersion>>([](Unit& unit) { return unit.prompts().versions(hello()); });
  }

  ScriptedHttp http;
  KeptLog log;
  int looks = 0;
  std::optional<RecordingCopier> copier;
};

std::string speech(double loudness = 0.3) {
  return flow::pcm_wav(flow::quiet(1) + flow::tone(2, loudness) + flow::quiet(1));
}

}  // namespace

TEST_CASE("a kept take is fetched with our credentials, normalised, and live") {
  CopyingHouse house;
  const RecordingId id = house.keep();
  house.gives(speech());
  house.answers(204);
  house.run();
  REQUIRE(house.http.asked().size() == 2);
  CHECK(house.http.asked()[0].request.url == url);
  CHECK(house.http.asked()[0].request.header("Authorization").has_value());
  REQUIRE(house.versions().size() == 1);
  const PromptVersion version = house.versions()[0];
  CHECK(version.live);
  CHECK(version.length < milliseconds(2'400));
  CHECK(version.peaks.size() == 200);
  // Ours is durable: the gateway's goes.
  CHECK(house.http.asked()[1].request.method == "DELETE");
  CHECK_FALSE(house.recording(id).at_provider);
  house.run(minutes{10});
  CHECK(house.http.asked().size() == 2);
  CHECK(house.looks > 100);
}

TEST_CASE("a message is copied at once, and the gateway's own stays unless the business wishes otherwise") {
  CopyingHouse house;
  const RecordingId id = house.add(RecordingUse::message);
  house.gives(speech());
  house.run();
  CHECK(house.recording(id).state == RecordingState::copied);
  CHECK(house.recording(id).at_provider);
  house.run(minutes{10});
  CHECK(house.http.asked().size() == 1);

  // What staff delete is deleted there too.
  house.write([=](Unit& unit) { return unit.recordings().discard(id); });
  house.answers(204);
  house.run();
  CHECK_FALSE(house.recording(id).at_provider);

  CopyingHouse tidy({.takes = true, .messages = true});
  tidy.add(RecordingUse::message);
  tidy.gives(speech());
  tidy.answers(404);  // gone already
  tidy.run();
  CHECK(tidy.http.asked().size() == 2);
}

TEST_CASE("a take that nobody could hear is refused with its reason, and what was live stays") {
  CopyingHouse house;
  house.keep();
  house.gives(speech());
  house.answers(204);
  house.run();
  house.keep("RE0123456789abcdef0123456789abcde1");
  house.gives(flow::pcm_wav(flow::quiet(3)));
  house.answers(204);
  house.run();
  REQUIRE(house.versions().size() == 2);
  CHECK(house.versions()[0].failure.find("is silent") == 0);
  CHECK_FALSE(house.versions()[0].live);
  CHECK(house.versions()[1].live);
}

TEST_CASE("a gateway that does not give the recording is asked again later, and in the end the take is refused") {
  CopyingHouse house;
  const RecordingId id = house.keep();
  house.answers(404);
  house.run();
  CHECK(house.log.text.find("404") != std::string::npos);
  CHECK(house.recording(id).failures == 1);
  CHECK(house.recording(id).failure.find("404") != std::string::npos);
  house.http.answer({http::Broken{"the connection was closed"}});
  house.run(seconds{12});
  CHECK(house.recording(id).failures == 2);
  for (int i = 2; i < most_recording_failures; ++i) house.answers(503);
  house.run(hours{24});
  CHECK(house.http.asked().size() == most_recording_failures);
  CHECK(house.recording(id).state == RecordingState::refused);
  CHECK(house.versions()[0].failure.find("503") != std::string::npos);
}

TEST_CASE("a take that nobody kept within the hour is deleted at the gateway, unheard") {
  CopyingHouse house;
  const RecordingId id = house.add(RecordingUse::take);
  house.run(minutes{59});
  CHECK(house.http.asked().empty());
  house.answers(204);
  house.run(minutes{2});
  CHECK(house.recording(id).state == RecordingState::discarded);
  REQUIRE(house.http.asked().size() == 1);
  CHECK(house.http.asked()[0].request.method == "DELETE");
}

TEST_CASE("at most two are under way, and the others follow") {
  CopyingHouse house;
  house.http.hold();
  for (int i = 0; i < 5; ++i) {
    house.add(RecordingUse::message, "RE0123456789abcdef0123456789abcde" + std::to_string(i));
    house.gives(speech());
  }
  house.run(seconds{20});
  CHECK(house.http.asked().size() == RecordingCopier::most_at_once);
  house.http.release();
  house.run(seconds{10});
  CHECK(house.http.asked().size() == 5);
}

TEST_CASE("what is no recording's SID is asked of nobody") {
  CopyingHouse house;
  const RecordingId id = house.add(RecordingUse::message, "http://elsewhere.example/x");
  house.run(minutes{5});
  CHECK(house.http.asked().empty());
  CHECK(house.recording(id).state == RecordingState::refused);
}

TEST_CASE("a copier that is gone leaves what it was doing to the next one") {
  CopyingHouse house;
  const RecordingId id = house.keep();
  house.gives(speech());
  house.http.hold();
  house.run();
  house.copier.reset();
  house.http.release();
  house.run(minutes{1});
  CHECK(house.recording(id).state == RecordingState::wanted);
}
