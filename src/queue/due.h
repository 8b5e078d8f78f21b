// A reminder whose time has come, as the queue hands it out.
#pragma once

#include <string>

#include "queue/attempt.h"

namespace courtesy {

/// What the reminder's row is waiting for.
enum class ReminderState {
  waiting,    ///< for its send instant
  withdrawn,  ///< its start is no longer the appointment's; waits again if it returns
  intended,   ///< an attempt is under way
  done,       ///< an attempt reached, or may have reached, somebody
  failed,     ///< the last attempt reached nobody and none is left
  dropped,    ///< an interlock or the plan said no, for good
  held,       ///< waits for a person's yes
  merged,     ///< said together with another reminder; waits again if that one never leaves
};
std::string_view to_string(ReminderState state);
std::optional<ReminderState> parse_reminder_state(std::string_view text);

struct Due {
  ReminderKey key;
  ClientId client;
  std::string recipient;  ///< E.164 or address; empty where there is none
  Instant due;            ///< when the rule wanted it
  Instant send_at;        ///< when it was to go out: planned or shifted; a deferral for hours or caps moves it too
  int attempts = 0;       ///< made before
  bool approved = false;  ///< a person let it go: neither lateness nor volume holds it
};

}  // namespace courtesy
