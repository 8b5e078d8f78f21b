// Callers answered in time and the pace kept, for call centres of which the pace knows nothing beforehand.
#include <fmt/format.h>

#include <algorithm>

#include "benches.h"
#include "simulation/call_centre.h"

namespace courtesy::bench {
namespace {

using namespace simulation;

constexpr int seeds = 5;
constexpr int days = 10;
constexpr double least_pace = 0.7;

std::string_view word(HandlingTimes times) { return times == HandlingTimes::exponential ? "exponential" : "lognormal"; }

/// One line: what came of all seeds together, and of the worst.
Faults line(const CallCentre& centre, HandlingTimes times, DeskTells tells) {
  CentreRun all;
  double worst = 1;
  for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
    const auto run = run_centre(centre, {.seed = seed, .days = days, .times = times, .tells = tells});
    if (!run) return {run.error().message};
    worst = std::min(worst, run->share_in_time());
    all += *run;
  }
  const double ideal = ideal_pace(centre);
  const double kept = all.contacts_per_hour() / ideal;
  const std::string what = fmt::format("{:>4.0f} %  {:>4} s  {:>2}  {:<11}", centre.callback_share * 100,
                                       centre.handling.count(), centre.agents, word(times));
  fmt::print("  {}  {:>6.3f}  {:>6.3f}  {:>7.0f}  {:>7.1f}  {:>5.0f} %\n", what, all.share_in_time(), worst,
             all.contacts_per_hour(), ideal, kept * 100);
  if (all.share_in_time() >= centre_target - 0.02 && kept >= least_pace) return {};
  return {fmt::format("{}: {:.3f} in time at {:.0f} % of the ideal pace", what, all.share_in_time(), kept * 100)};
}

void head(std::string_view title) {
  fmt::print("  {}\n  callbacks, handling, agents, times  in time   worst   pace/h    ideal     kept\n", title);
}

}  // namespace

Faults pacing(const std::string&) {
  Faults faults;
  head(fmt::format("{} seeds of {} days of 8 hours; the desk tells who is busy, and how long each callback took", seeds,
                   days));
  for (const HandlingTimes times : {HandlingTimes::exponential, HandlingTimes::lognormal}) {
    for (const CallCentre& centre : call_centres()) {
      for (const auto& fault : line(centre, times, DeskTells::everything)) faults.push_back(fault);
    }
  }
  head("the desk tells nothing: its handling time must be as it was set");
  for (const CallCentre& centre : call_centres()) {
    if (centre.handling != std::chrono::seconds{180}) continue;
    for (const auto& fault : line(centre, HandlingTimes::exponential, DeskTells::nothing)) faults.push_back(fault);
  }
  return faults;
}

}  // namespace courtesy::bench
