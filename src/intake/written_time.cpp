#include "intake/written_time.h"

#include <array>
#include <string>
#include <vector>

#include "intake/text.h"

namespace courtesy::intake {
namespace {

using namespace std::chrono;

std::optional<int> month_number(std::string_view text) {
  constexpr std::array<std::string_view, 12> names{"january",   "february", "march",    "april",
                                                   "may",       "june",     "july",     "august",
                                                   "september", "october",  "november", "december"};
  if (const auto number = whole_number(text)) return text.size() <= 2 ? number : std::nullopt;
  if (text.ends_with('.')) text.remove_suffix(1);
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (same_word(text, names[i]) || same_word(text, names[i].substr(0, 3))) return static_cast<int>(i) + 1;
  }
  return same_word(text, "sept") ? std::optional(9) : std::nullopt;
}

/// Three parts with the same mark between them, or with blanks and commas.
std::optional<std::array<std::string, 3>> date_parts(std::string_view text, DateOrder order) {
  std::string plain = squeeze(text);
  if (plain.size() == 8 && whole_number(plain)) {
    if (order == DateOrder::year_month_day) return {{plain.substr(0, 4), plain.substr(4, 2), plain.substr(6)}};
    return {{plain.substr(0, 2), plain.substr(2, 2), plain.substr(4)}};
  }
  if (order == DateOrder::month_day_year) {  // May 12, 2026
    if (const auto comma = plain.find(", "); comma != std::string::npos) plain.erase(comma, 1);
  }
  for (const char mark : {'-', '/', '.', ' '}) {
    const auto parts = split(plain, mark);
    if (parts.size() != 3) continue;
    return {{std::string(trim(parts[0])), std::string(trim(parts[1])), std::string(trim(parts[2]))}};
  }
  return std::nullopt;
}

std::optional<int> year_number(std::string_view text, bool two_digits) {
  const auto number = whole_number(text);
  if (number && text.size() == 4) return number;
  if (number && text.size() == 2 && two_digits) return 2000 + *number;
  return std::nullopt;
}

std::optional<int> short_number(std::string_view text) { return text.size() <= 2 ? whole_number(text) : std::nullopt; }

/// Takes `am`, `p.m.` and the like from the end; none if there is neither.
std::optional<bool> take_afternoon(std::string_view& text) {
  for (const auto& [marker, afternoon] : {std::pair<std::string_view, bool>{"am", false},
                                          {"pm", true},
                                          {"a.m.", false},
                                          {"p.m.", true},
                                          {"a. m.", false},
                                          {"p. m.", true}}) {
    if (text.size() <= marker.size() || !same_word(text.substr(text.size() - marker.size()), marker)) continue;
    text = trim(text.substr(0, text.size() - marker.size()));
    return afternoon;
  }
  return std::nullopt;
}

/// Hour, minute and second, of which the last one or two may be missing.
std::optional<std::array<int, 3>> clock_parts(std::string_view text, bool hour_alone) {
  if (text.size() == 4 && whole_number(text)) return {{*whole_number(text) / 100, *whole_number(text) % 100, 0}};
  for (const char mark : {':', '.', 'h', 'H'}) {
    const auto parts = split(text, mark);
    if (parts.size() < 2 || parts.size() > 3) continue;
    const auto h = short_number(parts[0]);
    const auto m = parts[1].size() == 2 ? whole_number(parts[1]) : std::nullopt;
    const auto s = parts.size() == 2 ? std::optional(0) : short_number(parts[2].substr(0, parts[2].find('.')));
    if (!h || !m || !s) return std::nullopt;
    return {{*h, *m, *s}};
  }
  const auto alone = hour_alone ? short_number(text) : std::nullopt;
  if (!alone) return std::nullopt;
  return {{*alone, 0, 0}};
}

/// Takes `Z`, `+02:00` or `-0500` from behind a time.
std::optional<seconds> take_offset(std::string_view& text) {
  if (text.size() > 1 && (text.back() == 'Z' || text.back() == 'z') && is_digit(text[text.size() - 2])) {
    text.remove_suffix(1);
    return seconds{0};
  }
  const std::size_t sign = text.find_last_of("+-");
  if (sign == std::string_view::npos || sign < 4 || text.find(':') > sign) return std::nullopt;
  const std::string_view digits = text.substr(sign + 1);
  const bool marked = digits.size() == 5 && digits[2] == ':';
  const auto h = marked || digits.size() == 4 ? whole_number(digits.substr(0, 2)) : std::nullopt;
  const auto m = h ? whole_number(digits.substr(digits.size() - 2)) : std::nullopt;
  if (!h || !m || *h > 15 || *m > 59) return std::nullopt;
  const seconds magnitude = hours{*h} + minutes{*m};
  const seconds offset = text[sign] == '-' ? -magnitude : magnitude;
  text = trim(text.substr(0, sign));
  return offset;
}

/// Where the time begins: behind a `T` between digits, or at the last blank that leaves a date before it.
std::vector<std::size_t> parting_places(std::string_view text) {
  std::vector<std::size_t> places;
  for (std::size_t at = 1; at + 1 < text.size(); ++at) {
    const bool t = (text[at] == 'T' || text[at] == 't') && is_digit(text[at - 1]) && is_digit(text[at + 1]);
    if (t || text[at] == ' ') places.push_back(at);
  }
  return places;
}

}  // namespace

