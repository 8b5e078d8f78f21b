#include "schedule/pace_control.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "schedule/bisect.h"

namespace courtesy {

namespace {

using Span = std::chrono::duration<double>;

constexpr double believed_callbacks = 10;
constexpr double believed_handlings = 20;
/// Callbacks on their way may fill the agents' time by so much more than the steady pace would.
constexpr double gate_factor = 1.25;
constexpr double gate_extra = 0.25;
constexpr double always_at_once = 5;
/// All agents stay busy for handling / agents / (1 - load), at the usual load of about a half.
constexpr double busy_spells = 2;
/// Contacts stop when less than this share of their callbacks would still meet an agent.
constexpr double reached_before_leaving = 0.9;

struct Estimate {
  double share;
  double deviation;
};

/// A gamma posterior: callbacks are counted against contacts whose callback has had time to come.
Estimate callback_share(const PaceTarget& target, const CallbackDelay& delay, const CallbackRecord& record) {
  double matured = record.settled;
  for (const auto& cohort : record.open) matured += cohort.contacts * delay.come_by(cohort.age);
  const double callbacks = believed_callbacks + record.callbacks;
  const double contacts = believed_callbacks / target.callback_share + matured;
  return {std::min(1.0, callbacks / contacts), std::sqrt(callbacks) / contacts};
}

double callbacks_coming(double share, Span within, const CallbackDelay& delay, const CallbackRecord& record) {
  double coming = 0;
  for (const auto& cohort : record.open) {
    coming += cohort.contacts * (delay.come_by(cohort.age + within) - delay.come_by(cohort.age));
  }
  return share * coming;
}

}  // namespace

Span mean_handling(Span usual, const CallbackRecord& record) {
  return (believed_handlings * usual + record.handling) / (believed_handlings + record.handled);
}

double mean_callback_share(const PaceTarget& target, const CallbackDelay& delay, const CallbackRecord& record) {
  return callback_share(target, delay, record).share;
}

double CallbackDelay::come_by(Span age) const {
  return 0.5 * std::erfc(-std::log(std::max(Span{0}, age) / median) / (sigma * std::numbers::sqrt2));
}

Span CallbackDelay::age_of(double share) const {
  // 9 standard deviations: beyond any share that a double tells from 1.
  const Span latest = median * std::exp(sigma * 9);
  return Span{bisect(latest.count(), [&](double age) { return come_by(Span{age}) < share; }).second};
}

std::string_view to_string(PaceHold hold) {
  switch (hold) {
    case PaceHold::none: return "none";
    case PaceHold::no_agents: return "no_agents";
    case PaceHold::all_busy: return "all_busy";
    case PaceHold::callbacks_coming: return "callbacks_coming";
    case PaceHold::agents_leaving: return "agents_leaving";
  }
  return "no_agents";
}

Result<PaceNow> pace_now(const PaceTarget& target, Span usual_handling, const CallbackDelay& delay,
                         const CallbackRecord& record, const Staffing& staffing) {
  const AgentDesk desk{staffing.agents, mean_handling(usual_handling, record)};
  const Pace steady = TRY(fastest_pace(desk, target));
  if (staffing.agents == 0) return PaceNow{0, PaceHold::no_agents, always_at_once};
  const Estimate estimate = callback_share(target, delay, record);
  const double share = std::min(1.0, estimate.share + estimate.deviation);
  const double pace = steady.callbacks_per_hour / share;
  const double at_once = std::max(always_at_once, busy_spells * steady.busy / share);
  if (staffing.leave_in && *staffing.leave_in < delay.age_of(reached_before_leaving)) {
    return PaceNow{pace, PaceHold::agents_leaving, at_once};
  }
  if (staffing.busy >= staffing.agents) return PaceNow{pace, PaceHold::all_busy, at_once};
  const double handled_meanwhile = steady.callbacks_per_hour / 3600 * desk.handling.count();
  if (callbacks_coming(estimate.share, desk.handling, delay, record) > gate_factor * handled_meanwhile + gate_extra) {
    return PaceNow{pace, PaceHold::callbacks_coming, at_once};
  }
  return PaceNow{pace, PaceHold::none, at_once};
}

}  // namespace courtesy
