// A VEVENT with its values read: times, rules, and which occurrence of which series it speaks of.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "intake/component.h"
#include "intake/event_zone.h"
#include "intake/rule.h"

namespace courtesy::intake {

/// A time of the calendar, by its own clock. A day has no time: its reading is midnight by the account's clock.
struct When {
  LocalTime local;
  EventZone zone;
  bool is_day = false;
  bool is_floating = false;

  Instant instant() const { return zone.resolve(local).instant; }
};

struct Event {
  int line = 0;
  std::string uid;
  std::int64_t sequence = 0;
  bool cancelled = false;  ///< by STATUS, or by the calendar's METHOD
  std::optional<When> start;
  std::optional<When> replaces;  ///< RECURRENCE-ID
  bool is_change = false;        ///< there is a RECURRENCE-ID, though perhaps none that can be read
  bool and_future = false;       ///< RANGE=THISANDFUTURE
  std::vector<RecurrenceRule> rules;
  std::vector<When> extra;     ///< RDATE
  std::vector<When> left_out;  ///< EXDATE
  std::string broken;          ///< why nothing can be made of it; what could be read is still filled in
  const Component* component = nullptr;

  bool recurs() const { return !rules.empty() || !extra.empty(); }
};

/// Never fails: what can't be read is told in `broken`. The event refers to `component`.
Event read_event(const Component& component, const std::string& method, ZoneBook& zones);

}  // namespace courtesy::intake
