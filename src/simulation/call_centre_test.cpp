// The whole table is a matter of half a minute: `./dev bench pacing`.
#include "simulation/call_centre.h"

#include <doctest/doctest.h>

using namespace courtesy;
using namespace courtesy::simulation;

TEST_CASE("those who ring back are answered in time, whatever they are like, at no less than 70 % of the ideal pace") {
  for (const CallCentre centre :
       {CallCentre{0.2, std::chrono::seconds{180}, 2}, CallCentre{0.1, std::chrono::seconds{300}, 2},
        CallCentre{0.1, std::chrono::seconds{180}, 1}}) {
    const CentreRun run = run_centre(centre, {.seed = 20260101, .days = 10}).value();
    INFO(centre.callback_share, " ring back, ", centre.handling.count(), " s each, ", centre.agents,
         " agents: ", run.share_in_time(), " in time at ", run.contacts_per_hour(), " of ", ideal_pace(centre),
         " an hour");
    CHECK(run.share_in_time() >= centre_target - 0.02);
    CHECK(run.contacts_per_hour() >= 0.7 * ideal_pace(centre));
  }
}

TEST_CASE("a desk that tells nothing is paced by what comes in, and hardly anybody rings after hours") {
  const CentreRun run =
      run_centre({0.2, std::chrono::seconds{180}, 2},
                 {.seed = 7, .days = 5, .times = HandlingTimes::lognormal, .tells = DeskTells::nothing})
          .value();
  CHECK(run.share_in_time() >= centre_target - 0.02);
  CHECK(run.after_hours * 50 <= run.callbacks);
}

TEST_CASE("the same seed is the same run") {
  const CallCentre centre = call_centres()[0];
  const CentreRun one = run_centre(centre, {.seed = 3, .days = 1}).value();
  const CentreRun two = run_centre(centre, {.seed = 3, .days = 1}).value();
  CHECK(one.contacts == two.contacts);
  CHECK(one.in_time == two.in_time);
  CHECK(run_centre(centre, {.seed = 4, .days = 1}).value().contacts != one.contacts);
}
