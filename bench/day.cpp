// The sample clinic's three days in virtual time.
#include "simulation/day.h"

#include <fmt/format.h>

#include "benches.h"
#include "measure.h"

namespace courtesy::bench {

Faults day(const std::string&) {
  Faults faults;
  for (const std::uint64_t seed : {1, 2, 3}) {
    const auto settings = simulation::sample_day(seed);
    const Stopwatch watch;
    const auto report = simulation::run_day(settings);
    const double wall = watch.seconds();
    if (!report) return {report.error().message};
    faults.insert(faults.end(), report->faults.begin(), report->faults.end());
    const double simulated = std::chrono::duration<double>(settings.ends - settings.begins).count();
    tell(fmt::format("seed {}, {:.1f} hours, database in memory", seed, simulated / 3600),
         fmt::format("{}, {:.0f} times as fast as the clock", duration(wall), simulated / wall));
  }
  return faults;
}

}  // namespace courtesy::bench
