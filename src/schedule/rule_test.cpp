#include "schedule/rule.h"

#include <doctest/doctest.h>

namespace courtesy {
namespace {

constexpr std::array weekdays{true, true, true, true, true, false, false};

Rule rule(Offset offset) { return {.id = RuleId{1}, .channel = Channel::text, .offset = std::move(offset)}; }

std::string refusal(const Rule& rule) {
  const auto checked = check(rule);
  return checked.ok() ? "" : checked.error().message;
}
std::string refusal(Offset offset) { return refusal(rule(std::move(offset))); }

TEST_CASE("elapsed time before the start is nothing to 366 days, to the minute") {
  CHECK(refusal(ElapsedBefore{minutes{0}}).empty());
  CHECK(refusal(ElapsedBefore{hours{24 * 366}}).empty());
  CHECK(refusal(ElapsedBefore{minutes{-1}}) == "rule: -1 minutes before the appointment; use 0 to 527040 (a year)");
  CHECK(refusal(ElapsedBefore{hours{24 * 366} + minutes{1}}) ==
        "rule: 527041 minutes before the appointment; use 0 to 527040 (a year)");
}

TEST_CASE("days before the appointment are 0 to 366, however they are counted") {
  for (const int days : {0, 366}) {
    CHECK(refusal(DaysBeforeSameTime{days}).empty());
    CHECK(refusal(DaysBeforeAt{days, hours{9}}).empty());
    CHECK(refusal(BusinessDaysBeforeAt{days, hours{9}, weekdays, {}}).empty());
  }
  for (const int days : {-1, 367}) {
    const std::string words = "rule: " + std::to_string(days) + " days before the appointment; use 0 to 366";
    CHECK(refusal(DaysBeforeSameTime{days}) == words);
    CHECK(refusal(DaysBeforeAt{days, hours{9}}) == words);
    CHECK(refusal(BusinessDaysBeforeAt{days, hours{9}, weekdays, {}}) == words);
  }
}

TEST_CASE("a clock time is 00:00 to 23:59") {
  for (const minutes time : {minutes{0}, hours{24} - minutes{1}}) {
    CHECK(refusal(DaysBeforeAt{1, time}).empty());
    CHECK(refusal(BusinessDaysBeforeAt{1, time, weekdays, {}}).empty());
  }
  for (const minutes time : {minutes{-1}, minutes{hours{24}}}) {
    const std::string words =
        "rule: minute " + std::to_string(time.count()) + " of the day; use a clock time from 00:00 to 23:59";
    CHECK(refusal(DaysBeforeAt{1, time}) == words);
    CHECK(refusal(BusinessDaysBeforeAt{1, time, weekdays, {}}) == words);
  }
}

TEST_CASE("business days need one open weekday, and one is enough") {
  CHECK(refusal(BusinessDaysBeforeAt{1, hours{9}, {}, {}}) ==
        "rule: business days without an open weekday; name at least one");
  CHECK(refusal(BusinessDaysBeforeAt{1, hours{9}, {false, false, false, false, false, false, true}, {}}).empty());
}

TEST_CASE("a lead and a lateness may be nothing, not less") {
  Rule no_time = rule(ElapsedBefore{hours{2}});
  no_time.min_lead = minutes{0};
  no_time.max_lateness = minutes{0};
  CHECK(refusal(no_time).empty());
  Rule lead = no_time;
  lead.min_lead = minutes{-1};
  CHECK(refusal(lead) == "rule: a negative minimum lead; use 0 minutes or more");
  Rule lateness = no_time;
  lateness.max_lateness = minutes{-1};
  CHECK(refusal(lateness) == "rule: a negative maximum lateness; use 0 minutes or more");
}

}  // namespace
}  // namespace courtesy
