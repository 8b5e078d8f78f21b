// What this node has sent lately, kept outside of the store: for the day on which the store has forgotten it.
#pragma once

#include <deque>
#include <map>
#include <string>
#include <vector>

#include "gateway/gateway.h"

namespace courtesy {

class Unit;

struct SentRecord {
  AccountId account;
  AttemptId attempt;
  std::string secret;  ///< tells it from an attempt that has its number by now
  ReminderKey reminder;
  ClientId client;
  Instant at;
  // For whoever would tell them the same once more, and for the caps.
  std::string recipient{};
  std::string start_local{};
  Instant starts_at{};
  Instant due{};
};

class SentMemory {
 public:
  void add(SentRecord record);
  /// All of it. It is kept: the store can go back again, to before what was put on record the first time.
  std::map<AccountId, std::vector<SentRecord>> by_account() const;

  /// The newest; how late a replica is, or how old a copy, is a matter of seconds to hours.
  static constexpr std::size_t most = 20'000;

 private:
  std::deque<SentRecord> sent_;
};

/// Those of the account that the store does not know are put on record, each once: they went out, or may have. They
/// count against the caps, and bar whoever would say the same again; what they carried out is held for the staff.
/// Returns how many are new. Errors: the store's.
Result<int> record_lost(Unit& unit, const std::vector<SentRecord>& sent);

}  // namespace courtesy
