#include "intake/field_pattern.h"

#include <fmt/format.h>

#include <array>
#include <utility>

#include "intake/pattern.h"
#include "intake/text.h"

namespace courtesy::intake {
namespace {

constexpr std::size_t most_bytes = 200;
constexpr std::size_t most_patterns = 20;
constexpr std::array<std::pair<std::string_view, Field>, 4> fields{{{"summary", Field::summary},
                                                                    {"description", Field::description},
                                                                    {"location", Field::location},
                                                                    {"contact", Field::contact}}};

}  // namespace

Result<FieldPattern> read_field_pattern(std::string_view words) {
  if (words.size() > most_bytes) return invalid(fmt::format("a pattern is longer than {} bytes", most_bytes));
  const std::size_t equals = words.find('=');
  for (const auto& [name, field] : fields) {
    if (equals == std::string_view::npos || !same_word(trim(words.substr(0, equals)), name)) continue;
    // A space stands for any run of blanks, so a line end may as well be one.
    FieldPattern read{.field = field, .pattern = squeeze(words.substr(equals + 1))};
    TRY(check_pattern(read.pattern));
    return read;
  }
  return invalid(
      fmt::format("the pattern \"{}\" must be FIELD=SHAPE, where FIELD is summary, description, location or "
                  "contact: summary={{name}} / {{number}}",
                  shown(words)));
}

Result<std::vector<FieldPattern>> read_field_patterns(std::span<const std::string> all) {
  if (all.size() > most_patterns) return invalid(fmt::format("there are more than {} patterns", most_patterns));
  std::vector<FieldPattern> read;
  for (const auto& words : all) read.push_back(TRY(read_field_pattern(words)));
  return read;
}

std::string to_text(const FieldPattern& pattern) {
  for (const auto& [name, field] : fields) {
    if (field == pattern.field) return fmt::format("{}={}", name, pattern.pattern);
  }
  return {};
}

}  // namespace courtesy::intake
