#include "simulation/machine_figures.h"

#include <doctest/doctest.h>

#include "simulation/machine_trial.h"

using namespace courtesy;
using namespace courtesy::simulation;

TEST_CASE("every way that a rule can have is played, against people and machines") {
  const auto trial = machine_trial(100, 1);
  for (const Machines way : all_machines) {
    const auto figures = trial.play(way, [](int) { return true; });
    REQUIRE_MESSAGE(figures.ok(), to_string(way));
    CHECK(figures->calls == 100);
    CHECK(figures->people > 30);
    CHECK(figures->machines > 20);
  }
}

TEST_CASE("the page's figures are those of the command") {
  const auto figures = machine_trial(300, 2).play(Machines::detect, [](int) { return true; });
  const auto policies = machine_policies();
  const auto report = run_trial({.population = shipped_population(), .calls = 300, .seed = 2, .policy = policies[1]});
  REQUIRE(policies[1].name == "detect");
  REQUIRE((figures.ok() && report.ok()));
  CHECK(figures->complete == report->sheet.complete);
  CHECK(figures->with_keys == report->sheet.with_keys);
  CHECK(figures->silence == report->sheet.longest_silence);
  CHECK(figures->complete < figures->machines);  // the oracle, which is `detect` too, is not meant
}

TEST_CASE("a trial says how far it is, and gives up when it is told to") {
  std::vector<int> told;
  const auto trial = machine_trial(600, 1);
  const auto figures = trial.play(Machines::keypress, [&](int percent) {
    told.push_back(percent);
    return told.size() < 2;
  });
  CHECK_FALSE(figures.ok());
  CHECK(told == std::vector<int>{42, 85});
}
