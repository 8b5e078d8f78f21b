// An account's rules.
#pragma once

#include <map>
#include <vector>

#include "schedule/rule.h"
#include "store/db.h"

namespace courtesy {

class Unit;

struct StoredRule {
  Rule rule;
  Instant created_at;
};

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
  /// Also a retired one.
  Result<StoredRule> get(RuleId rule);

 private:
  Unit& unit_;
};

}  // namespace courtesy
