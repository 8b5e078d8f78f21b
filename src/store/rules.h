// An account's rules.
#pragma once

#include <map>
#include <span>
#include <vector>

#include "queue/due.h"
#include "schedule/rule.h"
#include "store/db.h"
#include "store/remembered.h"

namespace courtesy {

class Unit;

struct StoredRule {
  Rule rule;
  Instant created_at;
  bool retired;
};

/// A rule by business days is kept without the calendar that it goes by: who plans by it takes what it says now
/// (ClosedDays::calendar), and without that it is refused.
class Rules {
 public:
  explicit Rules(Unit& unit) : unit_(unit) {}
  Result<RuleId> add(const Rule& rule);
  /// What waits by it, or is held, is withdrawn: how many. Errors: `not_found` for one that is not active.
  Result<int> retire(RuleId rule);
  /// Not retired any more; its reminders are planned by restore_rule. Errors: `not_found`, `conflict`.
  Result<void> restore(RuleId rule);
  /// How many wait by each active rule, or are held.
  Result<std::map<RuleId, int>> waiting();
  /// Those not retired, by id.
  Result<std::vector<StoredRule>> active();
  /// That get() will be asked for theirs (Db::foresee).
  Result<void> foresee(std::span<const Due> due);
  /// Also a retired one.
  Result<StoredRule> get(RuleId rule);

 private:
  Unit& unit_;
  Remembered<RuleId, StoredRule> remembered_;  // what get() tells of a rule never changes
};

}  // namespace courtesy
