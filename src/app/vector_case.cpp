#include "app/vector_case.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <boost/json/array.hpp>
#include <boost/json/value.hpp>

namespace courtesy::vectors {

namespace json = boost::json;

namespace {

Result<const json::value*> field(const json::object& from, std::string_view name) {
  if (const json::value* found = from.if_contains(name)) return found;
  return invalid(fmt::format("no field '{}'", name));
}

Error wrong_kind(std::string_view name, std::string_view wanted) {
  return invalid(fmt::format("field '{}': not {}", name, wanted));
}

}  // namespace

void Outcome::expect(std::string_view name, const std::string& expected, const std::string& got) {
  ++checked;
  if (expected != got) differences.push_back({std::string(name), expected, got});
}

Result<std::string> text_field(const json::object& from, std::string_view name) {
  const json::value* value = TRY(field(from, name));
  if (const json::string* text = value->if_string()) return std::string(*text);
  return wrong_kind(name, "a text");
}

Result<std::int64_t> whole_field(const json::object& from, std::string_view name) {
  const json::value* value = TRY(field(from, name));
  if (const std::int64_t* number = value->if_int64()) return *number;
  return wrong_kind(name, "a whole number");
}

Result<double> number_field(const json::object& from, std::string_view name) {
  const json::value* value = TRY(field(from, name));
  if (const double* number = value->if_double()) return *number;
  if (const std::int64_t* number = value->if_int64()) return static_cast<double>(*number);
  return wrong_kind(name, "a number");
}

Result<bool> flag_field(const json::object& from, std::string_view name) {
  const json::value* value = TRY(field(from, name));
  if (const bool* flag = value->if_bool()) return *flag;
  return wrong_kind(name, "true or false");
}

Result<const json::object*> object_field(const json::object& from, std::string_view name) {
  const json::value* value = TRY(field(from, name));
  if (const json::object* object = value->if_object()) return object;
  return wrong_kind(name, "an object");
}

Result<const json::array*> list_field(const json::object& from, std::string_view name) {
  const json::value* value = TRY(field(from, name));
  if (const json::array* list = value->if_array()) return list;
  return wrong_kind(name, "a list");
}

Result<std::vector<std::string>> texts_field(const json::object& from, std::string_view name) {
  const json::array* list = TRY(list_field(from, name));
  std::vector<std::string> texts;
  for (const json::value& value : *list) {
    if (!value.is_string()) return wrong_kind(name, "a list of texts");
    texts.emplace_back(value.get_string());
  }
  return texts;
}

Result<Instant> instant_field(const json::object& from, std::string_view name) {
  const std::string text = TRY(text_field(from, name));
  const auto instant = parse_instant(text);
  if (!instant.ok()) return within(name, instant.error());
  return *instant;
}

Result<std::optional<Instant>> maybe_instant_field(const json::object& from, std::string_view name) {
  const json::value* value = TRY(field(from, name));
  if (value->is_null()) return std::optional<Instant>{};
  return std::optional<Instant>{TRY(instant_field(from, name))};
}

Result<LocalTime> local_field(const json::object& from, std::string_view name) {
  const std::string text = TRY(text_field(from, name));
  const auto local = parse_local_time(text);
  if (!local.ok()) return within(name, local.error());
  return *local;
}

Result<minutes> parse_clock(std::string_view text) {
  const auto digit = [text](std::size_t place) {
    return text[place] >= '0' && text[place] <= '9' ? text[place] - '0' : 100;
  };
  if (text.size() == 5 && text[2] == ':') {
    const int hour = digit(0) * 10 + digit(1);
    const int minute = digit(3) * 10 + digit(4);
    if (minute < 60 && (hour < 24 || (hour == 24 && minute == 0))) return hours{hour} + minutes{minute};
  }
  return invalid(fmt::format("'{}' is not a clock time like 09:30", text));
}

Result<std::size_t> parse_weekday(std::string_view text) {
  constexpr std::array<std::string_view, 7> names{"mon", "tue", "wed", "thu", "fri", "sat", "sun"};
  const auto* found = std::ranges::find(names, text);
  if (found == names.end()) return invalid(fmt::format("'{}' is not a weekday: mon to sun", text));
  return static_cast<std::size_t>(found - names.begin());
}

Result<void> only_fields(const json::object& from, std::span<const std::string_view> names) {
  for (const auto& [name, value] : from) {
    if (std::ranges::find(names, std::string_view(name)) == names.end()) {
      return invalid(fmt::format("field '{}' is not known here", std::string_view(name)));
    }
  }
  return {};
}

std::string to_text(std::optional<Instant> instant) { return instant ? to_string(*instant) : "null"; }

Error within(std::string_view where, const Error& error) {
  return {error.code, fmt::format("{}: {}", where, error.message)};
}

}  // namespace courtesy::vectors
