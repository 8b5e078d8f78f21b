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
};

class SentMemory {
 public:
  void add(SentRecord record);
  /// All of it, by account; nothing is remembered afterwards.
  std::map<AccountId, std::vector<SentRecord>> take();

  /// The newest; how late a replica is, or how old a copy, is a matter of seconds to hours.
  static constexpr std::size_t most = 20'000;

 private:
  std::deque<SentRecord> sent_;
};

/// Those of the account that the store does not know are put on record, and what they carried out is held for the
/// staff: it went out, or may have. Returns how many. Errors: the store's.
Result<int> record_lost(Unit& unit, const std::vector<SentRecord>& sent);

}  // namespace courtesy
