#include "store/db.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace courtesy {

std::int64_t Value::number() const {
  const auto* number = std::get_if<std::int64_t>(&value_);
  return number ? *number : 0;
}

const std::string& Value::text() const {
  static const std::string none;
  const auto* text = std::get_if<std::string>(&value_);
  return text ? *text : none;
}

std::optional<Instant> Value::maybe_instant() const {
  if (null()) return std::nullopt;
  return instant();
}

Result<std::int64_t> Db::change(std::string_view sql, std::span<const Value> values) {
  return TRY(run(sql, values)).changed;
}

Result<std::int64_t> Db::change_all(std::string_view sql, std::size_t width, std::span<const Value> rows) {
  return TRY(run_each(sql, width, rows)).changed;
}

Result<void> Db::add_rows(std::string_view table, const std::vector<std::string>& columns,
                          std::span<const Value> rows) {
  std::string places;
  for (std::size_t i = 1; i <= columns.size(); ++i) places += fmt::format("{}${}", i == 1 ? "" : ", ", i);
  TRY(run_each(fmt::format("INSERT INTO {} ({}) VALUES ({})", table, fmt::join(columns, ", "), places), columns.size(),
               rows));
  return {};
}

Result<void> Db::change_exactly(std::string_view sql, std::size_t width, std::span<const Value> rows,
                                std::string_view otherwise) {
  const std::int64_t changed = TRY(change_all(sql, width, rows));
  if (changed == static_cast<std::int64_t>(rows.size() / width)) return {};
  return Error{ErrorCode::conflict, std::string(otherwise)};
}

}  // namespace courtesy
