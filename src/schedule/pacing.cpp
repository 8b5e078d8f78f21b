#include "schedule/pacing.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "schedule/bisect.h"

namespace courtesy {

namespace {

using Span = std::chrono::duration<double>;

constexpr double per_hour = 3600.0;
constexpr Span day{86400.0};
constexpr int max_agents = 1000;
constexpr double max_callbacks_per_hour = 100000.0;

Result<void> check(const AgentDesk& desk) {
  if (desk.agents < 0 || desk.agents > max_agents) return invalid("pacing: agents must be 0 to 1,000");
  if (!(desk.handling > Span{0} && desk.handling <= day)) {
    return invalid("pacing: the handling time must be above 0, at most a day");
  }
  return {};
}

Result<void> check_wait(Span wait) {
  if (wait >= Span{0} && wait <= day) return {};
  return invalid("pacing: the wait must be 0 to a day");
}

Result<void> check_callbacks(double callbacks_per_hour) {
  if (callbacks_per_hour >= 0 && callbacks_per_hour <= max_callbacks_per_hour) return {};
  return invalid("pacing: callbacks must be 0 to 100,000 an hour");
}

/// The probability that all agents are busy, with an offered load of `load` agents' work, below `agents`.
double erlang_c(int agents, double load) {
  double blocked = 1;  // Erlang B, by its recursion over the agents
  for (int k = 1; k <= agents; ++k) blocked = load * blocked / (k + load * blocked);
  return agents * blocked / (agents - load * (1 - blocked));
}

double within(const AgentDesk& desk, double callbacks_per_hour, Span wait) {
  const double arrivals = callbacks_per_hour / per_hour;
  const double load = arrivals * desk.handling.count();
  if (load >= desk.agents) return 0;
  const double spare = desk.agents / desk.handling.count() - arrivals;
  return 1 - erlang_c(desk.agents, load) * std::exp(-spare * wait.count());
}

/// Erlang A's stationary distribution: of the number of callers in the system, those served and those waiting.
std::vector<double> stationary(const AgentDesk& desk, double arrivals, double service_rate, double hang_up_rate) {
  // Logarithms, since the weights of a long queue leave the range of a double.
  std::vector<double> weights{0.0};
  double highest = 0;
  for (std::size_t callers = 1;; ++callers) {
    const double served = std::min(static_cast<double>(callers), static_cast<double>(desk.agents));
    const double leaving = served * service_rate + (static_cast<double>(callers) - served) * hang_up_rate;
    weights.push_back(weights.back() + std::log(arrivals / leaving));
    highest = std::max(highest, weights.back());
    if (weights.back() < highest - 50) break;
  }
  double total = 0;
  for (double& weight : weights) total += weight = std::exp(weight - highest);
  for (double& weight : weights) weight /= total;
  return weights;
}

/// Who finds `ahead` waiting is served if patience outlasts the wait: a sum of exponential times whose distribution,
/// given that, is the incomplete beta function I(ahead + 1, (n*mu + theta) / theta) at 1 - exp(-theta * wait). For a
/// whole number ahead that is one minus a sum of negative binomial terms, which goes on from one `ahead` to the next.
class ServedInQueue {
 public:
  ServedInQueue(double all_busy_rate, double hang_up_rate, double wait)
      : busy_(all_busy_rate),
        leave_(hang_up_rate),
        passed_(-std::expm1(-hang_up_rate * wait)),
        log_term_(-(all_busy_rate + hang_up_rate) * wait) {}

  /// The share for 0 ahead, then 1, then 2, ... Where no wait at all is allowed the first term is 1, and nobody is.
  double next() {
    sum_ += std::exp(log_term_);
    const double patient = busy_ / (busy_ + (ahead_ + 1) * leave_);
    log_term_ += std::log(passed_ * ((busy_ + leave_) / leave_ + ahead_) / (ahead_ + 1));
    ahead_ += 1;
    return patient * std::max(0.0, 1 - sum_);
  }

 private:
  double busy_;
  double leave_;
  double passed_;
  double log_term_;
  double sum_ = 0;
  double ahead_ = 0;
};

}  // namespace

Result<double> waits_within(const AgentDesk& desk, double callbacks_per_hour, Span wait) {
  TRY(check(desk));
  TRY(check_wait(wait));
  TRY(check_callbacks(callbacks_per_hour));
  return within(desk, callbacks_per_hour, wait);
}

Result<Pace> fastest_pace(const AgentDesk& desk, const PaceTarget& target) {
  TRY(check(desk));
  TRY(check_wait(target.wait));
  if (!(target.share > 0 && target.share < 1)) return invalid("pacing: the share must be above 0 and below 1");
  if (!(target.callback_share > 0 && target.callback_share <= 1)) {
    return invalid("pacing: the share that calls back must be above 0, at most 1");
  }
  if (desk.agents == 0) return Pace{};
  const double kept = bisect(desk.agents * per_hour / desk.handling.count(), [&](double callbacks_per_hour) {
                        return within(desk, callbacks_per_hour, target.wait) >= target.share;
                      }).first;
  const double load = kept / per_hour * desk.handling.count();
  return Pace{.callbacks_per_hour = kept,
              .contacts_per_hour = kept / target.callback_share,
              .busy = load / desk.agents,
              .answered_at_once = 1 - erlang_c(desk.agents, load)};
}

Result<Served> service_with_impatience(const AgentDesk& desk, double callbacks_per_hour, Span patience, Span wait) {
  TRY(check(desk));
  TRY(check_wait(wait));
  TRY(check_callbacks(callbacks_per_hour));
  if (!(patience > Span{0} && patience <= day)) return invalid("pacing: the patience must be above 0, at most a day");
  if (callbacks_per_hour == 0) return Served{.waits = 0, .hangs_up = 0, .served_within = 1, .mean_queue = 0};
  const double arrivals = callbacks_per_hour / per_hour;
  const double service_rate = 1 / desk.handling.count();
  const double hang_up_rate = 1 / patience.count();
  const std::vector<double> callers = stationary(desk, arrivals, service_rate, hang_up_rate);
  Served service{};
  ServedInQueue served(desk.agents * service_rate, hang_up_rate, wait.count());
  for (std::size_t in = 0; in < callers.size(); ++in) {
    const double waiting = static_cast<double>(in) - desk.agents;
    if (waiting < 0) {
      service.served_within += callers[in];
      continue;
    }
    service.waits += callers[in];
    service.mean_queue += waiting * callers[in];
    service.served_within += callers[in] * served.next();
  }
  service.hangs_up = hang_up_rate * service.mean_queue / arrivals;
  return service;
}

}  // namespace courtesy
