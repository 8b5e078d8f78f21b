// What waits to be written, by account: an account is written by one thread at a time, and accounts take turns.
#pragma once

#include <condition_variable>
#include <deque>
#include <map>
#include <mutex>
#include <set>
#include <vector>

#include "store/grouper.h"

namespace courtesy {

class AccountInbox {
 public:
  /// `takers`: threads that share what waits.
  AccountInbox(std::size_t most_waiting, std::size_t takers) : most_waiting_(most_waiting), takers_(takers) {}

  /// False, with `job` untouched, when as much waits as may.
  bool push(WriteJob& job);
  /// Waits for an account that nobody writes; up to `most` of its jobs, and where more accounts wait than there are
  /// takers, of several accounts up to `most_accounts`, one after the other: of those whose jobs all say what they will
  /// read (intents and endings), so that what a person waits for, or might be refused, costs no others a second run.
  /// The house goes alone and first: a stop waits for nobody. They must be given back as done(). Empty only when closed
  /// and drained.
  std::vector<WriteJob> pop(std::size_t most, std::size_t most_accounts);
  void done(const std::set<AccountId>& accounts);
  void close();

 private:
  void take_turn(AccountId account);
  bool may_share(AccountId account) const;
  void take_next(std::vector<WriteJob>& taken, std::size_t most);

  const std::size_t most_waiting_;
  const std::size_t takers_;
  std::mutex mutex_;
  std::condition_variable ready_;
  std::map<AccountId, std::deque<WriteJob>> waiting_;  // an account that is being written stays, if need be empty
  std::deque<AccountId> turns_;                        // accounts with jobs that nobody writes
  std::size_t count_ = 0;
  bool closed_ = false;
};

}  // namespace courtesy
