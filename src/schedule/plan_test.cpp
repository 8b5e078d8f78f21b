#include "schedule/plan.h"

#include <doctest/doctest.h>

#include <set>

#include "appointment/start.h"

namespace courtesy {
namespace {

Instant at(std::string_view text) { return parse_instant(text).value(); }

Start start(std::string_view local) { return start_at(parse_local_time(local).value(), "America/New_York").value(); }

Rule rule(Offset offset) { return {.id = RuleId{1}, .channel = Channel::text, .offset = std::move(offset)}; }

std::vector<Constraint> eight_to_nine_pm() {
  Constraint constraint{.zones = {Zone::find("America/New_York").value()}, .windows = {}, .closed_dates = {}};
  constraint.windows.fill({{hours{8}, hours{21}}});
  return {constraint};
}

TEST_CASE("a reminder two hours before an early appointment goes out the evening before") {
  const auto constraints = eight_to_nine_pm();
  const PlannedTime planned =
      plan(rule(ElapsedBefore{hours{2}}), {.start = start("2026-05-12T08:15"), .hours = constraints}).value();
  CHECK(planned.due == at("2026-05-12T10:15:00Z"));
  CHECK(planned.send == at("2026-05-12T00:59:00Z"));
  CHECK(planned.reason == PlanReason::shifted_earlier);
}

PlannedTime before_breakfast(std::span<const Constraint> constraints, std::uint64_t client,
                             std::optional<Instant> now = std::nullopt) {
  return plan(rule(ElapsedBefore{hours{2}}),
              {.start = start("2026-05-12T08:15"), .hours = constraints, .now = now, .spread = client})
      .value();
}

TEST_CASE("of sixty clients whose reminders go out the evening before no two are reminded in one minute") {
  const auto constraints = eight_to_nine_pm();
  std::set<Instant> minutes_used;
  for (std::uint64_t client = 1; client <= 60; ++client) {
    const PlannedTime planned = before_breakfast(constraints, client);
    REQUIRE(planned.send);
    CHECK(*planned.send >= at("2026-05-12T00:00:00Z"));
    CHECK(*planned.send <= at("2026-05-12T00:59:00Z"));
    CHECK(planned.reason == PlanReason::shifted_earlier);
    minutes_used.insert(*planned.send);
  }
  CHECK(minutes_used.size() == 60);
  CHECK(before_breakfast(constraints, 7).send == before_breakfast(constraints, 7).send);
  CHECK(before_breakfast(constraints, 7).send == at("2026-05-12T00:52:00Z"));
}

TEST_CASE("all reminders of one client that are shifted earlier lie in one minute, as what is told once") {
  const auto constraints = eight_to_nine_pm();
  const PlanInput input{.start = start("2026-05-12T08:15"), .hours = constraints, .spread = 41};
  CHECK(plan(rule(ElapsedBefore{hours{2}}), input).value().send ==
        plan(rule(ElapsedBefore{hours{4}}), input).value().send);
}

TEST_CASE("hours that are short spread what is shifted into them over less than an hour, and never before they open") {
  std::vector<Constraint> constraints = eight_to_nine_pm();
  constraints.front().windows.fill({{hours{12}, hours{13}}, {hours{20} + minutes{30}, hours{21}}});
  std::set<Instant> minutes_used;
  for (std::uint64_t client = 1; client <= 60; ++client) {
    const Instant send = before_breakfast(constraints, client).send.value();
    CHECK(send >= at("2026-05-12T00:30:00Z"));
    CHECK(send <= at("2026-05-12T00:59:00Z"));
    minutes_used.insert(send);
  }
  CHECK(minutes_used.size() == 30);
  constraints.front().windows.fill({{hours{21} - minutes{1}, hours{21}}});
  CHECK(before_breakfast(constraints, 59).send == at("2026-05-12T00:59:00Z"));
}

TEST_CASE("what is booked while the last permitted hour runs is spread over what is left of it") {
  const auto constraints = eight_to_nine_pm();
  const Instant now = at("2026-05-12T00:29:00Z");
  for (std::uint64_t client = 1; client <= 60; ++client) {
    const PlannedTime planned = before_breakfast(constraints, client, now);
    CHECK(planned.send.value() > now);
    CHECK(planned.reason == PlanReason::shifted_earlier);
  }
  CHECK(before_breakfast(constraints, 30, now).send == at("2026-05-12T00:59:00Z"));
  CHECK(before_breakfast(constraints, 30, at("2026-05-12T00:28:59.999Z")).send == at("2026-05-12T00:29:00Z"));
  const PlannedTime late = before_breakfast(constraints, 5, at("2026-05-12T01:05:00Z"));
  CHECK(late.reason == PlanReason::late_outside_hours);
}

TEST_CASE("hours that never open give no send, whichever way the rule shifts") {
  std::vector<Constraint> constraints = eight_to_nine_pm();
  constraints.front().windows.fill({});
  for (const Shift shift : {Shift::none, Shift::later, Shift::earlier}) {
    Rule shifting = rule(ElapsedBefore{hours{2}});
    shifting.shift = shift;
    const PlannedTime planned = plan(shifting, {.start = start("2026-05-12T08:15"), .hours = constraints}).value();
    CHECK_FALSE(planned.send);
    CHECK(planned.reason == PlanReason::outside_hours);
  }
}

TEST_CASE("exactly the minimum lead is early enough, a millisecond less is not") {
  const Rule two_hours = rule(ElapsedBefore{hours{2}});
  const PlanInput input{.start = start("2026-05-12T09:00"), .now = at("2026-05-12T12:30:00Z")};
  CHECK(plan(two_hours, input).value().reason == PlanReason::late_now);
  PlanInput later = input;
  *later.now += milliseconds{1};
  CHECK(plan(two_hours, later).value().reason == PlanReason::too_close_to_appointment);
}

TEST_CASE("a late reminder does not go out in the night") {
  const auto constraints = eight_to_nine_pm();
  Rule patient = rule(ElapsedBefore{hours{13}});
  patient.max_lateness = hours{6};
  const PlannedTime planned =
      plan(patient, {.start = start("2026-05-12T09:00"), .hours = constraints, .now = at("2026-05-12T01:30:00Z")})
          .value();
  CHECK_FALSE(planned.send);
  CHECK(planned.reason == PlanReason::late_outside_hours);
}

TEST_CASE("a new rule and a first import leave out what was due before, however late the rule may be") {
  Rule patient = rule(ElapsedBefore{hours{24}});
  PlanInput input{.start = start("2026-05-12T09:00"), .now = at("2026-05-11T13:00:00Z"), .past = Past::left_out};
  CHECK(plan(patient, input).value().reason == PlanReason::due);
  *input.now += milliseconds{1};
  CHECK(plan(patient, input).value().reason == PlanReason::already_due);
  CHECK_FALSE(plan(patient, input).value().send);
  input.past = Past::may_be_late;
  CHECK(plan(patient, input).value().reason == PlanReason::late_now);
}

TEST_CASE("the client's zone counts only when it is known") {
  Rule theirs = rule(DaysBeforeAt{1, hours{17}});
  theirs.zone = RuleZone::client;
  PlanInput input{.start = start("2026-05-12T09:00")};
  CHECK(plan(theirs, input).value().due == at("2026-05-11T21:00:00Z"));
  input.client_zone = Zone::find("Europe/London").value();
  CHECK(plan(theirs, input).value().due == at("2026-05-11T16:00:00Z"));
}

TEST_CASE("a rule that cannot be counted is refused, and says how to mend it") {
  const PlanInput input{.start = start("2026-05-12T09:00")};
  const BusinessDaysBeforeAt never_open{.days = 1, .time = hours{9}, .open = {}, .closed_dates = {}};
  for (const Offset& offset :
       {Offset{ElapsedBefore{minutes{-1}}}, Offset{ElapsedBefore{hours{24 * 367}}}, Offset{DaysBeforeSameTime{-1}},
        Offset{DaysBeforeAt{1, hours{24}}}, Offset{DaysBeforeAt{367, hours{9}}}, Offset{never_open}}) {
    const auto planned = plan(rule(offset), input);
    REQUIRE_FALSE(planned.ok());
    CHECK(planned.error().code == ErrorCode::invalid);
    CHECK(planned.error().message.rfind("rule: ", 0) == 0);
  }
}

TEST_CASE("an unknown zone is an error, not a guess") {
  Start nowhere = start("2026-05-12T09:00");
  nowhere.zone = "Mars/Olympus";
  CHECK_FALSE(plan(rule(ElapsedBefore{hours{2}}), {.start = nowhere}).ok());
}

}  // namespace
}  // namespace courtesy
