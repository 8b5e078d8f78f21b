// A desk of agents, and people who ring back: shows that the pace that dispatch keeps lets them be answered. It knows
// what the pace must find out: how many ring back, when, and how long each takes.
#pragma once

#include <chrono>
#include <cstdint>
#include <span>
#include <string>

#include "base/result.h"

namespace courtesy::simulation {

/// One line of the table that is to hold (docs/reference/pacing.md).
struct CallCentre {
  double callback_share;
  std::chrono::seconds handling;  ///< mean
  int agents;
};

std::span<const CallCentre> call_centres();

/// How the handling times are spread; lognormal: sigma 0.8, so that few are very short.
enum class HandlingTimes { exponential, lognormal };
/// What the desk tells: who is busy and how long each callback took, or nothing at all.
enum class DeskTells { everything, nothing };

struct CentreRun {
  std::int64_t contacts = 0;
  std::int64_t callbacks = 0;    ///< also those that came when the agents had gone
  std::int64_t in_time = 0;      ///< waited no longer than the target says
  std::int64_t after_hours = 0;  ///< found nobody any more
  double hours = 0;

  double share_in_time() const { return static_cast<double>(in_time) / static_cast<double>(callbacks); }
  double contacts_per_hour() const { return static_cast<double>(contacts) / hours; }
  CentreRun& operator+=(const CentreRun& other);
};

/// The target of all runs: this share of the callers waits no longer than a minute.
inline constexpr double centre_target = 0.8;
/// The pace of somebody who knows the centre.
double ideal_pace(const CallCentre& centre);

/// Days of eight hours with more reminders than can go out, each judged by the capacity interlock when its turn comes,
/// in an account that believes in 10 % callbacks of 180 s. Callbacks come lognormally: median 8 min, sigma 1.2.
struct CentreDays {
  std::uint64_t seed;
  int days;
  HandlingTimes times = HandlingTimes::exponential;
  DeskTells tells = DeskTells::everything;
};
Result<CentreRun> run_centre(const CallCentre& centre, const CentreDays& days);

}  // namespace courtesy::simulation
