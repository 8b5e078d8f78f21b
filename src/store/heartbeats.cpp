#include "store/heartbeats.h"

#include "store/unit.h"

namespace courtesy {

Result<std::vector<Heartbeat>> Heartbeats::all() {
  std::vector<Heartbeat> beats;
  for (const auto& row : TRY(unit_.db().run("SELECT node, worker, at FROM heartbeat ORDER BY node, worker"))) {
    beats.push_back({row[0].text(), row[1].text(), row[2].instant()});
  }
  return beats;
}

Result<void> Heartbeats::write(const Heartbeat& beat) {
  TRY(
      unit_.db().run("INSERT INTO heartbeat (node, worker, at) VALUES ($1, $2, $3)"
                     " ON CONFLICT (node, worker) DO UPDATE SET at = $3",
                     {beat.node, beat.worker, beat.at}));
  return {};
}

Result<void> Heartbeats::forget(const std::string& node) {
  TRY(unit_.db().run("DELETE FROM heartbeat WHERE node = $1", {node}));
  return {};
}

}  // namespace courtesy
