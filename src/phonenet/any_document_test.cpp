// Whatever an application answers, every call ends, and the network stays as it was.
#include "phonenet/test_world.h"

using namespace courtesy;
using namespace courtesy::phonenet;
using namespace courtesy::phonenet::testing;

namespace {

/// Answers drawn from all that an application could do wrong or right.
class Anything {
 public:
  explicit Anything(std::uint64_t seed) : random_(seed) {}

  http::Response answer() {
    switch (random_.below(12)) {
      case 0: return http::text_response(static_cast<int>(200 + random_.below(400)), "text");
      case 1: return {.status = 302, .headers = {{"Location", url()}}};
      case 2: return {.status = 307, .headers = {{"Location", url()}}};
      case 3: return http::xml_response(noise());
      case 4: return {.headers = {{"Content-Type", "audio/mpeg"}}, .body = "ID3"};
      default: return http::xml_response("<Response>" + verbs(3) + "</Response>");
    }
  }

 private:
  std::string verbs(int levels) {
    std::string all;
    for (std::uint64_t i = random_.below(5); i > 0; --i) all += verb(levels);
    return all;
  }

  std::string verb(int levels) {
    switch (random_.below(16)) {
      case 11: return "<Enqueue waitUrl=\"" + url() + "\" action=\"" + url() + "\" maxQueueSize=\"2\">q</Enqueue>";
      case 12: return "<Dial timeout=\"5\" action=\"" + url() + "\"><Queue>q</Queue></Dial>";
      case 13: return "<Dial><Conference waitUrl=\"" + url() + "\">r</Conference></Dial>";
      case 14: return "<Leave/>";
      case 15: return "<Message action=\"" + url() + "\">Hello</Message>";
      case 0: return "<Say loop=\"" + number() + "\">To confirm, press 1. To cancel, press 2.</Say>";
      case 1: return "<Play loop=\"" + number() + "\">" + url() + "</Play>";
      case 2: return "<Pause length=\"" + number() + "\"/>";
      case 3: return "<Redirect>" + url() + "</Redirect>";
      case 4: return "<Hangup/>";
      case 5: return "<Reject/>";
      case 6: return "<Dial>+12125550100</Dial>";
      case 7: return "<Say/>";
      case 8: return "<Play digits=\"12w#\"/>";
      default: {
        if (levels == 0) return "";
        std::string gather = "<Gather timeout=\"" + number() + "\" numDigits=\"" + number() + "\"";
        if (random_.chance(0.7)) gather += " action=\"" + url() + "\"";
        if (random_.chance(0.3)) gather += " actionOnEmptyResult=\"true\"";
        if (random_.chance(0.3)) gather += " finishOnKey=\"" + number() + "\"";
        return gather + ">" + verbs(levels - 1) + "</Gather>";
      }
    }
  }

  std::string url() {
    constexpr std::string_view some[] = {"/start",           "again",       "",         "?x=1",
                                         "http://nobody:1/", "http://[bad", "mailto:x", "/start#f"};
    return std::string(some[random_.below(std::size(some))]);
  }
  std::string number() {
    constexpr std::string_view some[] = {"0", "1", "2", "10", "-1", "x", "", "999999999999"};
    return std::string(some[random_.below(std::size(some))]);
  }
  std::string noise() {
    std::string bytes = "<Response>";
    for (std::uint64_t i = random_.below(60); i > 0; --i) bytes += static_cast<char>(random_.below(256));
    return bytes;
  }

  SeededRandom random_;
};

}  // namespace

TEST_CASE("whatever the application answers, every call ends, in a bounded time and with bounded work") {
  for (std::uint64_t seed = 0; seed < 150; ++seed) {
    CAPTURE(seed);
    Settings settings = settings_with(
        "[personas.waits]\nlike = \"ignores\"\npatience = 86400\n"
        "[mix]\nconfirms = 2\nwaits = 2\nwrong-keys = 1\nvoicemail = 1\nimpatient = 1\nhears-again = 1\n");
    settings.seed = seed;
    settings.calls_per_second = 0;
    settings.time_limit = minutes{10};
    World world(std::move(settings));
    Anything anything(seed);
    for (const auto* path : {"/start", "/again", "/"}) {
      world.app.pages[path] = [&](const http::Fields&) { return anything.answer(); };
    }
    world.app.silent = seed % 10 == 0;
    std::vector<std::string> calls;
    for (int i = 0; i < 5; ++i) {
      calls.push_back(world.call(fmt::format("+1212555{:04}", i), {{"FallbackUrl", "http://app:8800/again"}}));
    }
    std::size_t steps = 0;
    const Instant limit = world.time.now() + minutes{13};
    while (world.time.step(limit)) ++steps;
    CHECK(world.network.open_calls() == 0);
    CHECK(steps < 500'000);
    for (const auto& call : calls) CHECK(world.story(call).find("ended(") != std::string::npos);
    CHECK(world.app.unsigned_requests == 0);
  }
}
