// Who takes callbacks when: agents by weekday and time of day, by the wall clock of the business.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/instant.h"
#include "base/zone.h"

namespace courtesy {

struct StaffShift {
  int weekday;     ///< 0 is Monday
  minutes opens;   ///< after midnight
  minutes closes;  ///< after `opens`, at most 24 h
  int agents;      ///< 1 to 1,000

  friend auto operator<=>(const StaffShift&, const StaffShift&) = default;
};

/// `mon-fri 08:00-17:00 2`, `sat 9:00-12:00 1`. Errors: `invalid`, with what it must look like.
Result<std::vector<StaffShift>> parse_staff_shifts(std::string_view text);
/// `mon 08:00-17:00  2 agents`.
std::string to_string(const StaffShift& shift);

/// Shifts that overlap add up. In a repeated hour both passes are staffed.
class Timetable {
 public:
  Timetable(std::vector<StaffShift> shifts, Zone zone) : shifts_(std::move(shifts)), zone_(std::move(zone)) {}

  int agents_at(Instant at) const;
  /// The first instant after `at` from which nobody is there; none when somebody is there for a fortnight on end.
  std::optional<Instant> empty_after(Instant at) const;
  /// The first instant at or after `at` at which somebody is there, within a fortnight.
  std::optional<Instant> staffed_from(Instant at) const;

 private:
  /// Ascending; among them all at which the number of agents changes within a fortnight.
  std::vector<Instant> changes_after(Instant at) const;
  /// When the clock on the wall shows `local`: once, or twice where it is put back over it.
  void add_times(std::vector<Instant>& times, LocalTime local) const;

  std::vector<StaffShift> shifts_;
  Zone zone_;
};

}  // namespace courtesy
