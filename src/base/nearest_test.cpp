#include "base/nearest.h"

#include <doctest/doctest.h>

#include <array>
#include <string>

using courtesy::nearest;

TEST_CASE("of a misspelt word the nearest is meant, and the first of those that are as near") {
  constexpr std::array known{std::string_view{"from"}, std::string_view{"to"}, std::string_view{"limit"},
                             std::string_view{"limits"}};
  CHECK(nearest(known, "form") == "from");
  CHECK(nearest(known, "limt") == "limit");
  CHECK(nearest(known, "limitz") == "limit");
  CHECK(nearest(known, "limits") == "limits");
  CHECK(nearest(known, "too") == "to");
}

TEST_CASE("a word that is like none means none") {
  constexpr std::array known{std::string_view{"to"}, std::string_view{"limit"}};
  CHECK(nearest(known, "xylophone").empty());
  CHECK(nearest(known, "q").empty());
  CHECK(nearest(known, std::string(5'000, 'i')).empty());
  CHECK(nearest({}, "to").empty());
}
