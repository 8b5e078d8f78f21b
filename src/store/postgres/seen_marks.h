// What this node has seen committed: of each account the newest row of its ledger. A database without it is older than
// that: a copy, or a replica that did not have everything.
#pragma once

#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "store/db.h"

namespace courtesy {

/// Used by all of a store's threads.
class SeenMarks {
 public:
  struct Mark {
    AccountId account;
    std::int64_t seq;
    std::string link;  ///< of the ledger's chain: it says all that came before, too
  };
  /// After a commit. A row that is no later than one seen before is no progress: doubtful() until missing() was asked.
  void saw(Mark mark);
  bool doubtful() const;
  /// Those that the database does not have. Outside of a transaction, or in one. Errors: the database's.
  Result<std::vector<Mark>> missing(Db& db) const;
  /// Their loss is on record: from here on what is there counts.
  void forget(const std::vector<Mark>& lost);

 private:
  mutable std::mutex mutex_;
  std::map<AccountId, Mark> newest_;
  bool doubtful_ = false;
};

/// Which server it is and how far it has come, in as far as it says so.
struct ServerPlace {
  std::string system;          ///< of the cluster's making: the same in replicas and copies
  std::string timeline;        ///< another one since a replica was promoted
  std::int64_t log_bytes = 0;  ///< flushed
  /// True where `now` cannot be this server having simply gone on.
  bool is_elsewhere(const ServerPlace& now) const {
    return now.system != system || now.timeline != timeline || now.log_bytes < log_bytes;
  }
};
/// Errors: `unavailable`, also where the server keeps that to itself.
Result<ServerPlace> place_of(Db& db);

}  // namespace courtesy
