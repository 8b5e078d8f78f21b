#include "app/csv_words.h"

#include <fmt/format.h>

#include <array>

namespace courtesy::app {
namespace {

using intake::DateOrder;
using intake::TimeForm;

constexpr std::array<std::pair<std::string_view, DateOrder>, 3> date_orders{
    {{"day-month-year", DateOrder::day_month_year},
     {"month-day-year", DateOrder::month_day_year},
     {"year-month-day", DateOrder::year_month_day}}};
constexpr std::array<std::pair<std::string_view, TimeForm>, 2> time_forms{
    {{"24h", TimeForm::h24}, {"12h", TimeForm::h12}}};

template <typename T, std::size_t N>
Result<std::optional<T>> one_of(const std::array<std::pair<std::string_view, T>, N>& words, std::string_view option,
                                std::string_view text) {
  if (text.empty()) return std::optional<T>{};
  std::string choice;
  for (const auto& [word, value] : words) {
    if (word == text) return std::optional<T>{value};
    choice += fmt::format("{}{}", choice.empty() ? "" : ", ", word);
  }
  return invalid(fmt::format("{} is \"{}\": it must be one of {}", option, text, choice));
}

constexpr std::array<std::pair<std::string_view, std::string intake::CsvColumns::*>, 10> places{{
    {"name", &intake::CsvColumns::name},
    {"number", &intake::CsvColumns::number},
    {"date", &intake::CsvColumns::date},
    {"time", &intake::CsvColumns::time},
    {"start", &intake::CsvColumns::start},
    {"email", &intake::CsvColumns::email},
    {"id", &intake::CsvColumns::id},
    {"zone", &intake::CsvColumns::zone},
    {"status", &intake::CsvColumns::status},
    {"summary", &intake::CsvColumns::summary},
}};

Result<void> take_column(std::string_view words, intake::CsvColumns& columns) {
  const std::size_t equals = words.find('=');
  std::string choice;
  for (const auto& [name, place] : places) {
    choice += fmt::format("{}{}", choice.empty() ? "" : ", ", name);
    if (equals == std::string_view::npos || words.substr(0, equals) != name) continue;
    columns.*place = std::string(words.substr(equals + 1));
    // One column for both takes their place.
    if (place == &intake::CsvColumns::start) columns.date = columns.time = "";
    return {};
  }
  return invalid(fmt::format("--column is \"{}\": it must be WHAT=HEADER, where WHAT is one of {}", words, choice));
}

}  // namespace

Result<intake::CsvForm> csv_form(const CsvWords& words) {
  intake::CsvForm form;
  form.date_order = TRY(one_of(date_orders, "--date-order", words.date_order));
  form.time_form = TRY(one_of(time_forms, "--time-form", words.time_form));
  form.two_digit_years = words.two_digit_years;
  for (const auto& column : words.columns) TRY(take_column(column, form.columns));
  return form;
}

}  // namespace courtesy::app
