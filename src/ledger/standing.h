// What will happen to a reminder next, in a plain sentence: the one source of these words for `courtesy why`, the API
// and the page. What has happened already stands in the ledger.
#pragma once

#include <optional>
#include <string>

#include "interlock/decision.h"
#include "queue/due.h"

namespace courtesy {

/// The last attempt of a reminder.
struct AttemptStanding {
  AttemptState state;
  AttemptOutcome outcome;
  std::optional<Instant> look_at;  ///< when the gateway is asked next
};

struct ReminderStanding {
  Channel channel;
  ReminderState state;
  Reason reason;
  Instant next;  ///< when it is judged next, while it waits
  bool has_way;  ///< the client has a number, or address, for this channel
  std::optional<AttemptStanding> last;
};

/// What is stopped, and by whom.
struct StopStanding {
  bool whole_house;
  bool failsafe;  ///< tripped by itself, not by a person
  std::string who;
  std::string why;
};

struct NextWords {
  std::string text;             ///< whole sentences, without a time of day
  std::optional<Instant> at{};  ///< the time that they speak of
  bool open = false;            ///< something is still to come, from the machine or a person
};

NextWords what_comes(const ReminderStanding& reminder, const std::optional<StopStanding>& stop, Instant now,
                     Language language = Language::en);

}  // namespace courtesy
