// Reminders: planned, looked at when due, and written as the interlocks decided.
#pragma once

#include <optional>
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
  std::optional<Instant> held_at;
  std::optional<Instant> approved_at;
};

/// Whether a person stands behind it that a reminder goes out although it is late.
enum class Approval { none, by_a_person };

class Queue {
 public:
  explicit Queue(Unit& unit) : unit_(unit) {}
  /// Adds what is not there; turns what was withdrawn back to waiting, unless an attempt for it reached, or may have
  /// reached, somebody. Planning again changes nothing, but that what waits or is held, or was too late to be made,
  /// goes by the due time it has now. Returns how many now wait that did not.
  Result<int> plan(std::span<const Planned> planned);
  /// Of the first rule, which takes the second's place: the reminders of whom the second has told, or is telling, are
  /// dropped. How many.
  Result<int> leave_out_told(RuleId rule, RuleId replaced);
  /// What waits, is held, or was dropped since its time did not fit gets this time; the rest stays. Returns those that
  /// did. One that a person has approved goes out as it was approved; what may have reached somebody comes not again.
  Result<std::vector<Planned>> move(std::span<const Planned> planned);
  /// Withdraws what waits for this appointment with another start than `start`; all of it when `start` is empty.
  Result<int> withdraw(AppointmentId appointment, const std::string& start, Reason reason);
  /// This account's due reminders, oldest first, at most `limit`.
  Result<std::vector<Due>> look(int limit);
  /// Of those that wait for a place on this channel's line, or for one of a probation, and whose turn to look again has
  /// not come: the oldest, at most `limit`.
  Result<std::vector<Due>> waiting_longest(Channel channel, int limit);
  /// That these two will be asked (Db::foresee).
  Result<void> foresee_look(int limit);
  Result<void> foresee_waiting(Channel channel, int limit);
  /// Defers, holds, drops and withdraws as decided (state_after); allowed ones become `intended`. A held one is looked
  /// for when it is of no use any more.
  Result<void> record(std::span<const Verdict> verdicts);
  /// After an attempt: done, failed, or waiting again at `look_at`. What failed may still become done, and what was
  /// done failed once no attempt for it has reached anybody (a text sent, then not delivered); nothing waits again
  /// while an earlier attempt turns out to have reached, or may have reached, somebody: it stays intended.
  Result<void> settle(const ReminderKey& key, ReminderState state, Reason reason, std::optional<Instant> look_at);
  /// What failed with an attempt in doubt is tried once more. Errors: `conflict` when it has not failed, or is not to
  /// be sent any more (withdrawn, since the appointment is another by now).
  Result<void> again(const ReminderKey& key, Approval approval);
  /// A person wants it now: what waits is judged at once, whatever its rule says. Errors: `conflict` when it does not
  /// wait.
  Result<void> hasten(const ReminderKey& key);
  /// A person wants it not at all: what waits or is held is dropped. Errors: `conflict` when it does neither.
  Result<void> leave_out(const ReminderKey& key);
  /// That taken back: it waits for its time again, and is due where that is over. Errors: `conflict` when nobody left
  /// it out.
  Result<void> take_in_again(const ReminderKey& key);
  /// An attempt that had been given up is under way or over after all: what waits, is held or failed is intended again.
  Result<void> take_back(const ReminderKey& key);
  /// The attempt that said it too never left, or reached nobody: what was merged into it waits again.
  Result<void> unmerge(AttemptId attempt, Instant look_at);
  Result<std::vector<ReminderRow>> of(AppointmentId appointment);
  /// Of all visits that start in [from, to).
  Result<std::vector<ReminderRow>> of_visits(Instant from, Instant to);
  /// One reminder as due, for asking again at the answer. Errors: `not_found`.
  Result<Due> get(const ReminderKey& key);
  /// What the last decision on it said. Errors: `not_found`.
  Result<Reason> reason_of(const ReminderKey& key);
  /// True when no reminder of this appointment's start comes by itself or is under way: what is held waits for a
  /// person.
  Result<bool> exhausted(AppointmentId appointment, const std::string& start);

 private:
  Unit& unit_;
};

}  // namespace courtesy
