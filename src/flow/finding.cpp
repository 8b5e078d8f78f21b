#include "flow/finding.h"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>

namespace courtesy::flow {

std::string to_string(const Finding& finding) {
  if (finding.place.line == 0) return fmt::format("{}: {}", finding.file, finding.message);
  return fmt::format("{}:{}:{}: {}", finding.file, finding.place.line, finding.place.column, finding.message);
}

void sort(std::vector<Finding>& findings) {
  std::stable_sort(findings.begin(), findings.end(), [](const Finding& a, const Finding& b) {
    return std::tie(a.file, a.place.line, a.place.column) < std::tie(b.file, b.place.line, b.place.column);
  });
}

Error as_error(std::string_view prefix, std::vector<Finding> findings) {
  constexpr std::size_t shown = 20;
  sort(findings);
  std::string text;
  for (std::size_t i = 0; i < findings.size() && i < shown; ++i) {
    text += fmt::format("{}{}{}", i == 0 ? "" : "\n", prefix, to_string(findings[i]));
  }
  if (findings.size() > shown) text += fmt::format("\nand {} more", findings.size() - shown);
  return invalid(std::move(text));
}

}  // namespace courtesy::flow
