#include "schedule/hours.h"

#include <doctest/doctest.h>

namespace courtesy {
namespace {

Instant at(std::string_view text) { return parse_instant(text).value(); }
Zone zone(std::string_view name) { return Zone::find(name).value(); }

WeekWindows every_day(Window window) {
  WeekWindows week;
  week.fill({window});
  return week;
}

std::vector<Constraint> one(std::string_view name, Window window) {
  return {{.zones = {zone(name)}, .windows = every_day(window), .closed_dates = {}}};
}

TEST_CASE("no constraint and no zone are no permission") {
  const std::vector<Constraint> no_zone{{.zones = {}, .windows = every_day({hours{0}, hours{24}}), .closed_dates = {}}};
  CHECK_FALSE(permitted({}, at("2026-05-12T12:00:00Z")));
  CHECK_FALSE(permitted(no_zone, at("2026-05-12T12:00:00Z")));
  CHECK_FALSE(next_permitted({}, at("2026-05-12T12:00:00Z"), hours{336}));
  CHECK_FALSE(next_permitted(no_zone, at("2026-05-12T12:00:00Z"), hours{336}));
  CHECK_FALSE(last_permitted({}, at("2026-05-12T12:00:00Z"), hours{336}));
  CHECK_FALSE(last_permitted(no_zone, at("2026-05-12T12:00:00Z"), hours{336}));
}

TEST_CASE("a window that ends in a repeated hour closes, opens again and closes again") {
  const auto constraints = one("America/New_York", {hours{0}, hours{1} + minutes{30}});
  CHECK(permitted(constraints, at("2026-11-01T05:29:59.999Z")));
  CHECK(next_permitted(constraints, at("2026-11-01T05:30:00Z"), hours{336}) == at("2026-11-01T06:00:00Z"));
  CHECK(permitted(constraints, at("2026-11-01T06:29:59.999Z")));
  CHECK(next_permitted(constraints, at("2026-11-01T06:30:00Z"), hours{336}) == at("2026-11-02T05:00:00Z"));
  CHECK(last_permitted(constraints, at("2026-11-01T05:59:59Z"), hours{336}) == at("2026-11-01T05:29:00Z"));
  CHECK(last_permitted(constraints, at("2026-11-01T20:00:00Z"), hours{336}) == at("2026-11-01T06:29:00Z"));
}

TEST_CASE("a window inside a skipped hour does not exist that day") {
  const auto constraints = one("America/New_York", {hours{2}, hours{3}});
  CHECK(next_permitted(constraints, at("2026-03-08T06:59:59Z"), hours{336}) == at("2026-03-09T06:00:00Z"));
  CHECK(last_permitted(constraints, at("2026-03-08T12:00:00Z"), hours{336}) == at("2026-03-07T07:59:00Z"));
}

TEST_CASE("a window that ended before the clock went forward is found from after it") {
  const auto constraints = one("America/New_York", {hours{0}, hours{1} + minutes{30}});
  CHECK(last_permitted(constraints, at("2026-03-08T12:00:00Z"), hours{336}) == at("2026-03-08T06:29:00Z"));
}

TEST_CASE("it is permitted until the first zone closes, through windows that touch") {
  const auto home = one("America/New_York", {hours{9}, hours{20}});
  CHECK(permitted_until(home, at("2026-05-12T18:00:00Z"), hours{24}) == at("2026-05-13T00:00:00Z"));
  CHECK(permitted_until(home, at("2026-05-12T12:59:00Z"), hours{24}) == at("2026-05-12T12:59:00Z"));  // closed
  CHECK(permitted_until(home, at("2026-05-12T18:00:00Z"), hours{3}) == at("2026-05-12T21:00:00Z"));
  auto both = home;
  both.front().zones.push_back(zone("America/Halifax"));  // an hour ahead
  CHECK(permitted_until(both, at("2026-05-12T18:00:00Z"), hours{24}) == at("2026-05-12T23:00:00Z"));
  CHECK(permitted_until({}, at("2026-05-12T18:00:00Z"), hours{24}) == at("2026-05-12T18:00:00Z"));
  auto day = home;
  day.front().windows.fill({{hours{20}, hours{24}}, {hours{0}, hours{2}}, {hours{2}, hours{3}}});
  CHECK(permitted_until(day, at("2026-05-13T01:00:00Z"), hours{24}) == at("2026-05-13T07:00:00Z"));
  // In the repeated hour it closes at half past one for the first time.
  const auto night = one("America/New_York", {hours{0}, hours{1} + minutes{30}});
  CHECK(permitted_until(night, at("2026-11-01T04:00:00Z"), hours{24}) == at("2026-11-01T05:30:00Z"));
  CHECK(permitted_until(night, at("2026-11-01T06:10:00Z"), hours{24}) == at("2026-11-01T06:30:00Z"));
}

TEST_CASE("a closed date is closed from its midnight to its midnight, in each zone by its own calendar") {
  auto constraints = one("America/New_York", {hours{0}, hours{24}});
  constraints.front().zones.push_back(zone("Europe/London"));
  constraints.front().closed_dates = {parse_date("2026-05-12").value()};
  CHECK(permitted(constraints, at("2026-05-11T22:59:59.999Z")));
  CHECK(next_permitted(constraints, at("2026-05-11T23:00:00Z"), hours{336}) == at("2026-05-13T04:00:00Z"));
  CHECK(last_permitted(constraints, at("2026-05-13T03:59:59Z"), hours{336}) == at("2026-05-11T22:59:00Z"));
}

TEST_CASE("where an offset has seconds, the first whole minute of the opening is taken") {
  const auto constraints = one("Africa/Monrovia", {hours{9}, hours{20}});  // 44 min 30 s behind until 1972
  CHECK(permitted(constraints, at("1970-06-01T09:44:30Z")));
  CHECK(next_permitted(constraints, at("1970-06-01T05:00:00Z"), hours{336}) == at("1970-06-01T09:45:00Z"));
}

TEST_CASE("the latest minute before is whole, and the window's end is outside") {
  const auto constraints = one("Asia/Kathmandu", {hours{9}, hours{20}});
  CHECK(last_permitted(constraints, at("2026-05-12T14:15:00Z"), hours{336}) == at("2026-05-12T14:14:00Z"));
  CHECK(last_permitted(constraints, at("2026-05-12T10:00:30Z"), hours{336}) == at("2026-05-12T10:00:00Z"));
}

TEST_CASE("the horizon is part of the search, what lies behind it is not") {
  const auto constraints = one("Europe/Lisbon", {hours{9}, hours{20}});
  CHECK(next_permitted(constraints, at("2026-01-12T07:00:00Z"), hours{2}) == at("2026-01-12T09:00:00Z"));
  CHECK_FALSE(next_permitted(constraints, at("2026-01-12T06:59:00Z"), hours{2}));
  CHECK_FALSE(last_permitted(constraints, at("2026-01-12T06:59:00Z"), hours{2}));
}

TEST_CASE("a date that a zone never had has no windows") {
  const auto constraints = one("Pacific/Apia", {hours{9}, hours{20}});
  // Samoa went from the end of 29 December 2011 straight to the 31st.
  CHECK(next_permitted(constraints, at("2011-12-30T06:00:00Z"), hours{336}) == at("2011-12-30T19:00:00Z"));
  CHECK(to_string(zone("Pacific/Apia").to_local(at("2011-12-30T19:00:00Z"))) == "2011-12-31T09:00");
}

TEST_CASE("all zones that a person could be in must be open, and the first common minute is found") {
  std::vector<Constraint> constraints = one("America/New_York", {hours{8}, hours{21}});
  for (const char* name : {"America/Adak", "Pacific/Honolulu", "America/Chicago", "America/Los_Angeles"}) {
    constraints.front().zones.push_back(zone(name));
  }
  CHECK(next_permitted(constraints, at("2026-07-15T12:00:00Z"), hours{336}) == at("2026-07-15T18:00:00Z"));
  CHECK(last_permitted(constraints, at("2026-07-15T12:00:00Z"), hours{336}) == at("2026-07-15T00:59:00Z"));
}

}  // namespace
}  // namespace courtesy
