// When a recurring event takes place, before changes and exclusions: DTSTART, its rules, its RDATEs.
#pragma once

#include <vector>

#include "intake/event.h"
#include "intake/rule.h"

namespace courtesy::intake {

/// A reading of the event's own clock names the occurrence; `when` is its start, which an RDATE may give by another.
struct Occurrence {
  LocalTime key;
  When when;
  bool by_rule = false;  ///< and by nothing else
};

struct Occurrences {
  std::vector<Occurrence> list;  ///< by key, each once
  bool complete = true;          ///< false: too many, or too many steps
};

/// The reading of `master`'s clock that names the occurrence at `when`. A floating time is one of that clock.
LocalTime key_of(const When& when, const When& master);

/// Those with keys in [earliest, latest], at most `most` of them. An occurrence that a rule puts into a gap is listed
/// and does not count for COUNT.
Occurrences occurrences_of(const Event& event, LocalTime earliest, LocalTime latest, std::size_t most, Steps& steps);

}  // namespace courtesy::intake
