// Comma-separated values as rows with line numbers (RFC 4180, and what spreadsheets make of it).
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace courtesy::intake {

struct CsvRow {
  int line = 0;  ///< on which it begins, from 1
  std::vector<std::string> fields;
  std::string broken;  ///< why it can't be read, in plain words; empty when it can

  /// No field has anything but blanks.
  bool blank() const;
};

/// More are no row but something else.
inline constexpr std::size_t most_cells = 1'000;

/// Fields may be quoted, with "" for a quote, and hold line ends then. Lines end in CRLF, LF or CR. A quote that is
/// never closed ends the table: its row is broken, and what it swallowed is not guessed at.
class CsvReader {
 public:
  CsvReader(std::string_view text, char separator) : rest_(text), separator_(separator) {}
  std::optional<CsvRow> next();

 private:
  std::string quoted_field(CsvRow& row);
  std::string plain_field();
  bool take_line_end();

  std::string_view rest_;
  char separator_;
  int line_ = 1;
};

/// The one of `,`, `;` and tab that stands most often in the first line, outside of quotes; `,` where none does.
/// A first line `sep=;`, as spreadsheets write it, says it.
char separator_of(std::string_view text);
/// Whether the first line is `sep=...`, which is no row.
bool has_separator_line(std::string_view text);

}  // namespace courtesy::intake
