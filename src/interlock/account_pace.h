// So many contacts a minute or an hour, as the account wants it; used up as a fold goes on.
#pragma once

#include <vector>

#include "interlock/turns.h"

namespace courtesy {

/// At most `contacts` in any window of that length, evenly: a sixtieth of them may go out at once, the others follow
/// one by one.
class SpacedLimit {
 public:
  /// `contacts`: above 0. `line`: what state() was last; anything in the past for a new limit.
  SpacedLimit(int contacts, seconds window, Instant line);

  /// The first instant at or after `now` at which one more may go out.
  Instant next(Instant now) const { return std::max(now, line_ - (burst_ - 1) * each_); }
  void count(Instant now) { line_ = std::max(line_, now) + each_; }
  Instant line() const { return line_; }
  milliseconds each() const { return each_; }

 private:
  int burst_;
  milliseconds each_;
  Instant line_;  // when all that went out would have done so one by one
};

struct AccountPace {
  std::vector<SpacedLimit> limits;  ///< of the minute, then of the hour, where there is one
  Turns turns;
  bool changed = false;

  bool free(Instant now) const;
  Places places(Instant now) const;
  void count(Instant now);
  void give_turn(Instant turn);
};

}  // namespace courtesy
