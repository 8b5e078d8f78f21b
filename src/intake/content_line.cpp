#include "intake/content_line.h"

#include <algorithm>

namespace courtesy::intake {
namespace {

bool is_name_char(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
}

std::string capitals(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  }
  return out;
}

/// RFC 6868: what could not stand in a parameter is written with a caret.
std::string uncareted(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char next = at + 1 < text.size() ? text[at + 1] : '\0';
    if (text[at] == '^' && (next == 'n' || next == '\'' || next == '^')) {
      out += next == 'n' ? '\n' : next == '\'' ? '"' : '^';
      ++at;
    } else {
      out += text[at];
    }
  }
  return out;
}

/// Takes from the front of a line; a miss makes the line none.
class Cutter {
 public:
  explicit Cutter(std::string_view rest) : rest_(rest) {}

  std::optional<std::string> name() {
    const auto end = std::find_if_not(rest_.begin(), rest_.end(), is_name_char);
    const auto length = static_cast<std::size_t>(end - rest_.begin());
    if (length == 0) return std::nullopt;
    std::string taken = capitals(rest_.substr(0, length));
    rest_.remove_prefix(length);
    return taken;
  }

  std::optional<std::string> parameter_value() {
    if (!accept('"')) {
      const std::size_t length = std::min(rest_.find_first_of(",;:\""), rest_.size());
      std::string taken = uncareted(rest_.substr(0, length));
      rest_.remove_prefix(length);
      return taken;
    }
    const std::size_t length = rest_.find('"');
    if (length == std::string_view::npos) return std::nullopt;
    std::string taken = uncareted(rest_.substr(0, length));
    rest_.remove_prefix(length + 1);
    return taken;
  }

  bool accept(char c) {
    if (rest_.empty() || rest_.front() != c) return false;
    rest_.remove_prefix(1);
    return true;
  }

  std::string_view rest() const { return rest_; }

 private:
  std::string_view rest_;
};

std::optional<Parameter> parse_parameter(Cutter& cutter) {
  auto name = cutter.name();
  if (!name || !cutter.accept('=')) return std::nullopt;
  Parameter parameter{.name = std::move(*name)};
  do {
    auto value = cutter.parameter_value();
    if (!value) return std::nullopt;
    parameter.values.push_back(std::move(*value));
  } while (cutter.accept(','));
  return parameter;
}

}  // namespace

LineReader::LineReader(std::string_view text)
    : rest_(text), end_(text.find('\n') == std::string_view::npos ? '\r' : '\n') {}

std::optional<std::string_view> LineReader::physical() {
  if (rest_.empty()) return std::nullopt;
  const std::size_t end = std::min(rest_.find(end_), rest_.size());
  std::string_view line = rest_.substr(0, end);
  rest_.remove_prefix(std::min(end + 1, rest_.size()));
  ++line_;
  while (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

std::optional<LogicalLine> LineReader::next() {
  auto first = physical();
  while (first && first->empty()) first = physical();
  if (!first) return std::nullopt;
  LogicalLine line{.number = line_, .text = std::string(*first)};
  while (!rest_.empty()) {
    const char c = rest_.front();
    if (c == ' ' || c == '\t') {
      line.text += physical()->substr(1);
    } else if (c == '\r' || c == '\n') {
      physical();
    } else {
      break;
    }
  }
  return line;
}

std::string_view Property::parameter(std::string_view wanted) const {
  for (const auto& candidate : parameters) {
    if (candidate.name == wanted) return candidate.values.front();
  }
  return {};
}

std::optional<Property> parse_property(const LogicalLine& line) {
  Cutter cutter(line.text);
  auto name = cutter.name();
  if (!name) return std::nullopt;
  Property property{.name = std::move(*name), .line = line.number};
  while (cutter.accept(';')) {
    auto parameter = parse_parameter(cutter);
    if (!parameter) return std::nullopt;
    property.parameters.push_back(std::move(*parameter));
  }
  if (!cutter.accept(':')) return std::nullopt;
  property.value = std::string(cutter.rest());
  return property;
}

std::string unescaped(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] != '\\' || at + 1 == text.size()) {
      out += text[at];
      continue;
    }
    const char next = text[++at];
    if (next == 'n' || next == 'N') {
      out += '\n';
    } else {
      if (next != ',' && next != ';' && next != '\\' && next != ':' && next != '"') out += '\\';
      out += next;
    }
  }
  return out;
}

}  // namespace courtesy::intake
