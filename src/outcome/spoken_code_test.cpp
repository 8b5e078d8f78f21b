#include "outcome/spoken_code.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <set>

using namespace courtesy;

namespace {

/// The odds that somebody who may be wrong so often hits one of `live` codes, each equally likely, none tried twice.
double odds_of_hit(std::int64_t codes, std::int64_t live, std::int64_t tries) {
  double missed = 1;
  for (std::int64_t i = 0; i < tries && missed > 0; ++i) {
    const auto left = static_cast<double>(codes - i);
    missed *= std::max(0.0, left - static_cast<double>(live)) / left;
  }
  return 1 - missed;
}

}  // namespace

TEST_CASE("a code has no two equal neighbours, and each number is one code") {
  std::set<std::string> all;
  for (std::int64_t i = 0; i < codes_of(4); ++i) {
    const std::string code = code_at(i, 4);
    CHECK(code.size() == 4);
    CHECK(without_repeats(code) == code);
    CHECK(index_of(code) == i);
    all.insert(code);
  }
  CHECK(all.size() == 7'290);
  CHECK(codes_of(6) == 590'490);
  CHECK(codes_of(8) == 47'829'690);
  CHECK(code_at(codes_of(8) - 1, 8) == "98989898");
}

TEST_CASE("what is no code has no number") {
  for (const char* text : {"", "11", "4055", "40 5", "4*5", "1234567890123"}) CHECK_FALSE(index_of(text));
}

TEST_CASE("digits that the line doubled are heard as they were pressed") {
  CHECK(without_repeats("441882205557") == "4182057");
  CHECK(without_repeats("418205") == "418205");
  CHECK(without_repeats("").empty());
}

TEST_CASE("the odds of a stranger are those of drawing without putting back, as docs/adr/0028 tells them") {
  // Thousandths of a percent, as in the table.
  const auto odds = [](int digits, std::int64_t live, std::int64_t tries) {
    return static_cast<std::int64_t>(odds_of_hit(codes_of(digits), live, tries) * 100'000 + 0.5);
  };
  CHECK(odds(4, 1, 30) == 412);
  CHECK(odds(4, 20, 30) == 7'926);
  CHECK(odds(6, 1, 30) == 5);
  CHECK(odds(6, 20, 30) == 102);
  CHECK(odds(6, 2'000, 30) == 9'678);
  CHECK(odds(8, 20, 30) == 1);
  CHECK(odds(8, 2'000, 30) == 125);
  CHECK(odds(6, 20, 720) == 2'411);
}

TEST_CASE("odds at the ends: no tries hit nothing, and as many tries as codes hit") {
  CHECK(odds_of_hit(codes_of(4), 1, 0) == 0);
  CHECK(odds_of_hit(codes_of(2), 1, 90) == doctest::Approx(1));
  CHECK(odds_of_hit(10, 10, 1) == 1);
}
