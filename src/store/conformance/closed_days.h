// What every store must keep of the days on which a business is closed. Included by tests alone.
#pragma once

#include <doctest/doctest.h>

#include <vector>

#include "store/booking.h"
#include "store/closed_days.h"
#include "store/conformance/bench.h"
#include "store/queue.h"

namespace courtesy::conformance {

inline LocalDate day_of(std::string_view text) { return parse_date(text).value(); }

inline Result<ClosedDayId> close_days(StoreBench& bench, std::string_view first, std::string_view last,
                                      const std::string& name = "", AccountId in = ours) {
  return ask<ClosedDayId>(
      bench,
      [=](Unit& unit) { return unit.closed_days().add({.first = day_of(first), .last = day_of(last), .name = name}); },
      in);
}

inline void closed_days_are_kept_in_order_and_apart(StoreBench& bench) {
  CHECK(close_days(bench, "2026-12-24", "2026-12-26", "Christmas").value() == ClosedDayId(1));
  CHECK(close_days(bench, "2026-05-25", "2026-05-25").value() == ClosedDayId(2));
  CHECK(close_days(bench, "2026-05-25", "2026-05-25", "", theirs).value() == ClosedDayId(1));
  const auto days = read<std::vector<ClosedDay>>(bench, [](Unit& unit) { return unit.closed_days().list(); }).value();
  REQUIRE(days.size() == 2);
  CHECK(days[0].first == day_of("2026-05-25"));
  CHECK(days[1].last == day_of("2026-12-26"));
  CHECK(days[1].name == "Christmas");
  const auto found = [&](std::string_view first, std::string_view last) {
    return read<std::vector<ClosedDay>>(
               bench, [=](Unit& unit) { return unit.closed_days().between(day_of(first), day_of(last)); })
        .value()
        .size();
  };
  CHECK(found("2026-12-26", "2026-12-31") == 1);
  CHECK(found("2026-12-01", "2026-12-24") == 1);
  CHECK(found("2026-12-27", "2026-12-31") == 0);
}

inline void a_day_is_closed_once_and_its_change_is_counted(StoreBench& bench) {
  REQUIRE(close_days(bench, "2026-12-24", "2026-12-26").ok());
  CHECK(close_days(bench, "2026-12-26", "2026-12-27").error().code == ErrorCode::conflict);
  CHECK(close_days(bench, "2026-12-27", "2026-12-27").ok());
  CHECK(close_days(bench, "2026-12-30", "2026-12-29").error().code == ErrorCode::invalid);
  CHECK(close_days(bench, "2026-05-11", "2026-05-11").error().code == ErrorCode::invalid);
  CHECK(close_days(bench, "2027-01-01", "2029-12-31").error().code == ErrorCode::full);
  const auto version = [&] {
    return read<std::int64_t>(bench, [](Unit& unit) { return unit.closed_days().version(); }).value();
  };
  const std::int64_t before = version();
  const auto change = [&](std::string_view last) {
    return write(bench, [=](Unit& unit) {
      return unit.closed_days().change(
          {.id = ClosedDayId(1), .first = day_of("2026-12-23"), .last = day_of(last), .name = "Holidays"});
    });
  };
  CHECK(committed(change("2026-12-26")));
  CHECK(version() == before + 1);
  CHECK_FALSE(committed(change("2026-12-27")));
  CHECK(version() == before + 1);
  const auto remove = [&] {
    return committed(write(bench, [](Unit& unit) { return unit.closed_days().remove(ClosedDayId(1)); }));
  };
  CHECK(remove());
  CHECK_FALSE(remove());
}

inline void the_week_is_the_accounts_own(StoreBench& bench) {
  const auto week = [&](AccountId in) {
    return read<BusinessWeek>(
               bench, [](Unit& unit) { return unit.closed_days().week(); }, in)
        .value();
  };
  CHECK(week(ours).open == usual_open_weekdays);
  const BusinessWeek weekend{.open = {false, false, false, false, false, true, true}, .calls_when_closed = true};
  CHECK(committed(write(bench, [&](Unit& unit) { return unit.closed_days().set_week(weekend); })));
  CHECK(week(ours).open == weekend.open);
  CHECK(week(ours).calls_when_closed);
  CHECK(week(theirs).open == usual_open_weekdays);
  CHECK_FALSE(committed(write(bench, [](Unit& unit) { return unit.closed_days().set_week({.open = {}}); })));
}

inline void calls_ask_for_closed_dates_and_nothing_else_does(StoreBench& bench) {
  REQUIRE(close_days(bench, "2026-05-12", "2026-05-12").ok());
  const auto open = [&](Channel channel) {
    const std::vector<Due> due{{.key = {AppointmentId(1), RuleId(1), channel, start_of(9).key()}}};
    const auto found = read<Constraint>(bench, [&](Unit& unit) -> Result<Constraint> {
      TRY(unit.closed_days().foresee(due));
      return unit.closed_days().open_for_calls(due);
    });
    return permitted({&found.value(), 1}, noon());
  };
  CHECK_FALSE(open(Channel::call));
  CHECK(committed(write(bench, [](Unit& unit) { return unit.closed_days().set_week({.calls_when_closed = true}); })));
  CHECK(open(Channel::call));
  CHECK_FALSE(open(Channel::email));  // unread permits nothing; nobody asks it of an email
}

/// The furnished rule calls the day before at the same time: on Tuesday the 19th, 09:00, for the first visit.
inline void reminders_follow_the_calendar_and_nothing_sent_does(StoreBench& bench) {
  const auto plan_first = [](Unit& unit) -> Result<int> {
    return plan_reminders(unit, TRY(unit.appointments().get(AppointmentId(1))), Past::may_be_late);
  };
  CHECK(ask<int>(bench, plan_first).value() == 1);
  const auto change = [&](const std::function<Result<void>(ClosedDays&)>& how) {
    return ask<int>(bench,
                    [&](Unit& unit) -> Result<int> {
                      const Calendared before = *TRY(unit.closed_days().calendar());
                      TRY(how(unit.closed_days()));
                      return plan_by_changed_calendar(unit, before);
                    })
        .value();
  };
  const auto close = [](ClosedDays& days) -> Result<void> {
    TRY(days.add({.first = day_of("2026-05-19"), .last = day_of("2026-05-19"), .name = {}}));
    return {};
  };
  const auto row = [&] {
    return read<std::vector<ReminderRow>>(bench, [](Unit& unit) { return unit.queue().of(AppointmentId(1)); })
        .value()
        .at(0);
  };
  const Instant planned = row().send_at;
  CHECK(change(close) == 1);
  CHECK(row().send_at < planned);
  CHECK(row().due == planned);
  CHECK(change([](ClosedDays& days) { return days.remove(ClosedDayId(1)); }) == 1);
  CHECK(row().send_at == planned);
  CHECK(committed(write(bench, [&](Unit& unit) -> Result<void> {
    TRY(unit.db().run("UPDATE reminder SET state = 'done' WHERE account = $1 AND appointment = 1", {unit.account()}));
    return {};
  })));
  CHECK(change(close) == 0);
  CHECK(row().send_at == planned);
  CHECK(row().state == ReminderState::done);
}

inline constexpr StoreRule closed_days_rules[] = {
    {"closed days are kept in order and apart", closed_days_are_kept_in_order_and_apart},
    {"a day is closed once and its change is counted", a_day_is_closed_once_and_its_change_is_counted},
    {"the week is the account's own", the_week_is_the_accounts_own},
    {"calls ask for closed dates and nothing else does", calls_ask_for_closed_dates_and_nothing_else_does},
    {"reminders follow the calendar and nothing sent does", reminders_follow_the_calendar_and_nothing_sent_does},
};

}  // namespace courtesy::conformance
