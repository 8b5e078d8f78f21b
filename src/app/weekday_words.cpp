#include "app/weekday_words.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "store/calendar_changes.h"

namespace courtesy::app {
namespace {

std::optional<std::size_t> weekday_of(std::string_view name) {
  const auto found = std::ranges::find(weekday_names, name);
  if (found == weekday_names.end()) return std::nullopt;
  return static_cast<std::size_t>(found - weekday_names.begin());
}

/// `mon`, or `mon-fri`. False for anything else.
bool name_span(std::string_view span, std::array<bool, 7>& named) {
  const std::size_t dash = span.find('-');
  const auto first = weekday_of(span.substr(0, dash));
  const auto last = dash == std::string_view::npos ? first : weekday_of(span.substr(dash + 1));
  if (!first || !last || *first > *last) return false;
  for (std::size_t day = *first; day <= *last; ++day) named[day] = true;
  return true;
}

}  // namespace

Result<std::array<bool, 7>> weekdays_of(std::string_view option, const std::vector<std::string>& texts) {
  std::array<bool, 7> named{};
  for (const std::string_view text : texts) {
    for (std::size_t from = 0; from <= text.size();) {
      const std::size_t comma = std::min(text.find(',', from), text.size());
      if (!name_span(text.substr(from, comma - from), named))
        return invalid(fmt::format("{} is \"{}\": it must be weekdays like mon-fri or mon,wed,sat", option, text));
      from = comma + 1;
    }
  }
  return named;
}

}  // namespace courtesy::app
