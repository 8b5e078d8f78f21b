// Dates and times as people write them, in a form that was stated beforehand: 12/05/2026, May 12, 2026, 9:30 am.
#pragma once

#include <optional>
#include <string_view>

#include "base/instant.h"

namespace courtesy::intake {

enum class DateOrder { day_month_year, month_day_year, year_month_day };
/// `day, month, year`.
std::string_view to_string(DateOrder order);
enum class TimeForm { h24, h12 };

struct WrittenForm {
  DateOrder order;
  TimeForm form;
  bool two_digit_years = false;  ///< 26 is 2026; otherwise a year has four digits
};

/// Day, month and year in the stated order, parted by one of `-` `/` `.` or blanks (and a comma), or eight digits
/// without marks; the month may be an English name, whole or of three letters. None for all else.
std::optional<LocalDate> written_date(std::string_view text, const WrittenForm& form);

/// h24: `9:30`, `09.30`, `9h30`, `0930`, with seconds or without. h12: `9:30 am`, `9 PM`, `12:00 p.m.`. None for all
/// else: 24-hour times where h12 is stated, and the other way round.
std::optional<seconds> written_time(std::string_view text, const WrittenForm& form);

/// Both in one, parted by blanks or `T`; an offset (`Z`, `+02:00`) behind a time makes it a point in time.
struct WrittenStart {
  LocalTime local;
  std::optional<seconds> offset;  ///< east of UTC
};
std::optional<WrittenStart> written_start(std::string_view text, const WrittenForm& form);

}  // namespace courtesy::intake
