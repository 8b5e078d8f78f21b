#include "simulation/scenario.h"

#include <array>

#include "simulation/run.h"

namespace courtesy::simulation {

Result<ScenarioReport> quiet_week(const ScenarioSettings& settings) {
  const auto report = TRY(run_plan(draw_plan({.seed = settings.seed, .days = 7, .faults = {}})));
  std::string text = (settings.json ? to_json(report) : to_line(report)) + "\n";
  for (const Violation& violation : report.violations) text += to_text(violation) + "\n";
  return ScenarioReport{.text = std::move(text), .good = report.violation_count == 0};
}

std::span<const Scenario> all_scenarios() {
  static constexpr std::array scenarios{
      Scenario{"quiet-week", "a clinic's week in which nothing fails", quiet_week},
      Scenario{"large-import", "five thousand bookings are saved at once", large_import},
  };
  return scenarios;
}

}  // namespace courtesy::simulation
