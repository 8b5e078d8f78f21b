// The held list: reminders that wait for a person's yes, with what they would say to whom.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "interlock/decision.h"
#include "queue/due.h"
#include "store/db.h"

namespace courtesy {

class Unit;

struct HeldReminder {
  ReminderKey key;
  ClientId client;
  std::string name;       ///< of the client
  std::string recipient;  ///< number or address; empty: none
  std::string content;    ///< flow of a call, template of a text or email
  Reason reason;
  Instant held_at;
  Instant send_at;
  Instant starts_at;
  Instant useful_until;  ///< afterwards it is dropped, and the staff's list says so
};

/// Where a page of the list ended.
struct HeldPlace {
  Instant useful_until;
  ReminderKey key;
};

/// Held is final for the machine: it never lets one go. Every verb goes on record, with who and why.
class Held {
 public:
  explicit Held(Unit& unit) : unit_(unit) {}
  /// Those that end soonest first, at most `limit`; `after`: what comes behind it.
  Result<std::vector<HeldReminder>> list(int limit, const std::optional<HeldPlace>& after = {});
  Result<std::int64_t> count();
  /// Back to waiting for its time, and judged again like any other; but neither lateness nor volume holds them a second
  /// time. Returns how many were still held.
  Result<int> release(std::span<const ReminderKey> keys, const std::string& who, const std::string& why);
  /// Not sent: dropped as `discarded`. Returns how many were still held.
  Result<int> discard(std::span<const ReminderKey> keys, const std::string& who, const std::string& why);
  /// Drops what nobody decided about before its last useful moment; at most `limit`. The look for due work does it.
  Result<void> expire(int limit);
  /// That it will be (Db::foresee).
  Result<void> foresee_expire(int limit);

 private:
  Unit& unit_;
};

}  // namespace courtesy
