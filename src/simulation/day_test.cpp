#include "simulation/day.h"

#include <doctest/doctest.h>

using namespace courtesy;
using namespace courtesy::simulation;

TEST_CASE("the sample clinic's day adds up, by the books and by the phone network") {
  const auto report = run_day(sample_day(1));
  REQUIRE(report.ok());
  INFO(report->json);
  for (const auto& fault : report->faults) FAIL_CHECK(fault);
}

TEST_CASE("the same seed gives the same day, to the byte; another seed another") {
  const std::string first = run_day(sample_day(1))->json;
  CHECK(run_day(sample_day(1))->json == first);
  CHECK(run_day(sample_day(2))->json != first);
}
