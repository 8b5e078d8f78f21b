// What came of the incident, a row for each set of layers, and whether it is as promised.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "simulation/february.h"

namespace courtesy::simulation {

struct FebruaryRow {
  std::string_view layers;
  PhoneRecord::Seen seen;
  std::int64_t most_for_a_reminder = 0;
  std::int64_t useful = 0;  ///< clients who could still be told in time when the workers were back
  std::int64_t told = 0;    ///< of these
  std::int64_t held = 0;
  std::int64_t dropped = 0;
  std::int64_t lost = 0;   ///< reminders that nobody has looked at, and clients not told who are on no list
  std::int64_t trips = 0;  ///< accounts that the failsafe stopped
  std::int64_t violations = 0;
  /// What this row's layer stopped in the first row, where it was on; in the first row itself all of it.
  std::int64_t stops = 0;
  std::optional<milliseconds> paged_after{};
};

/// The first row is the one with all layers; each other one lacks one of them.
bool good(const std::vector<FebruaryRow>& rows);
std::string table(const std::vector<FebruaryRow>& rows);
std::string as_json(const std::vector<FebruaryRow>& rows);

}  // namespace courtesy::simulation
