// Plans, timelines and hours at their very limits.
#include <doctest/doctest.h>

#include "appointment/start.h"
#include "schedule/planner.h"
#include "schedule/profiles.h"
#include "schedule/timeline.h"

namespace courtesy {
namespace {

using namespace std::chrono_literals;

Instant at(std::string_view text) { return parse_instant(text).value(); }
Zone zone(std::string_view name) { return Zone::find(name).value(); }

std::vector<Constraint> one(std::string_view name, std::vector<Window> windows) {
  Constraint constraint{.zones = {zone(name)}, .windows = {}, .closed_dates = {}};
  constraint.windows.fill(windows);
  return {constraint};
}

Start in_utc(std::string_view instant) { return start_at(at(instant), "UTC").value(); }

Rule two_hours_before() { return {.id = RuleId{1}, .channel = Channel::text, .offset = ElapsedBefore{2h}}; }

TEST_CASE("the very instant of an opening is open, looked for from before and from after") {
  const auto nine_to_five = one("UTC", {{9h, 17h}});
  CHECK(last_permitted(nine_to_five, at("2026-05-12T09:00:00Z"), 336h) == at("2026-05-12T09:00:00Z"));
  CHECK(last_permitted(nine_to_five, at("2026-05-12T08:59:00Z"), 336h) == at("2026-05-11T16:59:00Z"));
  CHECK(next_permitted(nine_to_five, at("2026-05-12T09:00:00Z"), 336h) == at("2026-05-12T09:00:00Z"));
  CHECK(next_permitted(nine_to_five, at("2026-05-12T17:00:00Z"), 336h) == at("2026-05-13T09:00:00Z"));
}

TEST_CASE("the search back goes on from the very instant at which a clock was changed") {
  const auto early = one("America/New_York", {{0h, 90min}});
  CHECK(last_permitted(early, at("2026-03-08T07:00:00Z"), 336h) == at("2026-03-08T06:29:00Z"));
  CHECK(next_permitted(early, at("2026-03-08T07:00:00Z"), 336h) == at("2026-03-09T04:00:00Z"));
}

TEST_CASE("of a day's windows the nearest counts, in whatever order they stand") {
  for (const auto& windows : {std::vector<Window>{{9h, 10h}, {12h, 13h}}, std::vector<Window>{{12h, 13h}, {9h, 10h}}}) {
    const auto constraints = one("UTC", windows);
    CHECK(next_permitted(constraints, at("2026-05-12T08:00:00Z"), 336h) == at("2026-05-12T09:00:00Z"));
    CHECK(last_permitted(constraints, at("2026-05-12T14:00:00Z"), 336h) == at("2026-05-12T12:59:00Z"));
  }
}

TEST_CASE("the search ends at its horizon to the minute, forwards and back") {
  const auto nine_to_five = one("UTC", {{9h, 17h}});
  CHECK(next_permitted(nine_to_five, at("2026-05-12T07:00:00Z"), 2h) == at("2026-05-12T09:00:00Z"));
  CHECK_FALSE(next_permitted(nine_to_five, at("2026-05-12T06:59:59.999Z"), 2h));
  CHECK(last_permitted(nine_to_five, at("2026-05-12T18:59:00Z"), 2h) == at("2026-05-12T16:59:00Z"));
  CHECK_FALSE(last_permitted(nine_to_five, at("2026-05-12T19:00:00Z"), 2h));
  CHECK(next_permitted(nine_to_five, at("2026-05-12T12:00:00Z"), 0h) == at("2026-05-12T12:00:00Z"));
  CHECK(last_permitted(nine_to_five, at("2026-05-12T12:00:00Z"), 0h) == at("2026-05-12T12:00:00Z"));
}

TEST_CASE("one zone that is never open is enough for no permission") {
  auto constraints = one("UTC", {{0h, 24h}});
  constraints.push_back(one("UTC", {}).front());
  CHECK_FALSE(next_permitted(constraints, at("2026-05-12T12:00:00Z"), 336h));
  CHECK_FALSE(last_permitted(constraints, at("2026-05-12T12:00:00Z"), 336h));
}

TEST_CASE("one constraint without a zone spoils all others") {
  auto constraints = one("UTC", {{0h, 24h}});
  CHECK(permitted(constraints, at("2026-05-12T12:00:00Z")));
  constraints.push_back({.zones = {}, .windows = constraints.front().windows, .closed_dates = {}});
  CHECK_FALSE(permitted(constraints, at("2026-05-12T12:00:00Z")));
}

TEST_CASE("no lead is allowed to be no lead, but never the start itself") {
  Rule rule = two_hours_before();
  rule.min_lead = 0min;
  rule.offset = ElapsedBefore{0min};
  const Start start = in_utc("2026-05-12T12:00:00Z");
  CHECK(plan(rule, {.start = start}).value().reason == PlanReason::too_close_to_appointment);
  rule.offset = ElapsedBefore{1min};
  CHECK(plan(rule, {.start = start}).value().reason == PlanReason::due);
  rule.min_lead = 1min;
  CHECK(plan(rule, {.start = start}).value().reason == PlanReason::due);
  rule.min_lead = 2min;
  CHECK(plan(rule, {.start = start}).value().reason == PlanReason::too_close_to_appointment);
}

TEST_CASE("a reminder may be as late as its rule says, and not a millisecond later") {
  Rule rule = two_hours_before();
  rule.max_lateness = 60min;
  PlanInput input{.start = in_utc("2026-05-12T12:00:00Z"), .now = at("2026-05-12T10:00:00Z")};
  CHECK(plan(rule, input).value().reason == PlanReason::due);
  *input.now += 1h;
  CHECK(plan(rule, input).value().reason == PlanReason::late_now);
  CHECK(plan(rule, input).value().send == input.now);
  *input.now += 1ms;
  CHECK(plan(rule, input).value().reason == PlanReason::too_late);
  CHECK_FALSE(plan(rule, input).value().send);
}

TEST_CASE("business days are counted over closed weekdays and closed dates") {
  Rule rule = two_hours_before();
  const std::array weekdays{true, true, true, true, true, false, false};
  const auto due = [&](int days, std::set<LocalDate> closed) {
    rule.offset = BusinessDaysBeforeAt{days, 9h, weekdays, std::move(closed)};
    return plan(rule, {.start = in_utc("2026-05-12T12:00:00Z")}).value().due;  // a Tuesday
  };
  CHECK(due(0, {}) == at("2026-05-12T09:00:00Z"));
  CHECK(due(1, {}) == at("2026-05-11T09:00:00Z"));
  CHECK(due(2, {}) == at("2026-05-08T09:00:00Z"));
  CHECK(due(1, {parse_date("2026-05-11").value()}) == at("2026-05-08T09:00:00Z"));
}

TEST_CASE("a rule of the appointment's zone stays there, though the client's is known") {
  Rule rule = two_hours_before();
  rule.offset = DaysBeforeAt{1, 9h};
  const PlanInput input{.start = in_utc("2026-05-12T12:00:00Z"), .client_zone = zone("Asia/Tokyo")};
  CHECK(plan(rule, input).value().due == at("2026-05-11T09:00:00Z"));
  rule.zone = RuleZone::client;
  CHECK(plan(rule, input).value().due == at("2026-05-11T00:00:00Z"));
}

TEST_CASE("shifts go to the nearest permitted time on their side, within 14 days") {
  Rule rule = two_hours_before();
  const Start start = in_utc("2026-05-30T12:00:00Z");
  auto once = one("UTC", {});
  once.front().windows[5] = {{9h, 10h}};  // Saturdays; the 30th is one
  once.front().closed_dates = {parse_date("2026-05-23").value()};
  rule.offset = ElapsedBefore{24h * 7};
  rule.shift = Shift::later;
  CHECK(plan(rule, {.start = start, .hours = once}).value().send == at("2026-05-30T09:00:00Z"));
  CHECK(plan(rule, {.start = start, .hours = once}).value().reason == PlanReason::shifted_later);
  rule.shift = Shift::earlier;
  CHECK(plan(rule, {.start = start, .hours = once}).value().send == at("2026-05-16T09:59:00Z"));
  CHECK(plan(rule, {.start = start, .hours = once}).value().reason == PlanReason::shifted_earlier);
  once.front().closed_dates.insert(parse_date("2026-05-16").value());
  once.front().closed_dates.insert(parse_date("2026-05-30").value());
  CHECK(plan(rule, {.start = start, .hours = once}).value().reason == PlanReason::outside_hours);
}

TEST_CASE("one appointment in an unknown zone, or one bad rule, is an error of the whole plan and of a timeline") {
  const ChannelHours any_hour;
  Start nowhere = in_utc("2026-05-12T12:00:00Z");
  nowhere.zone = "Mars/Olympus";
  const std::vector<Rule> rules{two_hours_before()};
  CHECK_FALSE(plan_all(rules, {.start = nowhere, .hours = any_hour}).ok());
  const std::vector<TimelineEvent> events{{at("2026-05-01T12:00:00Z"), nowhere}};
  CHECK_FALSE(replay(rules, events, any_hour, std::nullopt).ok());
}

TEST_CASE("a timeline's sends stand in the order of time, then of rules") {
  const ChannelHours any_hour;
  Rule day_before = two_hours_before();
  day_before.offset = ElapsedBefore{24h};
  const std::vector<Rule> rules{two_hours_before(), day_before, two_hours_before()};
  const std::vector<TimelineEvent> events{{at("2026-05-01T12:00:00Z"), in_utc("2026-05-12T12:00:00Z")}};
  const auto sends = replay(rules, events, any_hour, std::nullopt).value();
  REQUIRE(sends.size() == 3);
  CHECK(sends[0].rule == 1);
  CHECK(sends[1].rule == 0);
  CHECK(sends[2].rule == 2);
  CHECK(sends[0].at == at("2026-05-11T12:00:00Z"));
  CHECK(sends[0].reason == PlanReason::due);
  CHECK(sends[0].start.key() == events[0].start->key());
}

TEST_CASE("windows that are empty or stand the wrong way round vanish") {
  WeekWindows empty;
  empty[0] = {{9h, 9h}, {12h, 10h}};
  CHECK(closing_earlier(empty, 0min)[0].empty());
}

TEST_CASE("windows that touch, or lie one within the other, end once") {
  WeekWindows week;
  week[0] = {{12h, 13h}, {9h, 12h}, {13h, 17h}};
  week[1] = {{9h, 17h}, {10h, 11h}};
  for (std::size_t day = 0; day < 2; ++day) {
    const std::vector<Window> joined = closing_earlier(week, 5min)[day];
    REQUIRE(joined.size() == 1);
    CHECK(joined.front().opens == 9h);
    CHECK(joined.front().closes == 17h - 5min);
  }
}

TEST_CASE("what is left of a window after its margin is a minute at least") {
  WeekWindows week;
  week[3] = {{9h, 9h + 5min}, {10h, 10h + 6min}};
  const WeekWindows earlier = closing_earlier(week, 5min);
  REQUIRE(earlier[3].size() == 1);
  CHECK(earlier[3].front().opens == 10h);
  CHECK(earlier[3].front().closes == 10h + 1min);
}

TEST_CASE("email is permitted at any hour of any day") {
  for (const auto& day : default_hours(Channel::email)) {
    REQUIRE(day.size() == 1);
    CHECK(day.front().opens == 0h);
    CHECK(day.front().closes == 24h);
  }
}

TEST_CASE("only calls end five minutes before their hours do; zones and closed dates are taken as given") {
  WeekWindows week;
  week.fill({{8h, 21h}});
  const std::set<LocalDate> closed{parse_date("2026-05-12").value()};
  for (const Channel channel : {Channel::call, Channel::text, Channel::email}) {
    const Constraint constraint = hours_constraint(channel, week, {zone("UTC")}, closed);
    CHECK(constraint.windows[0].front().closes == (channel == Channel::call ? 21h - 5min : minutes{21h}));
    CHECK(constraint.zones.size() == 1);
    CHECK(constraint.closed_dates == closed);
  }
}

}  // namespace
}  // namespace courtesy
