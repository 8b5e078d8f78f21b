// Answers that will be asked for: what is asked of many rows goes as one statement, and its answers wait here.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "store/db.h"
#include "store/postgres/nature.h"

struct pg_result;

namespace courtesy {

/// One statement, for many rows of values.
struct Foreseen {
  const StatementNature& nature;
  std::size_t width;
  std::vector<Value> rows{};        ///< that are asked for, each once
  std::vector<std::string> keys{};  ///< of these rows
  std::unordered_map<std::string, Rows> answers{};
  bool sent = false;
  bool here = false;

  /// What the server answered: where several rows were asked for, with the number of one (from 1) in front.
  void read(const pg_result* answer);
  /// Nothing comes: each is asked for when it is wanted.
  void give_up();
};

/// They hold until something is written to a table that the statement names. A nature outlives what was foreseen of it.
class ForeseenAnswers {
 public:
  void ask(const StatementNature& nature, std::size_t width, std::span<const Value> rows);
  /// Null: not foreseen, or not here.
  const Rows* answer(std::string_view sql, std::span<const Value> values) const;
  /// What `written`, with such rows, may have changed: whatever names its table, and where both are of accounts, of
  /// these. Rather too much is asked for again.
  void forget(const StatementNature& written, std::size_t width, std::span<const Value> rows);
  void clear() { all_.clear(); }
  const std::vector<std::unique_ptr<Foreseen>>& all() const { return all_; }

 private:
  std::vector<std::unique_ptr<Foreseen>> all_;  // each stays where it is: what is on its way is read into it
};

}  // namespace courtesy
