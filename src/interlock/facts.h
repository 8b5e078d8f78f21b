// All that the interlocks ask for, read after the locks were had. No fact has a default: missing is a "no".
#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/zone.h"
#include "interlock/account_pace.h"
#include "interlock/budget.h"
#include "interlock/capacity.h"
#include "interlock/line_pace.h"
#include "interlock/unusual_volume.h"
#include "queue/due.h"
#include "schedule/hours.h"

namespace courtesy {

/// Where the program runs. Production is stated explicitly, or it is not production.
struct Environment {
  bool production;
  std::set<std::string> allow_list;  ///< recipients; a `*` at the end is any continuation
};

/// In production everybody; elsewhere only whom the allow list has.
bool may_be_contacted(const Environment& environment, const std::string& recipient);

/// What holds for every reminder of this unit, and what a fold of them uses up.
struct HouseFacts {
  Instant now;
  bool stopped;  ///< the installation or this account
  Environment environment;
  std::set<std::string> countries;   ///< ISO 3166 alpha-2 that this account may contact
  std::optional<Capacity> capacity;  ///< none: the account does not pace by its agents
  AccountPace account_pace;
  Budget budget;
  LinePlaces line;
  VolumeFacts volume;
  Constraint closed_days;  ///< of the business: when calls may go out as far as these decide
};

/// A contact with one recipient, by any account.
struct PastContact {
  Instant at;
  AccountId account;
  AttemptId attempt;  ///< of this account; 0 for another account's
  ClientId client;
  std::string start_local;  ///< of the appointment it was about
  Instant start_instant;
  Channel channel;
  Instant due;   ///< of the reminder it carried out
  bool running;  ///< not known to have ended
  bool in_vain;  ///< it ended and reached nobody: it counts for the caps, and has told nothing
};

/// At most so many contacts, this one included, in any window of that length.
struct Cap {
  hours window;
  int contacts;
};

/// What kind of number it is, as far as that matters for contacting it.
enum class NumberKind { ordinary, refused };

struct DueFacts {
  Booking booking;
  Answer answer;  ///< what the client said last for this start, of whichever visit that is this one
  Presence presence;
  std::string start_key;  ///< of the appointment as it stands now
  std::string start_local;
  Instant starts_at;
  bool rule_in_force;  ///< false: retired since this reminder was planned
  minutes min_lead;
  minutes max_lateness;
  bool consented;  ///< a consent for this client, recipient and channel is on record
  bool suppressed;
  std::string country;  ///< of the number; empty: not known, or an address
  NumberKind number_kind;
  Audience audience;
  std::vector<Zone> zones;            ///< where the client could be; each must permit
  WeekWindows hours;                  ///< of the channel; email asks for none
  std::vector<PastContact> contacts;  ///< of the last 7 days and all that run
  std::vector<Cap> caps;
  minutes call_gap;  ///< at most one call in this time
};

struct Facts {
  HouseFacts house;
  std::vector<DueFacts> each;  ///< one for each due reminder, in the same order
};

}  // namespace courtesy
