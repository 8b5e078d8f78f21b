// Ledgers whose chain is looked through for the operator: begun, under way, and kept for a while, in memory alone.
#pragma once

#include <deque>
#include <memory>
#include <string>

#include "api/call.h"
#include "api/settings.h"
#include "http/seam.h"
#include "store/store.h"

namespace courtesy::api {

class Verifications {
 public:
  struct Parts {
    Store& store;
    const Settings& settings;
  };
  explicit Verifications(Parts parts) : parts_(parts) {}

  /// POST: 202 with its id. 404 without the account, 503 `full` while `most_running` run. One that runs for the same
  /// account already is told instead of a second one.
  void begin(AccountId account, const std::string& who, http::Respond respond);
  /// GET: how far it is, and what it came to. 404 for one that was forgotten.
  http::Response tell(std::int64_t id) const;

  static constexpr std::size_t most_running = 4;
  static constexpr std::size_t most_kept = 32;

 private:
  struct Run;
  void go_on(std::shared_ptr<Run> run);

  Parts parts_;
  std::int64_t last_id_ = 0;
  std::deque<std::shared_ptr<Run>> kept_;  // the newest last
};

}  // namespace courtesy::api
