#include "store/db.h"

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

}  // namespace courtesy
