// What must hold for any hours and any rule, over zones and nights where clocks do unusual things.
#include "base/property.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <fstream>

#include "appointment/start.h"
#include "schedule/planner.h"
#include "schedule/timeline.h"

namespace courtesy {
namespace {

// Half-hour and two-hour changes, changes at midnight, offsets with minutes, a missing day, both hemispheres.
constexpr std::array<const char*, 16> unusual{
    "America/New_York", "Europe/London",     "Australia/Lord_Howe", "Pacific/Apia",
    "America/Santiago", "America/Nuuk",      "Asia/Kathmandu",      "Pacific/Chatham",
    "Asia/Beirut",      "Asia/Gaza",         "Antarctica/Troll",    "America/St_Johns",
    "Africa/Cairo",     "Africa/Casablanca", "America/Havana",      "Pacific/Honolulu"};

Zone draw_zone() { return Zone::find(unusual[*rc::gen::inRange<std::size_t>(0, unusual.size())]).value(); }

/// Within a day and a half of a change of some zone's clock, or anywhere between 2005 and 2035.
Instant draw_instant(const Zone& zone) {
  const Instant anywhere{seconds{*rc::gen::inRange<std::int64_t>(1104537600, 2051222400)}};
  const Instant near = *rc::gen::inRange(0, 4) == 0 ? anywhere : zone.next_transition(anywhere).value_or(anywhere);
  const minutes away{*rc::gen::inRange(-36 * 60, 36 * 60)};
  const milliseconds part{*rc::gen::element(0, 0, 1, 30000, 59999)};
  return near + away + part;
}

std::vector<Window> draw_windows() {
  std::vector<Window> windows(*rc::gen::inRange<std::size_t>(0, 3));
  // Half of them short and early in the day, where clocks change.
  const auto [last_opening, last_closing] =
      *rc::gen::element(std::pair{4 * 60, 5 * 60}, std::pair{24 * 60, 24 * 60 + 1});
  for (Window& window : windows) {
    const int opens = *rc::gen::inRange(0, last_opening);
    window = {minutes{opens}, minutes{*rc::gen::inRange(opens + 1, last_closing)}};
  }
  return windows;
}

Constraint draw_constraint(Instant near) {
  Constraint constraint;
  for (int zones = *rc::gen::inRange(1, 4); zones > 0; --zones) constraint.zones.push_back(draw_zone());
  for (auto& day : constraint.windows) day = draw_windows();
  if (*rc::gen::inRange(0, 3) == 0) {
    constraint.closed_dates.insert(std::chrono::floor<std::chrono::days>(constraint.zones.front().to_local(near)));
  }
  return constraint;
}

struct Question {
  std::vector<Constraint> constraints;
  Instant instant;
};

Question draw_question() {
  const Instant instant = draw_instant(draw_zone());
  Question question{.constraints = {draw_constraint(instant)}, .instant = instant};
  if (*rc::gen::inRange(0, 4) == 0) question.constraints.push_back(draw_constraint(instant));
  return question;
}

constexpr hours horizon{72};

TEST_CASE("the next permitted instant is permitted, and no whole minute before it is") {
  CHECK(holds("next_permitted", 400, [] {
    const auto [constraints, instant] = draw_question();
    std::optional<Instant> expected;
    if (permitted(constraints, instant)) expected = instant;
    const Instant limit = instant + horizon;
    for (Instant at = std::chrono::ceil<minutes>(instant); !expected && at <= limit; at += minutes{1}) {
      if (permitted(constraints, at)) expected = at;
    }
    RC_ASSERT(next_permitted(constraints, instant, horizon) == expected);
  }));
}

TEST_CASE("the last permitted minute is permitted, and no whole minute after it is") {
  CHECK(holds("last_permitted", 400, [] {
    const auto [constraints, instant] = draw_question();
    std::optional<Instant> expected;
    const Instant limit = instant - horizon;
    for (Instant at = std::chrono::floor<minutes>(instant); !expected && at >= limit; at -= minutes{1}) {
      if (permitted(constraints, at)) expected = at;
    }
    RC_ASSERT(last_permitted(constraints, instant, horizon) == expected);
  }));
}

Offset draw_offset() {
  const int days = *rc::gen::inRange(0, 8);
  const minutes time{*rc::gen::inRange(0, 24 * 60)};
  switch (*rc::gen::inRange(0, 4)) {
    case 0: return ElapsedBefore{minutes{*rc::gen::inRange(0, 4 * 24 * 60)}};
    case 1: return DaysBeforeSameTime{days};
    case 2: return DaysBeforeAt{days, time};
    default: return BusinessDaysBeforeAt{days, time, {true, true, true, true, true, false, false}, {}};
  }
}

Rule draw_rule(std::int64_t id) {
  return {.id = RuleId{id},
          .channel = *rc::gen::element(Channel::call, Channel::text, Channel::email),
          .offset = draw_offset(),
          .zone = *rc::gen::element(RuleZone::appointment, RuleZone::client),
          .shift = *rc::gen::element(Shift::none, Shift::later, Shift::earlier),
          .min_lead = minutes{*rc::gen::inRange(0, 120)},
          .max_lateness = minutes{*rc::gen::inRange(0, 240)},
          .content = ""};
}

Start draw_start() {
  const Zone zone = draw_zone();
  const Instant instant = std::chrono::floor<minutes>(draw_instant(zone));
  if (*rc::gen::inRange(0, 3) == 0) return start_at(instant, zone.name()).value();
  return start_at(zone.to_local(instant), zone.name()).value();
}

TEST_CASE("a planned send is permitted, early enough before the start, and not in the past") {
  CHECK(holds("plan", 300, [] {
    const Rule rule = draw_rule(1);
    const Start start = draw_start();
    std::vector<Constraint> constraints;
    if (*rc::gen::inRange(0, 3) != 0) constraints.push_back(draw_constraint(start.instant));
    const Instant now = start.instant - minutes{*rc::gen::inRange(-60, 5 * 24 * 60)};
    const auto spread = static_cast<std::uint64_t>(*rc::gen::inRange(0, 1000));
    const PlannedTime planned =
        plan(rule, {.start = start, .client_zone = draw_zone(), .hours = constraints, .now = now, .spread = spread})
            .value();
    if (!planned.send) return;
    RC_ASSERT(*planned.send >= now);
    RC_ASSERT(*planned.send < start.instant);
    RC_ASSERT(*planned.send <= start.instant - rule.min_lead);
    RC_ASSERT(constraints.empty() || permitted(constraints, *planned.send));
    RC_ASSERT((planned.reason == PlanReason::late_now) ==
              (*planned.send == now && planned.due != now && planned.reason != PlanReason::shifted_later &&
               planned.reason != PlanReason::shifted_earlier));
  }));
}

TEST_CASE("planning twice gives the same") {
  CHECK(holds("plan_all", 100, [] {
    const std::vector<Rule> rules{draw_rule(1), draw_rule(2), draw_rule(3)};
    const Start start = draw_start();
    const ChannelHours channel_hours{.call = {draw_constraint(start.instant)}, .text = {}, .email = {}};
    const AppointmentPlan input{.start = start, .client_zone = draw_zone(), .hours = channel_hours};
    const auto once = plan_all(rules, input).value();
    const auto twice = plan_all(rules, input).value();
    RC_ASSERT(once.size() == rules.size());
    for (std::size_t index = 0; index < once.size(); ++index) {
      RC_ASSERT(once[index].rule == twice[index].rule);
      RC_ASSERT(once[index].start_key == twice[index].start_key);
      RC_ASSERT(once[index].time.due == twice[index].time.due);
      RC_ASSERT(once[index].time.send == twice[index].time.send);
      RC_ASSERT(once[index].time.reason == twice[index].time.reason);
    }
  }));
}

TEST_CASE("whatever happens to an appointment, each rule speaks at most once for each start") {
  CHECK(holds("replay", 200, [] {
    const std::vector<Rule> rules{draw_rule(1), draw_rule(2)};
    const std::array<Start, 2> starts{draw_start(), draw_start()};
    std::vector<TimelineEvent> events(*rc::gen::inRange<std::size_t>(1, 9));
    Instant at = std::min(starts[0].instant, starts[1].instant) - hours{*rc::gen::inRange(0, 200)};
    for (TimelineEvent& event : events) {
      event = {at, std::nullopt};
      if (*rc::gen::inRange(0, 4) != 0) event.start = starts[*rc::gen::inRange<std::size_t>(0, 2)];
      at += minutes{*rc::gen::inRange(0, 24 * 60)};
    }
    std::vector<std::pair<std::size_t, std::string>> seen;
    const std::vector<TimelineSend> sends = replay(rules, events, {}, std::nullopt).value();
    for (const TimelineSend& send : sends) {
      const std::pair key{send.rule, send.start.key()};
      RC_ASSERT(std::ranges::find(seen, key) == seen.end());
      seen.push_back(key);
      const auto after = std::ranges::find_if(events, [&](const TimelineEvent& event) { return event.at > send.at; });
      RC_ASSERT(after != events.begin());
      const auto ruling = std::prev(after);
      RC_ASSERT(ruling->start.has_value());
      RC_ASSERT(ruling->start->key() == send.start.key());
    }
  }));
}

/// The names in the tz database's own list; empty where it is not installed.
std::vector<std::string> all_zones() {
  std::ifstream file("/usr/share/zoneinfo/tzdata.zi");
  std::vector<std::string> names;
  for (std::string line; std::getline(file, line);) {
    if (line.rfind("Z ", 0) == 0) names.push_back(line.substr(2, line.find(' ', 2) - 2));
  }
  return names;
}

TEST_CASE("in every zone each change of the clock is followed by a later one, forwards and back") {
  const std::vector<std::string> names = all_zones();
  if (names.empty()) MESSAGE("skipped: no list of zones in /usr/share/zoneinfo/tzdata.zi");
  for (const std::string& name : names) {
    const Zone zone = Zone::find(name).value();
    const Instant end = parse_instant("2100-01-01T00:00:00Z").value();
    Instant at = parse_instant("1850-01-01T00:00:00Z").value();
    int wrong = 0;
    while (const auto next = zone.next_transition(at)) {
      if (*next >= end) break;
      if (*next <= at || zone.last_transition(*next) != *next) ++wrong;
      const auto before = zone.last_transition(*next - milliseconds{1});
      if (before && *before > at) ++wrong;
      if (wrong > 0) break;
      at = *next;
    }
    INFO(name, " at ", to_string(at));
    CHECK(wrong == 0);
  }
}

}  // namespace
}  // namespace courtesy
