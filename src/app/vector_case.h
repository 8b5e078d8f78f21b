// One case of a vector file: what it may come to, the forms that are known, and reading its fields.
#pragma once

#include <boost/json/object.hpp>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/instant.h"
#include "base/result.h"

namespace courtesy::vectors {

struct Difference {
  std::string field;
  std::string expected;
  std::string got;
};

/// What a case came to. It passed if something was checked and nothing differed.
struct Outcome {
  int checked = 0;
  std::vector<Difference> differences;
  std::vector<std::string> skipped;  ///< parts that cannot be checked here, and why

  void expect(std::string_view field, const std::string& expected, const std::string& got);
};

/// Errors: `invalid` for a case that cannot be read; it counts as failed.
using Check = Result<Outcome> (*)(const boost::json::object& one);

/// A form of case: the list of the file that it stands in, and the fields that tell it from others there.
struct Form {
  std::string_view name;
  std::string_view list;
  std::vector<std::string_view> fields;
  Check check;               ///< none: nothing in the program answers it yet
  std::string_view why_not;  ///< said when there is no check
};

/// All that are known.
std::span<const Form> forms();

// The checks, each beside the readers of its form.
Result<Outcome> check_hours(const boost::json::object& one);
Result<Outcome> check_reminder(const boost::json::object& one);
Result<Outcome> check_timeline(const boost::json::object& one);
Result<Outcome> check_tz_update(const boost::json::object& one);
Result<Outcome> check_rate(const boost::json::object& one);
Result<Outcome> check_service(const boost::json::object& one);
Result<Outcome> check_reply(const boost::json::object& one);

// Fields. Errors: `invalid`, naming the field.
Result<std::string> text_field(const boost::json::object& from, std::string_view name);
Result<std::int64_t> whole_field(const boost::json::object& from, std::string_view name);
Result<double> number_field(const boost::json::object& from, std::string_view name);
Result<bool> flag_field(const boost::json::object& from, std::string_view name);
Result<const boost::json::object*> object_field(const boost::json::object& from, std::string_view name);
Result<const boost::json::array*> list_field(const boost::json::object& from, std::string_view name);
Result<std::vector<std::string>> texts_field(const boost::json::object& from, std::string_view name);
Result<Instant> instant_field(const boost::json::object& from, std::string_view name);
/// `null` is none.
Result<std::optional<Instant>> maybe_instant_field(const boost::json::object& from, std::string_view name);
Result<LocalTime> local_field(const boost::json::object& from, std::string_view name);
/// `HH:MM`, and `24:00` too.
Result<minutes> parse_clock(std::string_view text);
/// `mon` is 0.
Result<std::size_t> parse_weekday(std::string_view text);

/// Errors: `invalid` for a field that is in none of the names: a misspelt condition must not be passed over.
Result<void> only_fields(const boost::json::object& from, std::span<const std::string_view> names);

std::string to_text(std::optional<Instant> instant);

/// The error, with where it was met in front.
Error within(std::string_view where, const Error& error);

}  // namespace courtesy::vectors
