#include "phonenet/test_world.h"

using namespace courtesy;
using namespace courtesy::phonenet;
using namespace courtesy::phonenet::testing;

TEST_CASE("letters that no URL may have are asked for, and signed, percent-encoded") {
  World world;
  world.app.say("/start", "<Response><Redirect>/gr\u00fc\u00dfe?n=\u00e9</Redirect></Response>");
  world.app.say("/gr%C3%BC%C3%9Fe", "<Response><Hangup/></Response>");
  const auto call = world.call("+12125550101");
  world.run(minutes{2});
  CHECK(world.app.values("/gr%C3%BC%C3%9Fe", "CallSid") == call + " ");
  CHECK(world.app.unsigned_requests == 0);
}
