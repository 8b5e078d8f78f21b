// How fast contacts may go out, so that those who call back find somebody to talk to: queues M/M/n (Erlang C), and
// with callers who hang up, M/M/n+M (Erlang A; Mandelbaum and Zeltyn, "The Palm/Erlang-A queue").
#pragma once

#include <chrono>

#include "base/result.h"

namespace courtesy {

/// Who takes callbacks: so many agents, each busy so long with one (talk and wrap-up), on average.
struct AgentDesk {
  int agents;                              ///< 0 to 1,000
  std::chrono::duration<double> handling;  ///< above 0, to a day
};

/// What callers should find: a share of them waits no longer than this.
struct PaceTarget {
  std::chrono::duration<double> wait;  ///< 0 to a day
  double share;                        ///< above 0, below 1
  double callback_share;               ///< of the contacts made that call back: above 0, to 1
};

struct Pace {
  double callbacks_per_hour;
  double contacts_per_hour;
  double busy;              ///< share of the agents' time
  double answered_at_once;  ///< share of the callers
};

/// The fastest steady pace that keeps the target. It is set by Erlang C: it must not count on callers hanging up.
/// No agents: no contacts. Errors: `invalid` for what is outside the ranges above.
Result<Pace> fastest_pace(const AgentDesk& desk, const PaceTarget& target);

/// The share of callers who wait no longer than `wait` when nobody hangs up. More than the agents can take is 0: the
/// queue grows without end. Errors: `invalid`.
Result<double> waits_within(const AgentDesk& desk, double callbacks_per_hour, std::chrono::duration<double> wait);

/// What callers find who hang up after a while.
struct Served {
  double waits;          ///< share that is not answered at once
  double hangs_up;       ///< share that gives up
  double served_within;  ///< share that is served after no more than `wait`
  double mean_queue;     ///< callers waiting, on average
};

/// For the report, never for the pace. `patience`: the mean time until a waiting caller hangs up, above 0, to a day.
/// `callbacks_per_hour`: 0 to 100,000. Errors: `invalid`.
Result<Served> service_with_impatience(const AgentDesk& desk, double callbacks_per_hour,
                                       std::chrono::duration<double> patience, std::chrono::duration<double> wait);

}  // namespace courtesy
