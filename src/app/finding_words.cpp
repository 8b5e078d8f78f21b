#include "app/finding_words.h"

#include <fmt/format.h>

#include <algorithm>
#include <ostream>

#include "schedule/pace_plan.h"

namespace courtesy::app {
namespace {

constexpr std::size_t most_shown = 110;  // of a source line

std::string_view line_of(std::string_view bytes, int number) {
  for (; number > 1; --number) {
    const auto at = bytes.find('\n');
    if (at == std::string_view::npos) return {};
    bytes.remove_prefix(at + 1);
  }
  const std::string_view line = bytes.substr(0, bytes.find('\n'));
  return line.ends_with('\r') ? line.substr(0, line.size() - 1) : line;
}

bool begins_character(char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; }

/// `column` counts characters; a tab before it stays one, so that the caret stands right.
std::string caret_under(std::string_view line, int column) {
  std::string space;
  for (const char c : line) {
    if (static_cast<int>(space.size()) + 1 >= column) break;
    if (begins_character(c)) space += c == '\t' ? '\t' : ' ';
  }
  return space + "^";
}

std::size_t width_of(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), begins_character));
}

std::string_view source_line(const FlowFolder& folder, const flow::Finding& finding) {
  const auto* file = folder.file(finding.file);
  return file == nullptr || finding.place.line == 0 ? std::string_view() : line_of(file->bytes, finding.place.line);
}

}  // namespace

void print_finding(const FlowFolder& folder, const flow::Finding& finding, std::ostream& out) {
  out << folder.prefix << flow::to_string(finding) << "\n";
  const std::string_view line = source_line(folder, finding);
  if (!line.empty()) {
    const bool whole = width_of(line) <= most_shown;
    out << "  " << (whole ? line : line.substr(0, most_shown)) << (whole ? "" : " ...") << "\n";
    if (finding.place.column <= static_cast<int>(most_shown)) {
      out << "  " << caret_under(line, finding.place.column) << "\n";
    }
  }
  if (!finding.why.empty()) out << wrapped(fmt::format("{}: {}", finding.code, finding.why), most_shown, "  ");
}

boost::json::object finding_json(const FlowFolder& folder, const flow::Finding& finding) {
  return {{"file", folder.prefix + finding.file}, {"line", finding.place.line},
          {"column", finding.place.column},       {"code", finding.code},
          {"message", finding.message},           {"why", finding.why}};
}

std::string counted(std::size_t count, std::string_view one) {
  return fmt::format("{} {}{}", figure(static_cast<double>(count)), one, count == 1 ? "" : "s");
}

std::string wrapped(std::string_view text, std::size_t width, std::string_view indent) {
  std::string all;
  std::string line;
  while (!text.empty()) {
    const auto space = text.find(' ');
    const std::string_view word = text.substr(0, space);
    text.remove_prefix(space == std::string_view::npos ? text.size() : space + 1);
    if (!line.empty() && width_of(line) + 1 + width_of(word) > width) {
      all += fmt::format("{}{}\n", indent, line);
      line.clear();
    }
    (line += line.empty() ? "" : " ") += word;
  }
  if (!line.empty()) all += fmt::format("{}{}\n", indent, line);
  return all;
}

}  // namespace courtesy::app
