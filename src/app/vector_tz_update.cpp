// tz-update: the same appointment under several tz databases, of which one is installed.
#include <fmt/format.h>

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <cstdlib>
#include <fstream>

#include "app/vector_case.h"
#include "appointment/start.h"
#include "schedule/plan.h"

namespace courtesy::vectors {

namespace json = boost::json;

namespace {

/// `2026f`: the version that the tz database says it is, where the zones are read from; empty when it does not.
std::string installed_version() {
  const char* folder = std::getenv("TZDIR");
  std::ifstream file(std::string(folder != nullptr ? folder : "/usr/share/zoneinfo") + "/tzdata.zi");
  std::string line;
  constexpr std::string_view before = "# version ";
  if (!std::getline(file, line) || line.rfind(before, 0) != 0) return "";
  return line.substr(before.size());
}

/// The appointment as it was booked, under the first database of the case, derived again with the one installed.
Result<Start> start_today(const json::object& one, const json::object& expect) {
  const LocalTime booked = TRY(local_field(one, "booked_local"));
  const std::string zone = TRY(text_field(one, "zone"));
  const std::string text = TRY(text_field(one, "authority"));
  const std::optional<Authority> authority = parse_authority(text);
  if (!authority) return invalid(fmt::format("authority '{}': local or instant", text));
  const json::object* first = expect.begin()->value().if_object();
  if (first == nullptr) return invalid("field 'expect': not an object of objects");
  return derived_again(
      {.local = booked, .zone = zone, .instant = TRY(instant_field(*first, "start")), .authority = *authority});
}

Result<Instant> due(const Start& start, Offset offset) {
  const Rule rule{.id = RuleId{1}, .channel = Channel::text, .offset = std::move(offset)};
  return TRY(plan(rule, {.start = start})).due;
}

Result<void> compare(Outcome& outcome, const json::object& column, const Start& start) {
  const Zone zone = TRY(Zone::find(start.zone));
  for (const auto& [field, value] : column) {
    if (field == "start") {
      outcome.expect(field, to_text(TRY(instant_field(column, field))), to_string(start.instant));
    } else if (field == "start_local") {
      outcome.expect(field, TRY(text_field(column, field)), zone.to_text(start.instant));
    } else if (field == "due_2h_before") {
      outcome.expect(field, to_text(TRY(instant_field(column, field))),
                     to_string(TRY(due(start, ElapsedBefore{hours{2}}))));
    } else if (field == "due_17h_day_before") {
      outcome.expect(field, to_text(TRY(instant_field(column, field))),
                     to_string(TRY(due(start, DaysBeforeAt{1, hours{17}}))));
    } else {
      return invalid(fmt::format("expects '{}', which is not known here", std::string_view(field)));
    }
  }
  return {};
}

/// Whether the start differs from what another database gives; known only where there is exactly one other.
Result<void> compare_moved(Outcome& outcome, const json::object& one, const json::object& other, const Start& start) {
  const bool moved = start.instant != TRY(instant_field(other, "start"));
  const auto yes_or_no = [](bool yes) { return std::string(yes ? "true" : "false"); };
  outcome.expect("start_moved", yes_or_no(TRY(flag_field(one, "start_moved"))), yes_or_no(moved));
  return {};
}

}  // namespace

Result<Outcome> check_tz_update(const json::object& one) {
  const json::object& expect = *TRY(object_field(one, "expect"));
  if (expect.empty()) return invalid("field 'expect': no tz database is named");
  const std::string installed = installed_version();
  const Start start = TRY(start_today(one, expect));
  Outcome outcome;
  for (const auto& [version, value] : expect) {
    const json::object& column = *TRY(object_field(expect, version));
    if (version == installed) {
      TRY(compare(outcome, column, start));
    } else {
      outcome.skipped.push_back(fmt::format("{}: the tz database here is {}", std::string_view(version),
                                            installed.empty() ? "of an unknown version" : installed));
      if (expect.size() == 2 && expect.contains(installed)) TRY(compare_moved(outcome, one, column, start));
    }
  }
  return outcome;
}

}  // namespace courtesy::vectors
