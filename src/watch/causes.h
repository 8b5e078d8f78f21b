// What is wrong with the house, from what the watch has read. Pure: the same for the page, for health and for metrics.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "store/backlog.h"
#include "store/heartbeats.h"
#include "store/pages.h"
#include "watch/settings.h"

namespace courtesy {

/// What one look at the store showed.
struct Seen {
  Instant now;
  std::string node;              ///< whose look it was; its own workers are judged by `own_beats`
  std::vector<Heartbeat> beats;  ///< of all nodes
  std::optional<Instant> oldest_due;
  std::vector<StandingStop> stops;
  std::vector<StandingTrip> trips;
  std::optional<Instant> probed;  ///< when a test reminder last came through
};

/// A worker of this process: how long ago it last got on, by a clock that never jumps.
struct OwnBeat {
  std::string worker;
  milliseconds ago;
};

/// Everything that the operator is wanted for. `running`: how long the watch has been running, for what needs time to
/// come about.
std::vector<Cause> causes_of(const Seen& seen, const std::vector<OwnBeat>& own, milliseconds running,
                             const WatchSettings& settings);

/// Workers of this node's last life that were overdue when this one began: the house stood still, and nobody was there
/// to say so.
std::vector<Cause> causes_at_start(const Seen& seen, const WatchSettings& settings);

/// Why health is red, a sentence each; none: it is green.
std::vector<std::string> red_of(const Seen& seen, const std::vector<OwnBeat>& own, milliseconds running,
                                const WatchSettings& settings);

/// `1 hour 12 minutes`, `45 seconds`: two units at most.
std::string for_how_long(milliseconds time);

}  // namespace courtesy
