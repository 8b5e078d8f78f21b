#include "flow/heard.h"

#include <doctest/doctest.h>

using namespace courtesy;
using namespace courtesy::flow;

TEST_CASE("what is heard is told in the order in which the call plays it, recordings and words") {
  const auto document = twiml::parse(
      "<Response><Say>Hello.</Say><Gather action='/keys'><Play>/audio/1.wav</Play><Say loop='2'>Press <break/>1.</Say>"
      "<Pause length='1'/></Gather><Redirect>/silence</Redirect></Response>");
  const std::vector<HeardPiece> expected{
      {.words = "Hello.", .url = ""}, {.words = "", .url = "/audio/1.wav"}, {.words = "Press 1.", .url = ""}};
  CHECK(heard_pieces(*document) == expected);
  CHECK(heard_pieces(*twiml::parse("<Response><Hangup/></Response>")).empty());
}
