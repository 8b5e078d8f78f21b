// Contacts by recipient, across accounts: what the caps count.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "interlock/facts.h"
#include "store/attempts.h"
#include "store/db.h"

namespace courtesy {

class Unit;

/// What a contact takes up with its recipient: which visit it is about, and when it was due.
struct Reservation {
  const Attempt& attempt;
  std::string start_local;
  Instant starts_at;
  Instant due;
};

inline Reservation reservation_of(const Attempt& attempt, const Due& due, const DueFacts& facts) {
  return {attempt, facts.start_local, facts.starts_at, due.due};
}

class Recipients {
 public:
  explicit Recipients(Unit& unit) : unit_(unit) {}
  /// Locks every recipient's row in ascending order, making those that are not there.
  Result<void> lock(std::span<const Due> due);
  /// Reservation first, then the attempt.
  Result<void> reserve(std::span<const Reservation> reservations);
  /// What will be asked for about these (Db::foresee).
  Result<void> foresee(std::span<const Due> due);
  /// Of the last 7 days, and all that run.
  Result<std::vector<PastContact>> contacts(const std::string& recipient);
  /// It counts for the caps; whether it has told anybody depends on how it ended.
  Result<void> ended(const Attempt& attempt);
  /// In spite of what its state says: a person knows better, or it is tried again.
  Result<void> reached_nobody(const Attempt& attempt);
  /// It certainly never left: it does not count.
  Result<void> never_left(const Attempt& attempt);
  /// It did leave: it counts again, and runs.
  Result<void> counts_after_all(const Attempt& attempt);
  /// One that a node remembers and the database has lost: it counts as any that is over. False: it is there already.
  Result<bool> note_lost(const std::string& recipient, const PastContact& contact);
  Result<void> forget_lost(Instant before);

 private:
  Unit& unit_;
};

}  // namespace courtesy
