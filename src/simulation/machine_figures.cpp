#include "simulation/machine_figures.h"

#include <algorithm>

#include "simulation/machine_trial.h"

namespace courtesy::simulation {
namespace {

constexpr int usual_calls = 2'000;
constexpr std::uint64_t usual_seed = 1;

/// The oracle is played by no rule: it stands last, after the setting whose name it borrows.
MachinePolicy policy_of(Machines machines) {
  auto policies = machine_policies();
  const auto found =
      std::find_if(policies.begin(), policies.end(), [&](const auto& one) { return one.machines == machines; });
  INVARIANT(found != policies.end());
  return std::move(*found);
}

api::MachineFigures figures_of(const ScoreSheet& sheet) {
  return {.calls = sheet.calls,
          .people = sheet.people,
          .machines = sheet.recorders,
          .people_right = sheet.right,
          .complete = sheet.complete,
          .with_keys = sheet.with_keys,
          .first_word = sheet.latest_first_word,
          .silence = sheet.longest_silence,
          .in_all = sheet.in_all,
          .with_machines = sheet.with_recorders};
}

}  // namespace

api::MachineTrial machine_trial() { return machine_trial(usual_calls, usual_seed); }

api::MachineTrial machine_trial(int calls, std::uint64_t seed) {
  const auto play = [calls, seed](Machines machines,
                                  const std::function<bool(int)>& goes_on) -> Result<api::MachineFigures> {
    TrialSettings settings{
        .population = shipped_population(), .calls = calls, .seed = seed, .policy = policy_of(machines)};
    settings.goes_on = [&goes_on, calls](int made) { return goes_on(100 * made / calls); };
    return figures_of(TRY(run_trial(settings)).sheet);
  };
  return {.calls = calls, .seed = seed, .play = play};
}

}  // namespace courtesy::simulation
