#include "intake/civil.h"

#include "intake/text.h"

namespace courtesy::intake {

using namespace std::chrono;

std::optional<LocalDate> civil_date(std::string_view text) {
  if (text.size() != 8) return std::nullopt;
  const auto number = whole_number(text);
  if (!number) return std::nullopt;
  const year_month_day date{year{*number / 10000}, month{static_cast<unsigned>(*number / 100 % 100)},
                            day{static_cast<unsigned>(*number % 100)}};
  if (!date.ok()) return std::nullopt;
  return LocalDate{date};
}

std::optional<CivilTime> civil_time(std::string_view text) {
  const bool utc = text.ends_with('Z') || text.ends_with('z');
  if (utc) text.remove_suffix(1);
  if (text.size() != 15 || (text[8] != 'T' && text[8] != 't')) return std::nullopt;
  const auto date = civil_date(text.substr(0, 8));
  const auto clock = whole_number(text.substr(9));
  if (!date || !clock) return std::nullopt;
  const int h = *clock / 10000;
  const int m = *clock / 100 % 100;
  const int s = *clock % 100;
  if (h > 23 || m > 59 || s > 60) return std::nullopt;
  return CivilTime{LocalTime{*date} + hours{h} + minutes{m} + seconds{s == 60 ? 59 : s}, utc};
}

}  // namespace courtesy::intake
