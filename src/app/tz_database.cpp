#include "app/tz_database.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <fstream>

namespace courtesy::app {
namespace {

constexpr int told_above = 180;
constexpr int refused_above = 400;

struct Release {
  std::string_view version;
  std::string_view date;
};
/// From the tz project's NEWS; those of 2026 by the day on which Debian's stable release had them.
constexpr std::array releases{
    Release{"2022g", "2022-11-29"}, Release{"2023a", "2023-03-22"}, Release{"2023b", "2023-03-23"},
    Release{"2023c", "2023-03-28"}, Release{"2023d", "2023-12-21"}, Release{"2024a", "2024-02-01"},
    Release{"2024b", "2024-09-04"}, Release{"2025a", "2025-01-15"}, Release{"2025b", "2025-03-22"},
    Release{"2025c", "2025-12-10"}, Release{"2026b", "2026-04-28"}, Release{"2026c", "2026-09-21"},
    Release{"2026e", "2026-10-23"}, Release{"2026f", "2026-10-29"},
};

bool is_version(std::string_view text) {
  if (text.size() < 5 || text.size() > 6) return false;
  const bool year = std::all_of(text.begin(), text.begin() + 4, [](char c) { return c >= '0' && c <= '9'; });
  return year && std::all_of(text.begin() + 4, text.end(), [](char c) { return c >= 'a' && c <= 'z'; });
}

std::string zone_folder() {
  const char* other = std::getenv("TZDIR");  // as the zones' own library looks for them
  return other != nullptr && *other != '\0' ? other : "/usr/share/zoneinfo";
}

}  // namespace

std::string installed_tz_version() {
  std::ifstream file(zone_folder() + "/tzdata.zi");
  std::string line;
  constexpr std::string_view opening = "# version ";
  if (!std::getline(file, line) || !line.starts_with(opening)) return {};
  const std::string version = line.substr(opening.size());
  return is_version(version) ? version : std::string{};
}

std::string country_of_zone(std::string_view zone) {
  std::ifstream file(zone_folder() + "/zone.tab");
  std::string found;
  for (std::string line; std::getline(file, line);) {
    // CC, coordinates, zone, perhaps a comment; tabs between.
    if (line.size() < 4 || line[0] == '#' || line[2] != '\t') continue;
    const std::size_t begins = std::min(line.find('\t', 3), line.size() - 1) + 1;
    if (line.substr(begins, line.find('\t', begins) - begins) != zone) continue;
    if (!found.empty()) return {};
    found = line.substr(0, 2);
  }
  return found;
}

std::optional<int> tz_age(std::string_view version, Instant now) {
  if (!is_version(version)) return std::nullopt;
  if (version > releases.back().version) return 0;
  // One between two that are listed is as old as the older.
  const auto after =
      std::find_if(releases.begin(), releases.end(), [&](const Release& r) { return r.version > version; });
  if (after == releases.begin()) return std::nullopt;
  const LocalDate date = parse_date((after - 1)->date).value();
  return std::max(
      0, static_cast<int>(std::chrono::floor<std::chrono::days>(now - Instant{date.time_since_epoch()}).count()));
}

TzJudgement judge_tz(std::string_view version, Instant now) {
  const auto age = tz_age(version, now);
  constexpr std::string_view mend = "install the newest tzdata package (apt-get install --only-upgrade tzdata)";
  if (!age) {
    return {false, fmt::format("It is not known how old the time zone database is{}: {}.",
                               version.empty() ? "" : fmt::format(" ({})", version), mend)};
  }
  if (*age <= told_above) return {true, ""};
  return {*age <= refused_above,
          fmt::format("The time zone database ({}) is {} days old, and clocks may have been changed since: {}.",
                      version, *age, mend)};
}

std::string outdated_tz_warning(std::string_view read, std::string_view installed) {
  if (read == installed || installed.empty()) return {};
  return fmt::format(
      "The time zone database {} was installed, and this server still goes by {}: restart it, and it plans all visits "
      "ahead by the new one before it sends.",
      installed, read.empty() ? "an older one" : read);
}

}  // namespace courtesy::app
