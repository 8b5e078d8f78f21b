#include "api/read_body.h"

#include <fmt/format.h>

#include <boost/json.hpp>

#include "api/answer.h"
#include "store/accounts.h"

namespace courtesy::api {

Result<std::string> needed(const boost::json::object& body, std::string_view name, std::size_t limit) {
  std::string text = TRY(text_of(body, name, limit));
  if (text.empty()) return invalid(fmt::format("`{}` must not be empty", name));
  return text;
}

Result<std::string> who_of(const boost::json::object& body) {
  std::string who = TRY(text_of(body, "who", 200));
  if (who.empty()) return invalid("`who` must not be empty: it goes on record.");
  return who;
}

Result<std::string> number_of(Unit& unit, const boost::json::object& body, std::string_view name,
                              const Settings& settings) {
  const std::string text = TRY(needed(body, name, 40));
  const auto number =
      settings.read_number ? settings.read_number(text, TRY(unit.accounts().get()).country) : PhoneNumber::parse(text);
  if (!number) return invalid(fmt::format("`{}` cannot be used: {}", name, number.error().message));
  return number->e164();
}

Result<std::optional<bool>> flag_of(const boost::json::object& body, std::string_view name) {
  const auto* value = body.if_contains(name);
  if (value == nullptr) return std::optional<bool>{};
  if (!value->is_bool()) return invalid(fmt::format("`{}` must be true or false", name));
  return std::optional(value->as_bool());
}

Result<std::optional<std::int64_t>> count_of(const boost::json::object& body, std::string_view name, std::int64_t least,
                                             std::int64_t most) {
  const auto* value = body.if_contains(name);
  if (value == nullptr) return std::optional<std::int64_t>{};
  if (!value->is_int64() || value->as_int64() < least || value->as_int64() > most)
    return invalid(fmt::format("`{}` must be {} to {}", name, least, most));
  return std::optional(value->as_int64());
}

}  // namespace courtesy::api
