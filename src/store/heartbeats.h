// When each worker of each node last got on with its work.
#pragma once

#include <string>
#include <vector>

#include "store/db.h"

namespace courtesy {

class Unit;

struct Heartbeat {
  std::string node;
  std::string worker;
  Instant at;
};

/// Account 0 only.
class Heartbeats {
 public:
  explicit Heartbeats(Unit& unit) : unit_(unit) {}
  /// By node and worker.
  Result<std::vector<Heartbeat>> all();
  Result<void> write(const Heartbeat& beat);
  /// The node was ended on purpose: nobody need miss it.
  Result<void> forget(const std::string& node);

 private:
  Unit& unit_;
};

}  // namespace courtesy
