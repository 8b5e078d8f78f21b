#include <doctest/doctest.h>

#include "store/prompts.h"

using namespace courtesy;

TEST_CASE("a prompt is named by flow, state, slot and language, and by nothing else") {
  const std::string text = "appointment-reminder/opening/hello/en";
  const auto name = PromptName::parse(text);
  REQUIRE(name.ok());
  CHECK(name->flow == "appointment-reminder");
  CHECK(name->state == "opening");
  CHECK(name->slot == "hello");
  CHECK(name->language == "en");
  CHECK(name->to_text() == text);
  for (const char* wrong : {"", "a/b/c", "a/b/c/english", "a/b/c/en/d", "a/b//en", "../b/c/en", "a/B/c/en", "A/b/c/en",
                            "a/b/c/EN", "a/b/c d/en"}) {
    CAPTURE(wrong);
    CHECK(PromptName::parse(wrong).error().code == ErrorCode::invalid);
  }
}

TEST_CASE("a recording that cannot be had is asked for less and less often, for about a day") {
  CHECK(recording_back_off(1) == seconds(10));
  CHECK(recording_back_off(2) == seconds(20));
  CHECK(recording_back_off(1000) == hours{1});
  seconds whole{0};
  for (int i = 1; i < most_recording_failures; ++i) {
    CHECK(recording_back_off(i) <= recording_back_off(i + 1));
    whole += recording_back_off(i);
  }
  CHECK(whole > hours{18});
  CHECK(whole < hours{24});
}
