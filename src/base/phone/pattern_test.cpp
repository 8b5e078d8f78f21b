#include "base/phone/pattern.h"

#include <doctest/doctest.h>

namespace courtesy::phone {

TEST_CASE("a pattern matches whole digits, with classes, counts and alternatives") {
  CHECK(matches_whole("[2-9]\\d{9}|3\\d{6}", "2125550123"));
  CHECK(matches_whole("[2-9]\\d{9}|3\\d{6}", "3555012"));
  CHECK_FALSE(matches_whole("[2-9]\\d{9}|3\\d{6}", "1125550123"));
  CHECK_FALSE(matches_whole("[2-9]\\d{9}|3\\d{6}", "21255501234"));
  CHECK(matches_whole("[1-357-9]", "8"));
  CHECK_FALSE(matches_whole("[1-357-9]", "6"));
  CHECK(matches_whole("8\\d{5}(?:\\d{2,4})?", "812345"));
  CHECK(matches_whole("8\\d{5}(?:\\d{2,4})?", "8123456789"));
  CHECK_FALSE(matches_whole("8\\d{5}(?:\\d{2,4})?", "8123456"));
}

TEST_CASE("a pattern goes back when its first try was too greedy") {
  CHECK(matches_whole("\\d{2,4}5", "125"));
  CHECK(matches_whole("(?:1|12)34", "1234"));
  CHECK(matches_whole("(?:12?){2}", "1212"));
  CHECK(matches_whole("1?1", "1"));
  CHECK(matches_whole("00(?:30|5[09]|[126-9]?)41", "0041"));
  CHECK(matches_whole("(?:1?){3}2", "12"));
}

TEST_CASE("a pattern at the start takes its first alternative that fits") {
  CHECK(match_start("0|00", "0012")->end == 1);
  CHECK(match_start("00|0", "0012")->end == 2);
  CHECK_FALSE(match_start("([89]\\d{5})$", "8863770"));
  CHECK(match_start("([89]\\d{5})$", "886377")->group[1] == "886377");
}

TEST_CASE("groups are counted by their opening, and those that took no part are empty") {
  const auto match = match_start("0(?:(11|2(3))15)?(\\d)?", "0");
  REQUIRE(match);
  CHECK(match->groups == 3);
  CHECK(match->group[1].empty());
  const auto whole = match_whole("(\\d{3})(\\d{3})(\\d{4})", "2125550123");
  REQUIRE(whole);
  CHECK(fill("($1) $2-$3", *whole) == "(212) 555-0123");
}

TEST_CASE("a pattern with what the language has not matches nothing") {
  CHECK_FALSE(matches_whole("a", "a"));
  CHECK_FALSE(matches_whole("\\w", "1"));
  CHECK_FALSE(matches_whole("(?=1)1", "1"));
  CHECK_FALSE(matches_whole("(1", "2"));
}

}  // namespace courtesy::phone
