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
      Scenario{"february", "workers down for eight hours, then all at once; each layer switched off in turn", february},
      Scenario{"february-naive", "the same load on a plain queue", february_naive},
      Scenario{"gateway-blackout", "six hours without the gateway", gateway_blackout},
      Scenario{"callback-storm", "callbacks hours late, doubled, in any order", callback_storm},
      Scenario{"dst-weekend", "the clocks change, in spring and in autumn", dst_weekend},
      Scenario{"disk-full", "three hours without space", disk_full},
      Scenario{"family-shares-a-phone", "six of one family, one phone", family_shares_a_phone},
      Scenario{"moved-at-the-last-second", "each appointment moves as its reminder goes out", moved_at_the_last_second},
  };
  return scenarios;
}

}  // namespace courtesy::simulation
