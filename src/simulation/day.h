// Days of a clinic in virtual time, in one thread: calendar in, reminders out, people and machines answer.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/instant.h"
#include "base/result.h"
#include "store/unit.h"

namespace courtesy::simulation {

struct DaySettings {
  std::string calendar;       ///< iCalendar text
  std::string calendar_name;  ///< what the import calls its source
  std::string phones;         ///< the phone network's numbers file (TOML): who answers
  std::uint64_t seed = 1;
  Instant begins;  ///< the import; then the days run
  Instant ends;
  std::string database = ":memory:";
};

/// The sample clinic from Monday, 2026-06-08, to Wednesday night in New York.
DaySettings sample_day(std::uint64_t seed);
/// Its Monday alone, until Tuesday 08:40: what a demo's clinic has behind it when the visitor comes.
DaySettings sample_history(std::uint64_t seed, std::string database);

/// What the store of a simulated clinic is told: everybody behind the simulated network may be rung, for nobody real
/// can be reached through it.
StoreSettings simulated_store_settings();

struct DayReport {
  std::string json;  ///< the summary: appointments, reports, reminders, outcomes, what the network counted
  std::vector<std::string> faults;  ///< sums that do not add up; none is what is wanted
};

/// The same settings give the same report, to the byte. Errors: `invalid` for a calendar or numbers file that cannot be
/// read at all.
Result<DayReport> run_day(const DaySettings& settings);

}  // namespace courtesy::simulation
