// The seam below the words: one SQL text, run by SQLite or PostgreSQL.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/id.h"
#include "base/instant.h"
#include "base/result.h"

namespace courtesy {

enum class CommitEnding { committed, rolled_back, unknown };

/// What a statement is given and gives back. Times are milliseconds, yes and no are 1 and 0, JSON is text.
class Value {
 public:
  Value() = default;  // NULL
  Value(std::int64_t number) : value_(number) {}
  Value(int number) : value_(std::int64_t{number}) {}
  Value(bool yes) : value_(std::int64_t{yes ? 1 : 0}) {}
  Value(Instant instant) : value_(to_millis(instant)) {}
  template <typename Tag>
  Value(Id<Tag> id) : value_(id.value()) {}
  Value(std::string text) : value_(std::move(text)) {}
  Value(std::string_view text) : value_(std::string(text)) {}
  Value(const char* text) : value_(std::string(text)) {}
  template <typename T>
  Value(const std::optional<T>& maybe) {
    if (maybe) *this = Value(*maybe);
  }

  bool null() const { return std::holds_alternative<std::monostate>(value_); }
  /// NULL reads as 0 and as "": ask null() where the difference matters.
  std::int64_t number() const;
  const std::string& text() const;
  /// The text, which is taken out: for what outlives its row.
  std::string take() {
    return std::holds_alternative<std::string>(value_) ? std::move(std::get<std::string>(value_)) : "";
  }
  Instant instant() const { return from_millis(number()); }
  std::optional<Instant> maybe_instant() const;
  template <typename IdType>
  IdType id() const {
    return IdType(number());
  }

  const std::variant<std::monostate, std::int64_t, std::string>& raw() const { return value_; }

 private:
  std::variant<std::monostate, std::int64_t, std::string> value_;
};

using Row = std::vector<Value>;

/// What a statement found; in SQLite also how many rows it wrote, which RETURNING would tell at many times the price.
struct Rows : std::vector<Row> {
  using std::vector<Row>::vector;
  std::int64_t changed = 0;  ///< of an INSERT, UPDATE or DELETE; of run_each, of all together: ask change()
};

/// One connection, in at most one transaction. `$1`, `$2` … are the values in order; the placeholders {I64},
/// {STRICT}, {SKIP LOCKED}, {FOR SHARE}, {FOR UPDATE} and {DO LOCK} (after ON CONFLICT (recipient)) stand for what the
/// two databases spell differently.
class Db {
 public:
  virtual ~Db() = default;
  virtual Result<void> begin() = 0;
  /// Errors: `conflict` for a broken unique key, `full` for a full disk, `unavailable` for the rest.
  virtual Result<Rows> run(std::string_view sql, std::span<const Value> values) = 0;
  /// The statement once for each `width` values; rows in that order.
  virtual Result<Rows> run_each(std::string_view sql, std::size_t width, std::span<const Value> rows) = 0;
  /// The same where each row names something else and no row's statement sees another's: the rows come in any order.
  virtual Result<Rows> run_all(std::string_view sql, std::size_t width, std::span<const Value> rows) {
    return run_each(sql, width, rows);
  }
  /// A hint: in this transaction run() will be asked for these. A server far away is asked for all of them at once.
  virtual Result<void> foresee(std::string_view, std::size_t, std::span<const Value>) { return {}; }
  /// New rows, many at once; `rows`: the values of `columns` in order, row after row. Errors: as run().
  virtual Result<void> add_rows(std::string_view table, const std::vector<std::string>& columns,
                                std::span<const Value> rows);
  virtual CommitEnding commit() = 0;
  /// Of the last commit() that rolled back: the error of a statement before it, where nobody had read its answer yet.
  virtual Result<void> why_not_committed() const { return {}; }
  virtual void roll_back() = 0;

  /// How many rows it inserted, updated or deleted, which run() does not say of a server that is not waited for. `sql`
  /// has no RETURNING.
  virtual Result<std::int64_t> change(std::string_view sql, std::span<const Value> values);
  /// The same of all together; rows as for run_all().
  virtual Result<std::int64_t> change_all(std::string_view sql, std::size_t width, std::span<const Value> rows);
  /// As many rows as are named are changed, one each, or it is a `conflict` that says `otherwise`: by this statement's
  /// error, a later one's, or the commit's.
  virtual Result<void> change_exactly(std::string_view sql, std::size_t width, std::span<const Value> rows,
                                      std::string_view otherwise);
  Result<std::int64_t> change(std::string_view sql, std::initializer_list<Value> values) {
    return change(sql, std::span<const Value>(values.begin(), values.size()));
  }

  Result<Rows> run(std::string_view sql) { return run(sql, std::span<const Value>{}); }
  Result<Rows> run(std::string_view sql, std::initializer_list<Value> values) {
    return run(sql, std::span<const Value>(values.begin(), values.size()));
  }
};

}  // namespace courtesy
