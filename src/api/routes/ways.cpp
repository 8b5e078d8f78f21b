#include "api/routes/ways.h"

#include <fmt/format.h>

#include <algorithm>

#include "api/read_body.h"
#include "base/whole_number.h"

namespace courtesy::api {

Error no_such_thing() { return {ErrorCode::not_found, "There is no such thing here."}; }

Result<std::int64_t> id_in(const Call& call, std::size_t place) {
  const auto id = whole_number<std::int64_t>(call.at.at(place));
  if (!id) return no_such_thing();
  return *id;
}

Result<std::int64_t> number_in(const Call& call, std::string_view name, std::int64_t otherwise) {
  const auto text = http::field(call.query, name).value_or("");
  if (text.empty()) return otherwise;
  const auto value = whole_number<std::int64_t>(text);
  if (!value) return invalid(fmt::format("`{}` must be a whole number, not less than 0", name));
  return *value;
}

Result<bool> flag_in(const Call& call, std::string_view name) {
  const auto text = http::field(call.query, name).value_or("");
  if (text.empty() || text == "false") return false;
  if (text == "true") return true;
  return invalid(fmt::format("`{}` must be true or false", name));
}

Result<int> limit_in(const Call& call, int usual, int most) {
  return static_cast<int>(std::clamp<std::int64_t>(TRY(number_in(call, "limit", usual)), 1, most));
}

}  // namespace courtesy::api
