// What a campaign will take, said before it begins: how long at the pace that the agents can answer, and what callers
// would find if everything were sent at once.
#pragma once

#include <cstdint>
#include <string>

#include "schedule/pacing.h"

namespace courtesy {

struct PlanQuestion {
  std::int64_t contacts;  ///< 1 to 10,000,000
  AgentDesk desk;
  PaceTarget target;
  std::chrono::duration<double> patience;  ///< until a waiting caller hangs up, on average: 1 second to an hour
  double hours_per_day;                    ///< in which contacts go out: above 0, to 24
};

struct PacePlan {
  PlanQuestion question;
  Pace pace;       ///< none at all with no agents
  double hours;    ///< of sending; 0 with no agents, who would never be done
  double days;     ///< working days
  Served paced;    ///< what callers find at that pace
  double at_once;  ///< callbacks, when all is sent within one hour
  double work;     ///< how many agents' time those callbacks would take
  Served rushed;   ///< what callers find then; of more than 100,000 callbacks an hour, what they find at 100,000
  double last;     ///< hours that the last caller would wait if nobody hung up; with no agents 0
};

/// Errors: `invalid` for what is outside the ranges above or pacing.h's.
Result<PacePlan> plan_pace(const PlanQuestion& question);

/// The plan in two or three sentences, for whoever is about to begin.
std::string in_words(const PacePlan& plan);

/// `12,345`; `18.3` below 100; `0.4` below 1.
std::string figure(double number);
/// `80 %`; `less than 1 %`.
std::string percent(double share);

}  // namespace courtesy
