// Rows that will be inserted: those of one statement go as one.
#pragma once

#include <optional>
#include <vector>

#include "store/db.h"
#include "store/postgres/nature.h"

namespace courtesy {

struct Gathered {
  const StatementNature* nature;
  std::size_t width;
  std::vector<Value> rows{};
};

/// In the order in which their statements first came. A nature outlives what was gathered for it.
class GatheredRows {
 public:
  bool empty() const { return waiting_.empty(); }
  bool has(const StatementNature& nature) const;
  /// All of that statement, when it is so many rows that they should go.
  std::optional<Gathered> add(const StatementNature& nature, std::size_t width, std::span<const Value> rows);
  /// What touches a table that `next` does too; all, where it is not known what that does.
  std::vector<Gathered> take_before(const StatementNature& next);
  std::vector<Gathered> take_all();
  void clear() { waiting_.clear(); }

 private:
  std::vector<Gathered> waiting_;
};

}  // namespace courtesy
