// Tables (CSV) become appointments, exclusions and reports.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "intake/import.h"
#include "intake/reading.h"
#include "intake/written_time.h"

namespace courtesy::intake {

/// The headers as they stand in the table's first line; case and blanks around them do not matter. Empty: there is no
/// such column. All that are not empty must be there.
struct CsvColumns {
  std::string name = "name";
  std::string number = "phone";
  std::string date = "date";
  std::string time = "time";
  std::string start = {};  ///< date and time in one column, in place of both
  std::string email = {};
  std::string id = {};      ///< the booking's own, different in each row
  std::string zone = {};    ///< IANA or Windows names; an empty cell is the account's zone
  std::string status = {};  ///< a cell with one of `cancelled_words` is a cancelled booking
  std::string summary = {};
};

/// What a table's cells mean is stated by whoever uploads it. Without `date_order` and `time_form` nothing is read.
struct CsvForm {
  std::optional<DateOrder> date_order = {};
  std::optional<TimeForm> time_form = {};
  bool two_digit_years = false;
  CsvColumns columns = {};
  std::optional<char> separator = {};  ///< none: the one of `,` `;` and tab that the first line has most of
  std::vector<std::string> cancelled_words = {"cancelled", "canceled"};
};

/// Every row with a start in [from, to) is an appointment, excluded (cancelled), or reported; so is every row that
/// can't be read. Empty rows are none. Without a column of ids a row's uid is made from its start, name and number, so
/// that the same row read again is the same appointment; a row that repeats another's id is reported.
///
/// Errors: `invalid` for a form that leaves something open, for a missing column (the message lists those found), for
/// an encoding other than UTF-8 or UTF-16, and for a file beyond `reading.bounds`.
Result<Import> read_csv(std::string_view bytes, const CsvForm& form, const Reading& reading);

}  // namespace courtesy::intake
