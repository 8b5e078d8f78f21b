#include "twiml/speech.h"

#include <doctest/doctest.h>

using namespace courtesy;
using namespace courtesy::twiml;

namespace {

Speech heard(const std::string& inside, Loops loops = Loops::all) {
  const auto document = parse("<Response>" + inside + "</Response>");
  REQUIRE(document.ok());
  return speech_of(*document, loops);
}

}  // namespace

TEST_CASE("a document lasts for its words, pauses, breaks and repetitions") {
  CHECK(heard("<Say>press one</Say>").length() == milliseconds{800});
  CHECK(heard("<Say>press</Say><Pause/><Gather><Say>one</Say><Pause length=\"3\"/></Gather>").length() ==
        milliseconds{4800});
  CHECK(heard("<Say>press <break time=\"9s\"/>one</Say>").length() == milliseconds{9800});
  CHECK(heard("<Say>press <break time=\"500ms\"/>one</Say>").length() == milliseconds{1300});
  CHECK(heard("<Say>press <break/>one</Say>").length() == milliseconds{1200});
  CHECK(heard("<Say>press <break strength=\"none\"/>one</Say>").length() == milliseconds{800});
  CHECK(heard("<Say>press <break time=\"99999s\"/>one</Say>").length() == milliseconds{10'800});
  CHECK(heard("<Say loop=\"3\">press <break time=\"1s\"/>one</Say>").length() == milliseconds{5400});
  CHECK(heard("<Say loop=\"3\">press one</Say>", Loops::once).length() == milliseconds{800});
  CHECK(heard("<Say loop=\"0\">press one</Say>").length() == milliseconds{800'000});
  CHECK(heard("<Say><prosody rate=\"x-slow\">press one</prosody></Say>").length() == milliseconds{1600});
  CHECK(heard("<Say><prosody rate=\"50%\">press one</prosody></Say>").length() == milliseconds{1600});
  CHECK(heard("<Play>https://example.invalid/a.wav</Play><Hangup/>").length() == milliseconds{0});
}

TEST_CASE("what lies between two places counts the silence there and no other") {
  const Speech speech = heard("<Pause length=\"5\"/><Say>who calls</Say><Pause length=\"2\"/><Say>press nine</Say>");
  CHECK(speech.words == "who calls press nine");
  CHECK(speech.between(0, speech.words.size()) == milliseconds{8600});
  CHECK(speech.between(4, speech.words.size()) == milliseconds{3200});
  CHECK(speech.between(10, speech.words.size()) == milliseconds{800});
}
