// Reminders: planned, looked at when due, and written as the interlocks decided.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "interlock/judge.h"
#include "queue/due.h"
#include "store/db.h"

namespace courtesy {

class Unit;

struct Planned {
  ReminderKey key;
  Instant due;
  Instant send_at;
  ReminderState state;  ///< waiting; dropped, with its reason, when the plan itself said no
  Reason reason = Reason::none;
};

struct ReminderRow {
  ReminderKey key;
  ReminderState state;
  Instant due;
  Instant send_at;
  Instant look_at;
  Reason reason;
  int attempts;
};

class Queue {
 public:
  explicit Queue(Unit& unit) : unit_(unit) {}
  /// Adds what is not there; turns what was withdrawn back to waiting, unless an attempt for it reached, or may have
  /// reached, somebody. Planning again changes nothing. Returns how many now wait that did not.
  Result<int> plan(std::span<const Planned> planned);
  /// Withdraws what waits for this appointment with another start than `start`; all of it when `start` is empty.
  Result<int> withdraw(AppointmentId appointment, const std::string& start, Reason reason);
  /// This account's due reminders, oldest first, at most `limit`.
  Result<std::vector<Due>> look(int limit);
  /// Defers, holds and drops as decided; allowed ones become `intended`.
  Result<void> record(std::span<const Verdict> verdicts);
  /// After an attempt: done, failed, or waiting again at `look_at`. What failed may still become done, and what was
  /// done failed once no attempt for it has reached anybody (a text sent, then not delivered); nothing waits again
  /// while an earlier attempt turns out to have reached, or may have reached, somebody: it stays intended.
  Result<void> settle(const ReminderKey& key, ReminderState state, Reason reason, std::optional<Instant> look_at);
  /// An attempt that had been given up is under way or over after all: what waits, is held or failed is intended again.
  Result<void> take_back(const ReminderKey& key);
  Result<std::vector<ReminderRow>> of(AppointmentId appointment);
  /// One reminder as due, for asking again at the answer. Errors: `not_found`.
  Result<Due> get(const ReminderKey& key);
  /// What the last decision on it said. Errors: `not_found`.
  Result<Reason> reason_of(const ReminderKey& key);
  /// True when no reminder of this appointment's start is still to come or under way.
  Result<bool> exhausted(AppointmentId appointment, const std::string& start);

 private:
  Unit& unit_;
};

}  // namespace courtesy
