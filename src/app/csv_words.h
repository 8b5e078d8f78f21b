// How a table is to be read, as words of the command line.
#pragma once

#include <string>
#include <vector>

#include "intake/csv.h"

namespace courtesy::app {

struct CsvWords {
  std::string date_order;  ///< day-month-year, month-day-year, year-month-day; empty: not stated
  std::string time_form;   ///< 24h, 12h; empty: not stated
  bool two_digit_years = false;
  std::vector<std::string> columns;  ///< `number=Phone (mobile)`: where what is not under its usual name
};

/// Errors: `invalid`, with the words that there are.
Result<intake::CsvForm> csv_form(const CsvWords& words);

}  // namespace courtesy::app
