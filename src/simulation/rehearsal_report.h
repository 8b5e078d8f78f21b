// What a rehearsed day came to, read from the store in memory and from what the network has heard.
#pragma once

#include <boost/json/object.hpp>
#include <map>
#include <string>
#include <vector>

#include "flow/heard.h"
#include "flow/library.h"
#include "phonenet/witness.h"
#include "queue/due.h"
#include "store/account_copy.h"

namespace courtesy::simulation {

struct SeenOfRehearsal {
  std::uint64_t seed = 0;
  const flow::Library* flows = nullptr;
  std::map<std::string, phonenet::CallStory> calls;  ///< that were answered, by the network's id
  std::vector<ReminderKey> due;                      ///< of the day, as it begins
  /// What each would say, as the day begins.
  std::map<std::string, std::string> words;
  /// Of calls, the same with the recordings that are played.
  std::map<std::string, std::vector<flow::HeardPiece>> pieces;
};

/// Before the day: which reminders are to go out, and in which words.
Result<void> note_what_is_due(Unit& unit, const AccountCopy& copy, SeenOfRehearsal& seen);
/// After it.
Result<boost::json::object> rehearsal_report(Unit& unit, const AccountCopy& copy, const SeenOfRehearsal& seen);

}  // namespace courtesy::simulation
