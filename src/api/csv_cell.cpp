#include "api/csv_cell.h"

namespace courtesy::api {

std::string csv_cell(std::string_view text) {
  constexpr std::string_view begins_formula = "=+-@\t\r\n";
  std::string cell;
  if (!text.empty() && begins_formula.find(text.front()) != std::string_view::npos) cell += '\'';
  cell += text;
  if (cell.find_first_of(",;\"\r\n\t") == std::string::npos) return cell;
  std::string quoted = "\"";
  for (const char c : cell) {
    if (c == '"') quoted += '"';
    quoted += c;
  }
  return quoted + '"';
}

}  // namespace courtesy::api
