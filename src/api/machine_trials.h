// What each way with answering machines comes to: played beside the loop when somebody first asks, and kept for the
// life of the process, for it is the same for all accounts.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <vector>

#include "api/settings.h"
#include "base/loop.h"
#include "http/message.h"

namespace courtesy::api {

class MachineTrials {
 public:
  /// Both outlive it.
  MachineTrials(Loop& loop, const Settings& settings) : loop_(loop), settings_(settings) {}
  /// One that is under way is given up.
  ~MachineTrials();
  MachineTrials(const MachineTrials&) = delete;
  MachineTrials& operator=(const MachineTrials&) = delete;

  /// GET /machines: the ways that are over, and how far the rest is. The first who asks begins it: one way after the
  /// other, so that one helper's thread is taken and is free in between. 404 where the program has nothing to play
  /// with.
  http::Response tell();

 private:
  struct Run;
  void next();
  int percent() const;

  Loop& loop_;
  const Settings& settings_;
  std::shared_ptr<Run> run_{};  // the last that was begun
  std::vector<MachineFigures> over_{};
  std::optional<Error> failed_{};
};

}  // namespace courtesy::api
