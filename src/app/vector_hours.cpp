// quiet-hours: constraints and an instant -> permitted or not, and the next instant that is.
#include <array>
#include <boost/json/value.hpp>

#include "app/vector_case.h"
#include "app/vector_constraints.h"

namespace courtesy::vectors {

namespace json = boost::json;

namespace {

Result<std::vector<Window>> read_windows(const json::object& week, std::string_view day) {
  const json::array* list = TRY(list_field(week, day));
  std::vector<Window> windows;
  for (const json::value& value : *list) {
    const json::array* pair = value.if_array();
    if (pair == nullptr || pair->size() != 2 || !pair->at(0).is_string() || !pair->at(1).is_string()) {
      return invalid("a window is a list of two clock times");
    }
    const Window window{TRY(parse_clock(pair->at(0).get_string())), TRY(parse_clock(pair->at(1).get_string()))};
    if (window.opens >= window.closes) return invalid("a window closes after it opens, on the same day");
    windows.push_back(window);
  }
  return windows;
}

Result<Constraint> read_constraint(const json::object& from) {
  TRY(only_fields(from, std::array<std::string_view, 3>{"zones", "windows", "closed_dates"}));
  Constraint constraint;
  for (const std::string& name : TRY(texts_field(from, "zones"))) constraint.zones.push_back(TRY(Zone::find(name)));
  const json::object* week = TRY(object_field(from, "windows"));
  for (const auto& [day, windows] : *week) {
    constraint.windows[TRY(parse_weekday(day))] = TRY(read_windows(*week, day));
  }
  if (from.contains("closed_dates")) {
    constraint.closed_dates = TRY(read_dates(TRY(texts_field(from, "closed_dates"))));
  }
  return constraint;
}

}  // namespace

Result<std::set<LocalDate>> read_dates(const std::vector<std::string>& texts) {
  std::set<LocalDate> dates;
  for (const std::string& text : texts) dates.insert(TRY(parse_date(text)));
  return dates;
}

Result<std::vector<Constraint>> read_constraints(const json::array& list) {
  std::vector<Constraint> constraints;
  for (const json::value& value : list) {
    if (!value.is_object()) return invalid("a constraint is an object");
    constraints.push_back(TRY(read_constraint(value.get_object())));
  }
  return constraints;
}

Result<Outcome> check_hours(const json::object& one) {
  const std::vector<Constraint> constraints = TRY(read_constraints(*TRY(list_field(one, "constraints"))));
  const Instant instant = TRY(instant_field(one, "instant"));
  const hours horizon = hours{24} * (one.contains("horizon_days") ? TRY(whole_field(one, "horizon_days")) : 14);
  Outcome outcome;
  if (one.contains("allowed")) {
    const auto yes_or_no = [](bool yes) { return std::string(yes ? "true" : "false"); };
    outcome.expect("allowed", yes_or_no(TRY(flag_field(one, "allowed"))), yes_or_no(permitted(constraints, instant)));
  }
  if (one.contains("next_allowed")) {
    outcome.expect("next_allowed", to_text(TRY(maybe_instant_field(one, "next_allowed"))),
                   to_text(next_permitted(constraints, instant, horizon)));
  }
  return outcome;
}

}  // namespace courtesy::vectors
