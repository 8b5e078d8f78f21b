// A time zone that the calendar itself defines (VTIMEZONE, RFC 5545 §3.6.5), evaluated.
#pragma once

#include <vector>

#include "base/instant.h"
#include "base/result.h"
#include "base/zone.h"
#include "intake/component.h"
#include "intake/rule.h"

namespace courtesy::intake {

class CalendarZone {
 public:
  /// Changes of offset after `until` are not known. Errors: `invalid`, in plain words, for a definition that is broken.
  static Result<CalendarZone> read(const Component& vtimezone, Instant until, Steps& steps);

  LocalTime to_local(Instant instant) const;
  seconds offset(Instant instant) const;
  /// As Zone::resolve: the offset before a gap, the first of a repeated time.
  Resolved resolve(LocalTime local) const;
  /// Whether both show the same wall clock from `from` to `to`.
  bool agrees_with(const Zone& zone, Instant from, Instant to) const;

 private:
  struct Onset {
    Instant at;
    seconds offset;  ///< from `at` on
  };
  CalendarZone(seconds first, std::vector<Onset> onsets) : first_(first), onsets_(std::move(onsets)) {}
  seconds first_;  ///< before the first onset
  std::vector<Onset> onsets_;
};

}  // namespace courtesy::intake
