// Attempts of which nobody can tell whether they reached anybody: a person decides.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "store/attempts.h"

namespace courtesy {

class Unit;

enum class Fate {
  reached,      ///< the client was told
  not_reached,  ///< the client was not, and a person tells him
  again,        ///< the machine is to try once more: judged like any other, but for its lateness
};
std::string_view to_string(Fate fate);
std::optional<Fate> parse_fate(std::string_view text);

struct Doubt {
  Attempt attempt;
  std::string name;  ///< of the client
  Instant starts_at;
};

/// Nobody could ask about it for an hour, or its visit is so near that somebody must ring: staff see it, while the
/// machine goes on asking.
bool overdue(const Attempt& attempt, Instant starts_at, minutes min_lead, Instant now);
inline constexpr hours doubted_for{1};
inline constexpr minutes time_to_ring{30};  ///< before the last moment at which the reminder would be of use

/// Of an attempt `t`: the machine has given up, and no person has decided.
inline constexpr std::string_view attempt_in_doubt =
    " t.decided = '' AND t.ended_at IS NOT NULL"
    " AND (t.state IN ('unknown', 'absent') OR (t.state = 'ended' AND t.outcome = 'none'))";

class Doubts {
 public:
  explicit Doubts(Unit& unit) : unit_(unit) {}
  /// Given up by the machine, or overdue, and decided by nobody, oldest first.
  Result<std::vector<Doubt>> list(int limit);
  /// On record, with who and why; the machine asks no more. What a callback tells afterwards is still taken over.
  /// Errors: `not_found`; `conflict` when its fate is known or decided, or its reminder is not to be sent any more.
  Result<void> decide(AttemptId attempt, Fate fate, const std::string& who, const std::string& why);

 private:
  Unit& unit_;
};

}  // namespace courtesy
