// Scenarios by name: `courtesy simulate --scenario NAME`. How to write one: world.h.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>

#include "base/result.h"

namespace courtesy::simulation {

struct ScenarioSettings {
  std::uint64_t seed = 1;
  bool json = false;
  /// Told of each part as it is done, in words, one at a time and on any thread: for whoever waits. Empty: nobody does.
  std::function<void(const std::string& part)> done{};
};

struct ScenarioReport {
  std::string text;  ///< what is printed
  bool good = false;
};

/// One row of all_scenarios(): a function.
struct Scenario {
  std::string_view name;
  std::string_view summary;
  Result<ScenarioReport> (*run)(const ScenarioSettings&);
};

std::span<const Scenario> all_scenarios();

/// A plain clinic's day without any fault: what a scenario looks like, and that the world can be good at all.
Result<ScenarioReport> quiet_week(const ScenarioSettings& settings);

/// An import of 5,000.
Result<ScenarioReport> large_import(const ScenarioSettings& settings);
/// The incident with all layers, and with each one switched off: february_layers.cpp.
Result<ScenarioReport> february(const ScenarioSettings& settings);
/// The same load on a plain queue.
Result<ScenarioReport> february_naive(const ScenarioSettings& settings);

// In nights.cpp.
Result<ScenarioReport> gateway_blackout(const ScenarioSettings& settings);
Result<ScenarioReport> callback_storm(const ScenarioSettings& settings);
Result<ScenarioReport> dst_weekend(const ScenarioSettings& settings);
Result<ScenarioReport> disk_full(const ScenarioSettings& settings);
Result<ScenarioReport> family_shares_a_phone(const ScenarioSettings& settings);
Result<ScenarioReport> moved_at_the_last_second(const ScenarioSettings& settings);

}  // namespace courtesy::simulation
