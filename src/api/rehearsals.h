// Dress rehearsals that are asked for, run and kept for a while: in memory alone, for nothing of the account changes.
#pragma once

#include <atomic>
#include <boost/json/object.hpp>
#include <deque>
#include <memory>
#include <optional>
#include <string>

#include "api/call.h"
#include "api/settings.h"
#include "base/loop.h"
#include "http/seam.h"
#include "store/store.h"

namespace courtesy::api {

class Rehearsals {
 public:
  struct Parts {
    Store& store;
    Loop& loop;
    const Settings& settings;
  };
  explicit Rehearsals(Parts parts) : parts_(parts) {}

  /// POST: 202 with its id; the copy is read in one snapshot, and run beside the loop, one at a time. 503 `full` while
  /// `most_waiting` wait; 404 where the program has nothing to rehearse with.
  void take(const Call& call, http::Respond respond);
  /// GET: how far it is, and what it came to. 404 for another account's, and for one that was forgotten.
  http::Response tell(AccountId account, std::int64_t id) const;

  static constexpr std::size_t most_waiting = 4;
  /// The newest of all accounts are kept, and of one account no more than `most_of_account`.
  static constexpr std::size_t most_kept = 24;
  static constexpr std::size_t most_of_account = 4;

 private:
  struct Run;
  struct Order;
  void begin(std::shared_ptr<Run> run, http::Respond respond);
  void next();
  void forget(AccountId account);

  Parts parts_;
  std::int64_t last_id_ = 0;
  bool running_ = false;
  std::deque<std::shared_ptr<Run>> waiting_;
  std::deque<std::shared_ptr<Run>> kept_;  // the newest last
};

}  // namespace courtesy::api
