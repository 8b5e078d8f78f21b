#include "schedule/pace_control.h"

#include <doctest/doctest.h>

#include <cmath>

namespace courtesy {
namespace {

using namespace std::chrono_literals;
using Span = std::chrono::duration<double>;

const PaceTarget target{.wait = 60s, .share = 0.8, .callback_share = 0.1};
const CallbackDelay delay;

PaceNow pace(const CallbackRecord& record, const Staffing& staffing) {
  return pace_now(target, 180s, delay, record, staffing).value();
}

TEST_CASE("half of the callbacks have come by the median, and the ages turn back into shares") {
  CHECK(delay.come_by(480s) == doctest::Approx(0.5));
  CHECK(delay.come_by(0s) == 0);
  CHECK(delay.come_by(delay.age_of(0.9)) == doctest::Approx(0.9));
}

TEST_CASE("nobody signed in: nothing goes out") {
  const PaceNow now = pace({}, {.agents = 0, .busy = 0, .leave_in = {}});
  CHECK(now.contacts_per_hour == 0);
  CHECK(now.hold == PaceHold::no_agents);
}

TEST_CASE("nothing new goes out while every agent is busy") {
  CHECK(pace({}, {.agents = 2, .busy = 1, .leave_in = {}}).hold == PaceHold::none);
  CHECK(pace({}, {.agents = 2, .busy = 2, .leave_in = {}}).hold == PaceHold::all_busy);
}

TEST_CASE("contacts stop before the agents leave, so that their callbacks still meet one") {
  CHECK(pace({}, {.agents = 2, .busy = 0, .leave_in = 60min}).hold == PaceHold::none);
  CHECK(pace({}, {.agents = 2, .busy = 0, .leave_in = 30min}).hold == PaceHold::agents_leaving);
}

TEST_CASE("many contacts just made hold the next ones back until their callbacks have come") {
  CHECK(pace({.open = {{Span{120}, 100}}}, {.agents = 2, .busy = 0, .leave_in = {}}).hold ==
        PaceHold::callbacks_coming);
}

TEST_CASE("more callbacks than believed slow the pace, fewer let it go faster") {
  const Staffing two{.agents = 2, .busy = 0, .leave_in = {}};
  const double usual = pace({.settled = 1000, .callbacks = 100}, two).contacts_per_hour;
  CHECK(pace({.settled = 1000, .callbacks = 200}, two).contacts_per_hour < 0.6 * usual);
  CHECK(pace({.settled = 1000, .callbacks = 50}, two).contacts_per_hour > 1.7 * usual);
}

TEST_CASE("the share that rings back is as believed until some are known, and the pace supposes a deviation more") {
  const auto share = [](const CallbackRecord& record) { return mean_callback_share(target, delay, record); };
  CHECK(share({}) == doctest::Approx(0.1));
  CHECK(share({.settled = 1000, .callbacks = 300}) == doctest::Approx(310.0 / 1100));
  const Staffing two{.agents = 2, .busy = 0, .leave_in = {}};
  const double steady = fastest_pace({2, 180s}, target).value().callbacks_per_hour;
  CHECK(pace({}, two).contacts_per_hour == doctest::Approx(steady / (0.1 + std::sqrt(10.0) / 100)));
}

TEST_CASE("the fewer call back, the more may go out at once: five at least, and never those of two callbacks") {
  const auto at_once = [](double callbacks, int agents) {
    return pace({.settled = 10'000, .callbacks = callbacks}, {.agents = agents, .busy = 0, .leave_in = {}}).at_once;
  };
  CHECK(at_once(9'000, 2) == 5);
  CHECK(at_once(500, 2) > 10);
  for (const double callbacks : {50.0, 500.0, 1'000.0, 5'000.0}) {
    for (const int agents : {1, 2, 5, 100})
      CHECK(std::max(0.0, at_once(callbacks, agents) - 5) * callbacks / 10'000 < 2);
  }
  CHECK(at_once(50, 2) > at_once(500, 2));
  CHECK(pace({}, {.agents = 0, .busy = 0, .leave_in = {}}).at_once == 5);
}

}  // namespace
}  // namespace courtesy
