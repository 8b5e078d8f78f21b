// Lines of an iCalendar file: unfolding with line numbers, and what one line says (RFC 5545 §3.1).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace courtesy::intake {

struct LogicalLine {
  int number = 0;    ///< of its first physical line, from 1
  std::string text;  ///< without the folds and without the line's end
};

/// Yields the logical lines of a file, each in time that grows with its length only. Lines end in CRLF or LF, or in CR
/// in a file without LF. Empty lines are passed over, also between a line and its continuation.
class LineReader {
 public:
  explicit LineReader(std::string_view text);
  std::optional<LogicalLine> next();
  /// Of the physical line read last.
  int line() const { return line_; }

 private:
  std::optional<std::string_view> physical();
  std::string_view rest_;
  char end_;
  int line_ = 0;
};

struct Parameter {
  std::string name;                 ///< in capitals
  std::vector<std::string> values;  ///< without quotes; RFC 6868's ^n, ^', ^^ read
};

struct Property {
  std::string name;  ///< in capitals
  std::vector<Parameter> parameters;
  std::string value;  ///< as written
  int line = 0;

  /// The parameter's first value; empty if there is none.
  std::string_view parameter(std::string_view wanted) const;
};

/// None for a line that is not `NAME;PARAMETER=VALUE:VALUE`.
std::optional<Property> parse_property(const LogicalLine& line);

/// A TEXT value as read: \n, \N, \, \; \\ (RFC 5545 §3.3.11).
std::string unescaped(std::string_view text);

}  // namespace courtesy::intake
