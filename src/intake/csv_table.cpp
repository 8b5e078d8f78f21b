#include "intake/csv_table.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "intake/text.h"

namespace courtesy::intake {
namespace {

std::string_view first_line(std::string_view text) { return text.substr(0, text.find_first_of("\r\n")); }

}  // namespace

bool CsvRow::blank() const {
  return std::all_of(fields.begin(), fields.end(), [](const std::string& field) { return trim(field).empty(); });
}

std::optional<CsvRow> CsvReader::next() {
  if (rest_.empty()) return std::nullopt;
  CsvRow row{.line = line_};
  for (;;) {
    if (row.fields.size() == most_cells) {
      row.broken = fmt::format("the row has more than {} cells", most_cells);
      rest_.remove_prefix(std::min(rest_.find_first_of("\r\n"), rest_.size()));
      take_line_end();
      return row;
    }
    row.fields.push_back(rest_.starts_with('"') ? quoted_field(row) : plain_field());
    if (rest_.starts_with(separator_)) {
      rest_.remove_prefix(1);
    } else if (take_line_end() || rest_.empty()) {
      return row;
    } else {
      // Behind a closing quote.
      if (row.broken.empty()) row.broken = fmt::format("field {} goes on behind its closing quote", row.fields.size());
      plain_field();
      if (rest_.starts_with(separator_)) rest_.remove_prefix(1);
    }
  }
}

std::string CsvReader::quoted_field(CsvRow& row) {
  const int opened = line_;
  std::string field;
  rest_.remove_prefix(1);
  for (;;) {
    const std::size_t at = std::min(rest_.find('"'), rest_.size());
    const std::string_view taken = rest_.substr(0, at);
    line_ += static_cast<int>(std::count(taken.begin(), taken.end(), '\n'));
    field += taken;
    rest_.remove_prefix(at);
    if (rest_.empty()) {
      row.broken = fmt::format("a quote that is opened on line {} is never closed: all after it is lost", opened);
      return {};
    }
    rest_.remove_prefix(1);
    if (!rest_.starts_with('"')) return field;
    field += '"';
    rest_.remove_prefix(1);
  }
}

std::string CsvReader::plain_field() {
  const std::array<char, 4> ends{separator_, '\r', '\n', '\0'};
  const std::size_t length = std::min(rest_.find_first_of(ends.data(), 0, 3), rest_.size());
  std::string field(rest_.substr(0, length));
  rest_.remove_prefix(length);
  return field;
}

bool CsvReader::take_line_end() {
  const std::size_t length = rest_.starts_with("\r\n") ? 2 : rest_.starts_with('\n') || rest_.starts_with('\r') ? 1 : 0;
  rest_.remove_prefix(length);
  if (length > 0) ++line_;
  return length > 0;
}

bool has_separator_line(std::string_view text) {
  const std::string_view line = first_line(text);
  return line.size() == 5 && starts_with_word(line, "sep=");
}

char separator_of(std::string_view text) {
  const std::string_view line = first_line(text);
  if (has_separator_line(text)) return line.back();
  constexpr std::string_view candidates = ",;\t";
  std::array<int, 3> counts{};
  bool quoted = false;
  for (const char c : line) {
    if (c == '"') quoted = !quoted;
    const std::size_t which = candidates.find(c);
    if (!quoted && which != std::string_view::npos) ++counts[which];
  }
  return candidates[static_cast<std::size_t>(std::max_element(counts.begin(), counts.end()) - counts.begin())];
}

}  // namespace courtesy::intake
