#include "schedule/business.h"

#include <doctest/doctest.h>

#include "appointment/start.h"
#include "schedule/plan.h"

namespace courtesy {
namespace {

using namespace std::chrono_literals;

Instant at(std::string_view text) { return parse_instant(text).value(); }
LocalDate date(std::string_view text) { return parse_date(text).value(); }
Zone zone(std::string_view name) { return Zone::find(name).value(); }

Rule one_business_day_before() {
  return {.id = RuleId{1},
          .channel = Channel::text,
          .offset = BusinessDaysBeforeAt{.days = 1, .time = 9h, .open = {}, .closed_dates = {}}};
}

TEST_CASE("a rule by business days counts by the calendar that it is given, and by none not at all") {
  const PlanInput tuesday{.start = start_at(at("2026-05-26T09:00:00Z"), "UTC").value()};
  CHECK_FALSE(plan(one_business_day_before(), tuesday).ok());
  CHECK(plan(counted_by({}, one_business_day_before()), tuesday).value().due == at("2026-05-25T09:00:00Z"));
  const BusinessCalendar closed{.closed_dates = {date("2026-05-25")}};
  CHECK(plan(counted_by(closed, one_business_day_before()), tuesday).value().due == at("2026-05-22T09:00:00Z"));
  const BusinessCalendar saturdays{.open = {false, false, false, false, false, true, false}};
  CHECK(plan(counted_by(saturdays, one_business_day_before()), tuesday).value().due == at("2026-05-23T09:00:00Z"));
}

TEST_CASE("a rule that counts no business days is the same by any calendar") {
  Rule rule = one_business_day_before();
  rule.offset = DaysBeforeAt{1, 9h};
  const PlanInput tuesday{.start = start_at(at("2026-05-26T09:00:00Z"), "UTC").value()};
  const BusinessCalendar closed{.closed_dates = {date("2026-05-25")}};
  CHECK(plan(counted_by(closed, rule), tuesday).value().due == at("2026-05-25T09:00:00Z"));
}

TEST_CASE("a closed date has no permitted hour, and the days around it have all of theirs") {
  const Constraint open = any_hour_but_on({date("2026-05-25")}, {zone("America/New_York")});
  const std::span<const Constraint> constraints(&open, 1);
  CHECK(permitted(constraints, at("2026-05-25T03:59:59.999Z")));
  CHECK_FALSE(permitted(constraints, at("2026-05-25T04:00:00Z")));
  CHECK_FALSE(permitted(constraints, at("2026-05-26T03:59:59.999Z")));
  CHECK(permitted(constraints, at("2026-05-26T04:00:00Z")));
}

TEST_CASE("without a zone it is not known which date it is, and nothing is permitted") {
  const Constraint nowhere = any_hour_but_on({}, {});
  CHECK_FALSE(permitted({&nowhere, 1}, at("2026-05-25T12:00:00Z")));
}

}  // namespace
}  // namespace courtesy