std::string_view to_string(DateOrder order) {
  switch (order) {
    case DateOrder::day_month_year: return "day, month, year";
    case DateOrder::month_day_year: return "month, day, year";
    case DateOrder::year_month_day: return "year, month, day";
  }
  return "year, month, day";
}

std::optional<LocalDate> written_date(std::string_view text, const WrittenForm& form) {
  const auto parts = date_parts(text, form.order);
  if (!parts) return std::nullopt;
  const auto& [first, second, third] = *parts;
  const bool year_first = form.order == DateOrder::year_month_day;
  const bool month_first = form.order == DateOrder::month_day_year;
  const auto y = year_number(year_first ? first : third, form.two_digit_years);
  const auto m = month_number(month_first ? first : second);
  const auto d = short_number(year_first ? third : month_first ? second : first);
  if (!y || !m || !d) return std::nullopt;
  const year_month_day date{year{*y}, month{static_cast<unsigned>(*m)}, day{static_cast<unsigned>(*d)}};
  return date.ok() ? std::optional(LocalDate{date}) : std::nullopt;
}

std::optional<seconds> written_time(std::string_view text, const WrittenForm& form) {
  const std::string squeezed = squeeze(text);
  std::string_view rest = squeezed;
  const auto afternoon = take_afternoon(rest);
  const bool h12 = form.form == TimeForm::h12;
  if (afternoon.has_value() != h12) return std::nullopt;
  const auto parts = clock_parts(rest, h12);
  if (!parts) return std::nullopt;
  auto [h, m, s] = *parts;
  if (m > 59 || s > 59 || h > 23 || (h12 && (h < 1 || h > 12))) return std::nullopt;
  if (h12) h = h % 12 + (*afternoon ? 12 : 0);
  return hours{h} + minutes{m} + seconds{s};
}

std::optional<WrittenStart> written_start(std::string_view text, const WrittenForm& form) {
  const std::string squeezed = squeeze(text);
  for (const std::size_t place : parting_places(squeezed)) {
    std::string_view day = std::string_view(squeezed).substr(0, place);
    if (day.ends_with(',')) day.remove_suffix(1);
    const auto date = written_date(day, form);
    if (!date) continue;
    std::string_view clock = trim(std::string_view(squeezed).substr(place + 1));
    const auto offset = take_offset(clock);
    const auto time = written_time(clock, form);
    if (!time) return std::nullopt;
    return WrittenStart{LocalTime{*date} + *time, offset};
  }
  return std::nullopt;
}

}  // namespace courtesy::intake
