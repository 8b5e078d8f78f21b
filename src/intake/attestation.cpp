#include "intake/attestation.h"

#include <algorithm>

#include "base/zone.h"

namespace courtesy::intake {
namespace {

/// The zone that is farthest ahead of UTC.
constexpr hours first_zone{14};

std::string_view trimmed(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(" \t");
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t") - begin + 1);
}

/// Blanks and commas name nobody.
bool names_somebody(std::string_view who) { return who.find_first_not_of(" \t,") != std::string_view::npos; }

}  // namespace

Result<Attestation> read_attestation(std::string_view line) {
  for (std::size_t at = 0; at <= line.size();) {
    const std::size_t end = std::min(line.find(',', at), line.size());
    const std::string_view part = line.substr(at, end - at);
    if (parse_date(trimmed(part)))
      return read_attestation(line.substr(0, at), part, end < line.size() ? line.substr(end + 1) : std::string_view());
    at = end + 1;
  }
  return invalid("no part of it is a date like 2026-05-01");
}

Result<Attestation> read_attestation(std::string_view who, std::string_view since, std::string_view how) {
  if (!names_somebody(who)) return invalid("nobody is named who attests it");
  const auto day = parse_date(trimmed(since));
  if (!day) return invalid("its day is no date like 2026-05-01");
  return Attestation{std::string(trimmed(who)), *day, std::string(trimmed(how))};
}

Result<void> check_begun(const Attestation& attestation, Instant now) {
  if (Zone::utc().resolve(LocalTime{attestation.since}).instant - first_zone <= now) return {};
  return invalid("its day is still to come");
}

}  // namespace courtesy::intake
