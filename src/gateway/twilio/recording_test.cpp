#include "gateway/twilio/recording.h"

#include <doctest/doctest.h>

#include "gateway/twilio/record.h"

using namespace courtesy;

namespace {

twilio::Settings settings() {
  twilio::Settings all{.base_url = "https://api.twilio.com", .account_sid = "AC00000000000000000000000000000001"};
  all.auth_token = Secret<std::string>("token");
  return all;
}
constexpr const char* sid = "RE0123456789abcdef0123456789abcdef";

}  // namespace

TEST_CASE("a recording is where its SID says, and nothing but a SID is taken for one") {
  CHECK(twilio::recording_url(settings(), sid) ==
        "https://api.twilio.com/2010-04-01/Accounts/AC00000000000000000000000000000001/Recordings/"
        "RE0123456789abcdef0123456789abcdef.wav");
  CHECK(twilio::is_recording_sid(sid));
  for (const char* wrong : {"", "RE", "CA0123456789abcdef0123456789abcdef", "RE0123456789abcdef0123456789abcdeg",
                            "RE0123456789abcdef0123456789abcdef/../x", "http://elsewhere.example/RE0.wav"}) {
    CAPTURE(wrong);
    CHECK_FALSE(twilio::is_recording_sid(wrong));
  }
}

TEST_CASE("a recording is fetched and deleted with our credentials") {
  for (const auto& request : {twilio::fetch_recording(settings(), sid), twilio::delete_recording(settings(), sid)}) {
    REQUIRE(request.header("Authorization").has_value());
    CHECK(request.header("Authorization")->starts_with("Basic "));
  }
  CHECK(twilio::fetch_recording(settings(), sid).method == "GET");
  CHECK(twilio::delete_recording(settings(), sid).method == "DELETE");
  CHECK(twilio::delete_recording(settings(), sid).url.ends_with(".json"));
}
