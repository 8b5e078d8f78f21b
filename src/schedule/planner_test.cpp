#include "schedule/planner.h"

#include <doctest/doctest.h>

#include "appointment/start.h"
#include "schedule/profiles.h"
#include "schedule/timeline.h"

namespace courtesy {
namespace {

Instant at(std::string_view text) { return parse_instant(text).value(); }

Start start(std::string_view local) { return start_at(parse_local_time(local).value(), "America/New_York").value(); }

std::vector<Rule> text_and_call() {
  return {{.id = RuleId{1}, .channel = Channel::text, .offset = DaysBeforeAt{1, hours{17}}},
          {.id = RuleId{2}, .channel = Channel::call, .offset = ElapsedBefore{hours{2}}}};
}

ChannelHours default_channel_hours() {
  const std::vector<Zone> zones{Zone::find("America/New_York").value()};
  return {.call = {hours_constraint(Channel::call, default_hours(Channel::call), zones)},
          .text = {hours_constraint(Channel::text, default_hours(Channel::text), zones)},
          .email = {}};
}

TEST_CASE("each channel keeps its own hours: a text on Sunday afternoon, the call on Saturday instead") {
  const ChannelHours channel_hours = default_channel_hours();
  const auto planned =
      plan_all(text_and_call(), {.start = start("2026-05-11T09:00"), .hours = channel_hours}).value();  // a Monday
  REQUIRE(planned.size() == 2);
  CHECK(planned[0].time.send == at("2026-05-10T21:00:00Z"));
  CHECK(planned[1].time.send == at("2026-05-09T23:54:00Z"));
  CHECK(planned[1].time.reason == PlanReason::shifted_earlier);
}

TEST_CASE("the key stays when the time moves with the tz database, and changes with the start") {
  const ChannelHours any_hour;
  Start before = start("2026-05-12T09:00");
  before.instant += hours{1};
  const auto old_plan = plan_all(text_and_call(), {.start = before, .hours = any_hour}).value();
  const auto new_plan = plan_all(text_and_call(), {.start = derived_again(before).value(), .hours = any_hour}).value();
  const auto moved = plan_all(text_and_call(), {.start = start("2026-05-12T10:00"), .hours = any_hour}).value();
  CHECK(old_plan[1].start_key == new_plan[1].start_key);
  CHECK(old_plan[1].time.due != new_plan[1].time.due);
  CHECK(moved[1].start_key != new_plan[1].start_key);
}

TEST_CASE("an event at the very instant of a send wins") {
  const ChannelHours any_hour;
  const std::vector<TimelineEvent> events{{at("2026-05-01T12:00:00Z"), start("2026-05-12T09:00")},
                                          {at("2026-05-11T21:00:00Z"), std::nullopt}};
  CHECK(replay(text_and_call(), events, any_hour, std::nullopt).value().empty());
  std::vector<TimelineEvent> a_moment_later = events;
  a_moment_later[1].at += milliseconds{1};
  const auto sends = replay(text_and_call(), a_moment_later, any_hour, std::nullopt).value();
  REQUIRE(sends.size() == 1);
  CHECK(sends[0].rule == 0);
}

TEST_CASE("moved away and moved back is not reminded twice") {
  const ChannelHours any_hour;
  const std::vector<TimelineEvent> events{{at("2026-05-01T12:00:00Z"), start("2026-05-12T09:00")},
                                          {at("2026-05-11T21:30:00Z"), start("2026-05-13T09:00")},
                                          {at("2026-05-11T21:45:00Z"), start("2026-05-12T09:00")}};
  const auto sends = replay(text_and_call(), events, any_hour, std::nullopt).value();
  REQUIRE(sends.size() == 2);
  CHECK(sends[0].at == at("2026-05-11T21:00:00Z"));
  CHECK(sends[1].rule == 1);
}

TEST_CASE("events out of order are refused") {
  const ChannelHours any_hour;
  const std::vector<TimelineEvent> events{{at("2026-05-02T12:00:00Z"), std::nullopt},
                                          {at("2026-05-01T12:00:00Z"), std::nullopt}};
  CHECK_FALSE(replay(text_and_call(), events, any_hour, std::nullopt).ok());
}

}  // namespace
}  // namespace courtesy
