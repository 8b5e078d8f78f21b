// The account's calendar: on which weekdays it works, and on which dates it is closed.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/id.h"
#include "queue/due.h"
#include "schedule/business.h"
#include "store/db.h"

namespace courtesy {

class Unit;

using ClosedDayId = Id<struct ClosedDayTag>;

/// A date on which the business is closed, or several in a row: both are meant, by the calendar of the account's zone.
struct ClosedDay {
  ClosedDayId id{};
  LocalDate first;
  LocalDate last;
  std::string name;  ///< Christmas; may be empty

  std::int64_t days() const { return (last - first).count() + 1; }
  bool has(LocalDate date) const { return first <= date && date <= last; }
};

struct BusinessWeek {
  std::array<bool, 7> open = usual_open_weekdays;  ///< index 0 is Monday
  bool calls_when_closed = false;                  ///< calls go out on closed dates too
};

/// What planning goes by: days that were over a month ago are left out, since whatever they decide is long past.
struct Calendared {
  BusinessCalendar days{};
  bool calls_when_closed = false;

  friend bool operator==(const Calendared&, const Calendared&) = default;

  /// The dates on which nobody is rung.
  std::set<LocalDate> without_calls() const { return calls_when_closed ? std::set<LocalDate>{} : days.closed_dates; }
};

/// An account keeps at most so many, past ones among them; and so many closed days in all that are still to come.
inline constexpr std::int64_t most_closed_days = 400;
inline constexpr std::int64_t most_days_ahead = 1000;
inline constexpr std::size_t longest_closed_day_name = 80;

class ClosedDays {
 public:
  explicit ClosedDays(Unit& unit) : unit_(unit) {}
  Result<BusinessWeek> week();
  /// Errors: `invalid` without an open weekday.
  Result<void> set_week(const BusinessWeek& week);
  /// All of them, the earliest first.
  Result<std::vector<ClosedDay>> list();
  /// Errors: `not_found`.
  Result<ClosedDay> get(ClosedDayId id);
  /// Those that have a day of [first, last].
  Result<std::vector<ClosedDay>> between(LocalDate first, LocalDate last);
  /// Errors: `invalid` for days that are over, that stand the wrong way round, or that lie more than five years ahead,
  /// and for a name that is too long; `conflict` where one of them is closed already; `full`.
  Result<ClosedDayId> add(const ClosedDay& day);
  /// The one with its id: other days, or another name. What is over stays as it was, but for its name. Errors: as
  /// add(); `not_found`.
  Result<void> change(const ClosedDay& day);
  /// Errors: `not_found`.
  Result<void> remove(ClosedDayId id);
  /// Grows with each change of the week and of the days.
  Result<std::int64_t> version();

  /// What planning goes by now.
  Result<const Calendared*> calendar();
  /// When calls may go out as far as closed dates decide, from now on for as long as is looked ahead. None of these is
  /// a call, or the account's zone is not known: never.
  Result<Constraint> open_for_calls(std::span<const Due> due);
  /// That it will be asked for these (Db::foresee).
  Result<void> foresee(std::span<const Due> due);

 private:
  Result<void> check(const ClosedDay& day);
  Result<void> changed();
  Result<LocalDate> today();
  Result<std::optional<Zone>> zone_for_calls(std::span<const Due> due);
  std::vector<Value> without_calls_from(const Zone& zone) const;
  Unit& unit_;
  std::optional<Calendared> calendar_;  // as it was read, and not written since
};

}  // namespace courtesy
