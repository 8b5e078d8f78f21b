// An account's rules.
#pragma once

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
  Result<void> retire(RuleId rule);
  /// Those not retired, by id.
  Result<std::vector<StoredRule>> active();
  /// Also a retired one.
  Result<StoredRule> get(RuleId rule);

 private:
  Unit& unit_;
};

}  // namespace courtesy
