#include "gateway/twilio/date.h"

#include <fmt/format.h>

#include <array>

namespace courtesy::twilio {
namespace {

std::string_view take_word(std::string_view& text) {
  text.remove_prefix(std::min(text.find_first_not_of(' '), text.size()));
  const std::string_view word = text.substr(0, text.find(' '));
  text.remove_prefix(word.size());
  return word;
}

int month_number(std::string_view name) {
  constexpr std::array<std::string_view, 12> names{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                   "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (names[i] == name) return static_cast<int>(i) + 1;
  }
  return 0;
}

}  // namespace

std::optional<Instant> parse_rfc2822(std::string_view text) {
  if (text.size() > 40) return std::nullopt;
  if (text.size() > 4 && text[3] == ',') text.remove_prefix(4);
  const std::string_view day = take_word(text);
  const int month = month_number(take_word(text));
  const std::string_view year = take_word(text);
  const std::string_view time = take_word(text);
  const std::string_view offset = take_word(text);
  if (month == 0 || day.empty() || day.size() > 2 || offset.size() != 5 || time.size() != 8 || !text.empty())
    return std::nullopt;
  // The same moment as RFC 3339, whose reader checks every digit and the calendar.
  const auto instant = parse_instant(
      fmt::format("{}-{:02}-{:0>2}T{}{}:{}", year, month, day, time, offset.substr(0, 3), offset.substr(3)));
  return instant.ok() ? std::optional(*instant) : std::nullopt;
}

}  // namespace courtesy::twilio
