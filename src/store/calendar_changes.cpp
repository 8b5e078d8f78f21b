#include "store/calendar_changes.h"

#include "store/booking.h"
#include "store/ledger.h"
#include "store/unit.h"

namespace courtesy {
namespace {

LedgerBody body_of(const ClosedDay& day, const std::string& who) {
  LedgerBody body;
  if (!who.empty()) body.plain("who", who);
  body.plain("from", to_string(day.first)).plain("to", to_string(day.last));
  if (!day.name.empty()) body.personal("name", day.name);
  return body;
}

std::string names_of(const std::array<bool, 7>& open) {
  std::string names;
  for (std::size_t day = 0; day < open.size(); ++day)
    if (open[day]) names.append(names.empty() ? "" : " ").append(weekday_names[day]);
  return names;
}

LedgerBody body_of(const BusinessWeek& week, const BusinessWeek& before, const std::string& who) {
  LedgerBody body;
  if (!who.empty()) body.plain("who", who);
  body.plain("open_weekdays", names_of(week.open)).plain("before", names_of(before.open));
  body.plain("calls_on_closed_days", week.calls_when_closed ? "yes" : "no");
  return body;
}

/// `change` has been written; `before` is what reminders were planned by.
Result<CalendarChange> settled(Unit& unit, ClosedDayId id, const Calendared& before, std::string code,
                               LedgerBody body) {
  TRY(unit.ledger().append({.kind = LedgerKind::by_hand, .code = std::move(code), .body = std::move(body)}));
  return CalendarChange{id, TRY(plan_by_changed_calendar(unit, before))};
}

}  // namespace

Result<CalendarChange> close_days(Unit& unit, const ClosedDay& day, const std::string& who) {
  const Calendared before = *TRY(unit.closed_days().calendar());
  const ClosedDayId id = TRY(unit.closed_days().add(day));
  return settled(unit, id, before, "closed_day_added", body_of(day, who));
}

Result<CalendarChange> change_closed_days(Unit& unit, const ClosedDay& day, const std::string& who) {
  const Calendared before = *TRY(unit.closed_days().calendar());
  TRY(unit.closed_days().change(day));
  return settled(unit, day.id, before, "closed_day_changed", body_of(day, who));
}

Result<CalendarChange> open_again(Unit& unit, ClosedDayId id, const std::string& who) {
  const Calendared before = *TRY(unit.closed_days().calendar());
  const ClosedDay day = TRY(unit.closed_days().get(id));
  TRY(unit.closed_days().remove(id));
  return settled(unit, id, before, "closed_day_removed", body_of(day, who));
}

Result<CalendarChange> set_business_week(Unit& unit, const BusinessWeek& week, const std::string& who) {
  const Calendared before = *TRY(unit.closed_days().calendar());
  const BusinessWeek week_before = TRY(unit.closed_days().week());
  TRY(unit.closed_days().set_week(week));
  return settled(unit, {}, before, "business_week_set", body_of(week, week_before, who));
}

}  // namespace courtesy
