// The benches. Each prints its figures, and returns what came out otherwise than it must, whatever the time taken.
#pragma once

#include <string>
#include <vector>

namespace courtesy::bench {

using Faults = std::vector<std::string>;

/// `folder`: where databases are made.
Faults dispatch(const std::string& folder);
Faults look(const std::string& folder);
Faults day(const std::string& folder);
Faults report(const std::string& folder);
Faults webhook(const std::string& folder);
Faults phones(const std::string& folder);
/// Not a figure of this machine: the table of paces that must hold, by simulation.
Faults pacing(const std::string& folder);

}  // namespace courtesy::bench
