#include "phonenet/test_timing.h"
#include "phonenet/test_world.h"

using namespace courtesy;
using namespace courtesy::phonenet;
using namespace courtesy::phonenet::testing;

namespace {

struct TimedWorld {
  static Settings settings() {
    Settings settings = settings_with();
    settings.calls_per_second = 0;
    const auto calls = timed_calls();
    for (std::size_t i = 0; i < calls.size(); ++i) {
      REQUIRE(settings.directory.put("+1212555010" + std::to_string(i), calls[i].persona).ok());
    }
    return settings;
  }
  World world{settings()};
  TimedWorld() {
    for (const auto* path : {"/timed/menu", "/timed/thanks", "/timed/waits", "/timed/long"}) {
      world.app.pages[path] = [path](const http::Fields&) { return timed_page(path); };
    }
  }
};

}  // namespace

TEST_CASE("each moment of a call comes when its script demands it, and only what asks the application is later") {
  TimedWorld timed;
  const auto calls = timed_calls();
  for (std::size_t i = 0; i < calls.size(); ++i) {
    const std::string call =
        timed.world.call("+1212555010" + std::to_string(i), {{"Url", "http://app:8800" + calls[i].path}});
    timed.world.run(minutes{2});
    std::string why;
    const auto late = held_against(calls[i], timed.world.network.journal(), call, why);
    CHECK(why == "");
    CHECK(late.size() == calls[i].demands.size() - 1);
    // A request and its answer take one millisecond each here.
    for (const Lateness& one : late) CHECK(one.by == milliseconds{one.asked ? 2 : 0});
  }
}

TEST_CASE("a call that goes otherwise than its script demands is told from one that goes by it") {
  TimedWorld timed;
  TimedCall other = timed_calls()[0];
  const std::string call = timed.world.call("+12125550100", {{"Url", "http://app:8800" + other.path}});
  timed.world.run(minutes{2});
  const Journal& journal = timed.world.network.journal();
  std::string why;
  other.demands[4].text = "2";
  CHECK(held_against(other, journal, call, why).empty());
  CHECK(why.find("\"key\"") != std::string::npos);
  other = timed_calls()[0];
  other.demands.push_back({EntryKind::key, "1"});
  CHECK(held_against(other, journal, call, why).empty());
  other = timed_calls()[0];
  other.demands[4].after += milliseconds{5};
  CHECK(held_against(other, journal, call, why)[3].by == milliseconds{-5});
}
