// Pacing as it goes: how fast contacts may go out now, learnt from the callbacks that came, and whether to wait.
#pragma once

#include <chrono>
#include <optional>
#include <string_view>
#include <vector>

#include "schedule/pacing.h"

namespace courtesy {

/// How long after a contact its callback comes: lognormal. The figures are an assumption until an account has its own.
struct CallbackDelay {
  std::chrono::duration<double> median{480};
  double sigma = 1.2;

  /// The share of callbacks that has come by this age.
  double come_by(std::chrono::duration<double> age) const;
  /// The age by which `share` (above 0, below 1) has come.
  std::chrono::duration<double> age_of(double share) const;
};

/// Contacts made at about the same moment.
struct Cohort {
  std::chrono::duration<double> age;
  double contacts;
};

/// Contacts, callbacks and handling times of one account, as far back as they are kept.
struct CallbackRecord {
  double settled = 0;                         ///< contacts so old that no callback is awaited any more
  std::vector<Cohort> open{};                 ///< the others
  double callbacks = 0;                       ///< that all of them brought so far
  double handled = 0;                         ///< callbacks ended
  std::chrono::duration<double> handling{0};  ///< of those, together
};

/// Agents signed in, and those of them who are busy.
struct Staffing {
  int agents;
  int busy;
  std::optional<std::chrono::duration<double>> leave_in;  ///< until the last of them goes, if a timetable says so
};

enum class PaceHold {
  none,              ///< a contact may go out, at the pace
  no_agents,         ///< nobody would take a callback
  all_busy,          ///< nobody is free now
  callbacks_coming,  ///< those already out will fill the agents' time
  agents_leaving,    ///< most callbacks would come after they have gone
};
std::string_view to_string(PaceHold hold);

struct PaceNow {
  double contacts_per_hour;
  PaceHold hold;
  double at_once;  ///< contacts that may go out together, when as many were held back before: 5 or more
};

/// `target.callback_share` and `usual_handling` are what is believed before anything is known, and weigh as much as 10
/// callbacks and 20 handled ones. The pace supposes one standard deviation more callbacks than estimated. What may go
/// out at once is what the pace holds back on average while all agents are busy, and brings less than two callbacks.
/// Errors: `invalid`, as fastest_pace.
Result<PaceNow> pace_now(const PaceTarget& target, std::chrono::duration<double> usual_handling,
                         const CallbackDelay& delay, const CallbackRecord& record, const Staffing& staffing);

/// What is believed of the handling time, now that some are known.
std::chrono::duration<double> mean_handling(std::chrono::duration<double> usual, const CallbackRecord& record);
/// What is believed of the share of contacts that bring a callback, now that some are known: the pace supposes more.
double mean_callback_share(const PaceTarget& target, const CallbackDelay& delay, const CallbackRecord& record);

}  // namespace courtesy
