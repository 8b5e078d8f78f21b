// A clinic's days as a plan: twenty appointments a day, families that share a phone, edits, moves and cancellations at
// the worst moment, opt-outs that race with what is being sent, stops, several accounts in some seeds.
#pragma once

#include "simulation/plan.h"

namespace courtesy::simulation {

struct WorkloadSettings {
  std::uint64_t seed = 1;
  int days = 5;
  std::set<FaultKind> faults;
  int appointments_a_day = 20;
  std::optional<LocalDate> first{};  ///< none: drawn from the seed
};

/// The same settings give the same plan. Nothing fails in the last eight hours, a night: what is under way comes to
/// its end.
Plan draw_plan(const WorkloadSettings& settings);

/// The numbers file (TOML) of the people behind a plan's phones.
const char* workload_people();

}  // namespace courtesy::simulation
