// What an account sends: counted in minutes and hours, in the unit that intends it.
#pragma once

#include "interlock/unusual_volume.h"
#include "store/db.h"

namespace courtesy {

class Unit;

class Tally {
 public:
  explicit Tally(Unit& unit) : unit_(unit) {}
  /// What the failsafe asks for. Reads only.
  Result<VolumeFacts> facts();
  /// That refresh_highs(), and that facts(), will be asked (Db::foresee): of the latter first what can be read before
  /// the unit has written anything, then the rest.
  Result<void> foresee_highs();
  Result<void> foresee_newest();
  Result<void> foresee_facts();
  /// The contacts between two states of a fold. One upsert a row: the minute's and the hour's.
  Result<void> count(const Sent& before, const Sent& after);
  /// A send whose ending is `unknown`; somebody who asked not to be contacted. Returns how many that makes within the
  /// hour (unknown), within the day (opt-outs).
  Result<std::int64_t> count_unknown();
  Result<std::int64_t> count_opt_out();
  /// The hour and the minute are no part of the history that limits are made from.
  Result<void> mark_tripped();
  /// History from elsewhere, for accounts that come from another installation and for measurements: contacts in the
  /// hour that begins at `hour`.
  Result<void> add_history(Instant hour, std::int64_t contacts, std::int64_t spent);
  /// Writes the highs into the guard row, where that was not done this hour.
  Result<void> refresh_highs();
  /// As the guard row has them; older than this hour, they are made anew. Reads only.
  Result<Highs> highs();
  /// Of the sliding hour and day.
  Result<Sent> sent();
  /// In the minutes that began after that, within the last hours.
  Result<std::int64_t> contacts_after(Instant instant);

  Result<void> set_standing(Standing standing, std::int64_t declared);
  struct Known {
    Standing standing;
    std::int64_t declared;  ///< contacts a month
  };
  Result<Known> standing();
  /// Begins a probation now.
  Result<void> begin_probation();
  /// True when the account's due reminders were last looked at more than `gap` ago, or never. Notes that they are now,
  /// to within some minutes.
  Result<bool> was_untended(minutes gap);

 private:
  Result<Highs> read_history();
  std::vector<Value> history_asked() const;
  std::vector<Value> sent_asked() const;
  Unit& unit_;
};

}  // namespace courtesy
