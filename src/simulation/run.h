// One seed from its first event to its last, and what it came to.
#pragma once

#include <string>
#include <vector>

#include "simulation/checker.h"
#include "simulation/workload.h"

namespace courtesy::simulation {

struct RunReport {
  std::uint64_t seed = 0;
  std::uint64_t digest = 0;  ///< of the trace: the same plan gives the same
  Counts counts;
  std::vector<Violation> violations;
  std::int64_t violation_count = 0;
  Checker::Totals totals;
  std::string trace;  ///< its lines, where they were asked for
};

/// Errors: the world could not be built.
Result<RunReport> run_plan(const Plan& plan, bool keeps_lines = false);

/// Fewer actions and fewer faults that still break the same invariant, found by leaving parts out and running again, at
/// most `runs` times.
Plan shrink(const Plan& plan, const std::string& invariant, int runs);

/// A plan in words, one line each.
std::string to_text(const Plan& plan);

/// One line: `seed 7: due 310, sent 214, held 2, …`.
std::string to_line(const RunReport& report);
/// What was due, and neither owed nor touched: `no_room 12, nobody 7`.
std::string neither(const Counts& counts);
/// What people decided, and how long a stop by the failsafe waited for them.
std::string people(const Counts& counts);
/// One JSON object.
std::string to_json(const RunReport& report);

/// Branches that ought to be reached in a night of seeds, by the names under which they are counted.
std::vector<std::string> never_reached(const Counts& counts);

}  // namespace courtesy::simulation
