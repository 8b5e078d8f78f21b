#include "api/closed_days.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <boost/json.hpp>

#include "api/answer.h"
#include "api/api.h"
#include "api/days.h"
#include "api/read_body.h"
#include "api/routes/ways.h"
#include "api/version_tag.h"
#include "store/accounts.h"
#include "store/calendar.h"
#include "store/calendar_changes.h"

namespace courtesy::api {
namespace {

constexpr std::size_t longest_date = 10;

boost::json::array weekdays_json(const std::array<bool, 7>& open) {
  boost::json::array names;
  for (std::size_t day = 0; day < open.size(); ++day)
    if (open[day]) names.push_back(boost::json::value(weekday_names[day]));
  return names;
}

/// Left out: as in `now`.
Result<std::array<bool, 7>> weekdays_of(const Object& body, const std::array<bool, 7>& now) {
  const auto* value = body.if_contains("open_weekdays");
  if (value == nullptr) return now;
  const Error wrong = invalid("`open_weekdays` must be a list of mon, tue, wed, thu, fri, sat and sun");
  if (!value->is_array()) return wrong;
  std::array<bool, 7> open{};
  for (const auto& one : value->as_array()) {
    if (!one.is_string()) return wrong;
    const auto found = std::ranges::find(weekday_names, std::string_view(one.as_string()));
    if (found == weekday_names.end()) return wrong;
    open[static_cast<std::size_t>(found - weekday_names.begin())] = true;
  }
  return open;
}

Object day_json(const ClosedDay& day) {
  return {{"from", to_string(day.first)}, {"to", to_string(day.last)}, {"name", day.name}};
}

Result<Object> calendar_page(Unit& unit) {
  const BusinessWeek week = TRY(unit.closed_days().week());
  const Account account = TRY(unit.accounts().get());
  const Zone zone = TRY(Zone::find(account.zone));
  boost::json::array days;
  for (const ClosedDay& day : TRY(unit.closed_days().list())) {
    Object one = day_json(day);
    one["id"] = day.id.value();
    days.push_back(std::move(one));
  }
  return Object{{"version", TRY(unit.closed_days().version())},
                {"today", to_string(LocalDate(std::chrono::floor<std::chrono::days>(zone.to_local(unit.now()))))},
                {"zone", account.zone},
                {"open_weekdays", weekdays_json(week.open)},
                {"calls_on_closed_days", week.calls_when_closed},
                {"closed_days", std::move(days)}};
}

Result<std::optional<LocalDate>> date_of(const Object& body, std::string_view name) {
  const std::string text = TRY(text_of(body, name, longest_date));
  if (text.empty()) return std::optional<LocalDate>{};
  const auto date = parse_date(text);
  if (!date) return invalid(fmt::format("`{}` must be a date like 2026-05-12", name));
  return std::optional(*date);
}

Result<ClosedDay> new_day(const Object& body) {
  const auto from = TRY(date_of(body, "from"));
  if (!from) return invalid("`from` is missing: the date, or the first of several, such as 2026-12-24");
  return ClosedDay{.first = *from,
                   .last = TRY(date_of(body, "to")).value_or(*from),
                   .name = TRY(text_of(body, "name", longest_closed_day_name))};
}

Result<ClosedDay> changed_day(const Object& body, ClosedDay day) {
  day.first = TRY(date_of(body, "from")).value_or(day.first);
  day.last = TRY(date_of(body, "to")).value_or(day.last);
  if (body.contains("name")) day.name = TRY(text_of(body, "name", longest_closed_day_name));
  return day;
}

/// Visits that are booked for these dates, by the calendar of the account's zone.
Result<std::int64_t> booked_on(Unit& unit, const ClosedDay& day) {
  const Zone zone = TRY(Zone::find(TRY(unit.accounts().get()).zone));
  const auto counts =
      TRY(Calendar(unit).counts(begin_of(zone, day.first), begin_of(zone, day.last + std::chrono::days{1})));
  std::int64_t visits = 0;
  for (std::size_t state = 0; state < counts.size(); ++state)
    if (static_cast<AppointmentState>(state) != AppointmentState::cancelled) visits += counts[state];
  return visits;
}

Result<void> check_version(Unit& unit, std::optional<std::int64_t> expected) {
  if (expected && *expected != TRY(unit.closed_days().version())) return Error{ErrorCode::conflict, changed_meanwhile};
  return {};
}

/// The page as it is now, with what was done.
Result<Object> page_after(Unit& unit, const CalendarChange& change) {
  Object page = TRY(calendar_page(unit));
  page["moved"] = change.moved;
  if (change.id) page["closed_day"] = change.id.value();
  return page;
}

Result<Object> page_after(Unit& unit, const CalendarChange& change, const ClosedDay& day) {
  Object page = TRY(page_after(unit, change));
  page["visits"] = TRY(booked_on(unit, day));
  return page;
}

Result<Object> set_week(Unit& unit, const Object& body, const std::string& who) {
  BusinessWeek week = TRY(unit.closed_days().week());
  week.open = TRY(weekdays_of(body, week.open));
  week.calls_when_closed = TRY(flag_of(body, "calls_on_closed_days")).value_or(week.calls_when_closed);
  return page_after(unit, TRY(set_business_week(unit, week, who)));
}

Result<Object> add_day(Unit& unit, const Object& body, const std::string& who) {
  const ClosedDay day = TRY(new_day(body));
  return page_after(unit, TRY(close_days(unit, day, who)), day);
}

Result<Object> change_day(Unit& unit, ClosedDayId id, const Object& body, const std::string& who) {
  const ClosedDay day = TRY(changed_day(body, TRY(unit.closed_days().get(id))));
  return page_after(unit, TRY(change_closed_days(unit, day, who)), day);
}

Result<Object> remove_day(Unit& unit, ClosedDayId id, const std::string& who) {
  return page_after(unit, TRY(open_again(unit, id, who)));
}

/// A change by the body: `change` is asked with the unit, the body and who does it.
template <typename Change>
void writes_calendar(Api& api, Call call, http::Respond respond, Change change) {
  const VersionTag tag = std::make_shared<std::int64_t>();
  api.write(
      call,
      [tag, change, body = call.body, expected = expected_in(call.request)](Unit& unit) -> Result<Object> {
        const std::string who = TRY(who_of(body));
        TRY(check_version(unit, expected));
        return noted(TRY(change(unit, body, who)), tag);
      },
      api.settings().on_change, tagged(tag, std::move(respond)));
}

}  // namespace

Result<boost::json::value> closed_on(Unit& unit, LocalDate date) {
  const auto days = TRY(unit.closed_days().between(date, date));
  return days.empty() ? boost::json::value(nullptr) : boost::json::value(day_json(days.front()));
}

void get_closed_days(Api& api, Call call, http::Respond respond) {
  const VersionTag tag = std::make_shared<std::int64_t>();
  api.ask(
      call, [tag](Unit& unit) -> Result<Object> { return noted(TRY(calendar_page(unit)), tag); },
      tagged(tag, std::move(respond)));
}

void put_business_week(Api& api, Call call, http::Respond respond) {
  writes_calendar(api, std::move(call), std::move(respond), set_week);
}

void post_closed_day(Api& api, Call call, http::Respond respond) {
  writes_calendar(api, std::move(call), std::move(respond), add_day);
}

void put_closed_day(Api& api, Call call, http::Respond respond) {
  const auto id = id_in(call);
  if (!id) return respond(problem(id.error()));
  writes_calendar(api, std::move(call), std::move(respond),
                  [id = ClosedDayId(*id)](Unit& unit, const Object& body, const std::string& who) {
                    return change_day(unit, id, body, who);
                  });
}

void remove_closed_day(Api& api, Call call, http::Respond respond) {
  const auto id = id_in(call);
  if (!id) return respond(problem(id.error()));
  writes_calendar(
      api, std::move(call), std::move(respond),
      [id = ClosedDayId(*id)](Unit& unit, const Object&, const std::string& who) { return remove_day(unit, id, who); });
}

}  // namespace courtesy::api
