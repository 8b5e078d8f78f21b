#include "schedule/profiles.h"

#include <doctest/doctest.h>

namespace courtesy {
namespace {

Instant at(std::string_view text) { return parse_instant(text).value(); }
std::vector<Zone> lisbon() { return {Zone::find("Europe/Lisbon").value()}; }

bool may(Channel channel, std::string_view instant) {
  const std::vector<Constraint> constraints{hours_constraint(channel, default_hours(channel), lisbon())};
  return permitted(constraints, at(instant));
}

TEST_CASE("calls are made from 09:00 to five minutes before 20:00, and never on a Sunday") {
  CHECK_FALSE(may(Channel::call, "2026-01-12T08:59:59.999Z"));  // a Monday
  CHECK(may(Channel::call, "2026-01-12T09:00:00Z"));
  CHECK(may(Channel::call, "2026-01-12T19:54:59.999Z"));
  CHECK_FALSE(may(Channel::call, "2026-01-12T19:55:00Z"));
  CHECK_FALSE(may(Channel::call, "2026-01-18T13:00:00Z"));
}

TEST_CASE("texts go out from 09:00 to 20:00, on a Sunday from noon; email at any time") {
  CHECK_FALSE(may(Channel::text, "2026-01-12T08:59:59.999Z"));  // a Monday
  CHECK(may(Channel::text, "2026-01-12T09:00:00Z"));
  CHECK(may(Channel::text, "2026-01-12T19:59:59.999Z"));
  CHECK_FALSE(may(Channel::text, "2026-01-12T20:00:00Z"));
  CHECK_FALSE(may(Channel::text, "2026-01-18T11:59:59Z"));
  CHECK(may(Channel::text, "2026-01-18T12:00:00Z"));
  CHECK(may(Channel::text, "2026-01-18T19:59:59.999Z"));
  CHECK_FALSE(may(Channel::text, "2026-01-18T20:00:00Z"));
  CHECK(may(Channel::email, "2026-01-18T03:00:00Z"));
}

TEST_CASE("without a known zone nothing is permitted") {
  const std::vector<Constraint> constraints{hours_constraint(Channel::email, default_hours(Channel::email), {})};
  CHECK_FALSE(permitted(constraints, at("2026-01-12T12:00:00Z")));
}

TEST_CASE("a window shorter than the margin vanishes, touching ones lose it once") {
  WeekWindows week;
  week[2] = {{hours{9}, hours{9} + minutes{5}}, {hours{12}, hours{13}}, {hours{13}, hours{14}}};
  const WeekWindows earlier = closing_earlier(week, minutes{5});
  REQUIRE(earlier[2].size() == 1);
  CHECK(earlier[2].front().opens == hours{12});
  CHECK(earlier[2].front().closes == hours{13} + minutes{55});
}

}  // namespace
}  // namespace courtesy
