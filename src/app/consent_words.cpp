#include "app/consent_words.h"

#include <fmt/format.h>

#include "base/zone.h"

namespace courtesy::app {
namespace {

/// The zone that is farthest ahead of UTC.
constexpr hours first_zone{14};

std::string_view trimmed(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(" \t");
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t") - begin + 1);
}

Error unclear(const std::string& said, std::string_view what) {
  return invalid(
      fmt::format("--consent is \"{}\": {}. It is the ground on which people are contacted: who attests that they "
                  "agreed, since when, and how, like --consent \"Kim Reyes, 2026-05-01, on the intake form\"",
                  said, what));
}

/// The day, behind at least one part that names somebody.
Result<LocalDate> consent_day(const std::string& said) {
  bool somebody = false;
  for (std::size_t at = 0; at <= said.size();) {
    const std::size_t end = std::min(said.find(',', at), said.size());
    const std::string_view part = trimmed(std::string_view(said).substr(at, end - at));
    if (const auto day = parse_date(part)) {
      if (!somebody) return unclear(said, "nobody is named before the date");
      return *day;
    }
    somebody = somebody || !part.empty();
    at = end + 1;
  }
  return unclear(said, "no part of it is a date like 2026-05-01");
}

}  // namespace

Result<void> check_consent(const std::string& said) {
  if (!said.empty()) TRY(consent_day(said));
  return {};
}

Result<void> check_consent_begun(const std::string& said, Instant now) {
  if (said.empty()) return {};
  const LocalDate day = TRY(consent_day(said));
  if (Zone::utc().resolve(LocalTime{day}).instant - first_zone <= now) return {};
  return unclear(said, "that day is still to come");
}

}  // namespace courtesy::app
