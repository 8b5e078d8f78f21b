// Values as the server takes them: texts, beside the letters of their types.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "store/db.h"

namespace courtesy {

/// Of each value the letter of its type: '8' a number, 't' a text, '0' NULL, which says nothing of one.
std::string letters_of(std::span<const Value> values);
/// Of each column the type that one of its values has; '0' where all of them are NULL.
std::string letters_of_columns(std::size_t width, std::span<const Value> rows);

/// What a prepared statement is given. Outlives the call that is made with it.
class BoundValues {
 public:
  BoundValues() = default;
  explicit BoundValues(std::span<const Value> values);
  /// Of one row its values; of more an array a column.
  BoundValues(std::size_t width, std::span<const Value> rows);
  BoundValues(const BoundValues&) = delete;  // texts_ points into held_
  BoundValues& operator=(const BoundValues&) = delete;

  int count() const { return static_cast<int>(texts_.size()); }
  const char* const* texts() const { return texts_.data(); }

 private:
  void add_values(std::span<const Value> values);

  std::vector<std::string> held_;
  std::vector<const char*> texts_;  // null: NULL
};

/// As COPY's text form has it.
void add_copied(std::string& lines, const Value& value);

}  // namespace courtesy
