// The words of planning and pacing, and what a value that is none of those known is taken for: the narrower answer.
#include <doctest/doctest.h>

#include <array>

#include "appointment/start.h"
#include "schedule/pace_control.h"
#include "schedule/planner.h"
#include "schedule/profiles.h"

namespace courtesy {
namespace {

template <typename Word>
Word beyond_all() {
  return static_cast<Word>(99);
}

TEST_CASE("the reasons of a plan are the words of the vectors") {
  const std::array<std::pair<PlanReason, std::string_view>, 9> words{
      {{PlanReason::due, "due"},
       {PlanReason::shifted_later, "shifted-later"},
       {PlanReason::shifted_earlier, "shifted-earlier"},
       {PlanReason::outside_hours, "outside-window"},
       {PlanReason::too_close_to_appointment, "too-close-to-appointment"},
       {PlanReason::late_now, "late-now"},
       {PlanReason::too_late, "too-late"},
       {PlanReason::late_outside_hours, "late-and-outside-window"},
       {PlanReason::already_due, "already-due"}}};
  for (const auto& [reason, word] : words) CHECK(to_string(reason) == word);
  CHECK(to_string(beyond_all<PlanReason>()) == "due");
}

TEST_CASE("why contacts wait for the agents has a word each; what is unknown is nobody there") {
  CHECK(to_string(PaceHold::none) == "none");
  CHECK(to_string(PaceHold::no_agents) == "no_agents");
  CHECK(to_string(PaceHold::all_busy) == "all_busy");
  CHECK(to_string(PaceHold::callbacks_coming) == "callbacks_coming");
  CHECK(to_string(PaceHold::agents_leaving) == "agents_leaving");
  CHECK(to_string(beyond_all<PaceHold>()) == "no_agents");
}

TEST_CASE("a channel that is none of the known ones keeps the hours of calls, the narrowest") {
  CHECK(&default_hours(beyond_all<Channel>()) == &default_hours(Channel::call));
  CHECK(&default_hours(Channel::text) != &default_hours(Channel::call));
  const ChannelHours hours{.call = {Constraint{}}, .text = {}, .email = {}};
  CHECK(hours.of(Channel::call).size() == 1);
  CHECK(hours.of(Channel::text).empty());
  CHECK(hours.of(Channel::email).empty());
  CHECK(hours.of(beyond_all<Channel>()).size() == 1);
}

TEST_CASE("a rule that shifts in no known way is not shifted") {
  Constraint never{.zones = {Zone::find("UTC").value()}, .windows = {}, .closed_dates = {}};
  never.windows.fill({{hours{8}, hours{9}}});
  Rule rule{.id = RuleId{1}, .channel = Channel::text, .offset = ElapsedBefore{hours{2}}};
  rule.shift = beyond_all<Shift>();
  const Start start = start_at(parse_instant("2026-05-12T14:00:00Z").value(), "UTC").value();
  const PlannedTime planned = plan(rule, {.start = start, .hours = {&never, 1}}).value();
  CHECK_FALSE(planned.send);
  CHECK(planned.reason == PlanReason::outside_hours);
}

}  // namespace
}  // namespace courtesy
