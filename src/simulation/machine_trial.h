// Every way to handle answering machines against one population, in virtual time: the real flows, webhooks, intents and
// gateway driver on one side, the phone network's people and machines on the other.
#pragma once

#include <array>
#include <functional>
#include <string>
#include <vector>

#include "phonenet/settings.h"
#include "queue/attempt.h"
#include "schedule/machines.h"
#include "simulation/machine_score.h"

namespace courtesy::simulation {

/// What is played: a rule's setting, and a detector.
struct MachinePolicy {
  std::string name;
  Machines machines;
  phonenet::Detector detector;
};
/// The settings with the detector that is usual for each, and last the oracle, which knows who answers and when a tape
/// runs: the ceiling.
std::vector<MachinePolicy> machine_policies();

struct TrialSettings {
  std::string population;  ///< the phone network's numbers file (TOML)
  int calls = 10'000;      ///< 1 to 50,000: more do not fit into a day's permitted hours
  std::uint64_t seed = 1;
  MachinePolicy policy;
  /// Told now and then how many calls were made; false gives up.
  std::function<bool(int calls)> goes_on = [](int) { return true; };
};

/// "Message left", as it is reported, and how often that is not so: no tape holds one whole copy.
struct Grade {
  std::int64_t reported = 0;
  std::int64_t wrong = 0;
};

struct TrialReport {
  ScoreSheet sheet;
  std::array<Grade, 3> grades{};  ///< by Evidence: nobody knows who listened; a machine without a beep; after a beep
  std::int64_t unanswered = 0;    ///< of the calls that were made; all callees pick up, so none is what is wanted
};

/// The same settings give the same report. Errors: `invalid` for a population that cannot be read, `conflict` for one
/// that was given up.
Result<TrialReport> run_trial(const TrialSettings& settings);

/// How long the opening question takes to say in English, with and without the sentence that offers an end to all
/// calls.
struct OpeningLength {
  milliseconds whole;
  milliseconds without_opt_out;
};
Result<OpeningLength> opening_length();

/// The population that comes along.
std::string shipped_population();

}  // namespace courtesy::simulation
