#include "flow/wording.h"

#include <fmt/format.h>

#include <array>
#include <vector>

namespace courtesy::flow {
namespace {

using namespace std::chrono;

constexpr std::array english_days{"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"};
constexpr std::array english_months{"January", "February", "March",     "April",   "May",      "June",
                                    "July",    "August",   "September", "October", "November", "December"};
constexpr std::array spanish_days{"domingo", "lunes", "martes", "miércoles", "jueves", "viernes", "sábado"};
constexpr std::array spanish_months{"enero", "febrero", "marzo",      "abril",   "mayo",      "junio",
                                    "julio", "agosto",  "septiembre", "octubre", "noviembre", "diciembre"};

bool is_spanish(std::string_view language) { return language.substr(0, language.find_first_of("-_")) == "es"; }

struct Clock12 {
  int hour;   ///< 0 to 23
  int shown;  ///< 1 to 12
  int minute;
};

Clock12 clock_of(LocalTime local) {
  const hh_mm_ss time{local - floor<days>(local)};
  const int hour = static_cast<int>(time.hours().count());
  return {hour, hour % 12 == 0 ? 12 : hour % 12, static_cast<int>(time.minutes().count())};
}

std::string digital(const Clock12& clock) {
  return fmt::format("{}:{:02} {}", clock.shown, clock.minute, clock.hour < 12 ? "AM" : "PM");
}

std::string english_spoken(const Clock12& clock) {
  if (clock.minute == 0 && clock.hour == 12) return "12 noon";
  if (clock.minute == 0 && clock.hour == 0) return "12 midnight";
  if (clock.minute == 0) return fmt::format("{} {}", clock.shown, clock.hour < 12 ? "AM" : "PM");
  return digital(clock);
}

/// The part of the day as it is said in most of America: tarde until 7, noche from 7 on.
std::string_view spanish_part(const Clock12& clock) {
  if (clock.hour == 12 && clock.minute == 0) return "del mediodía";
  if (clock.hour < 6) return "de la madrugada";
  if (clock.hour < 12) return "de la mañana";
  return clock.hour < 19 ? "de la tarde" : "de la noche";
}

/// With its article: one o'clock is singular.
std::string spanish_spoken(const Clock12& clock) {
  const std::string_view article = clock.shown == 1 ? "la" : "las";
  if (clock.minute == 0) return fmt::format("{} {} {}", article, clock.shown, spanish_part(clock));
  return fmt::format("{} {} y {} {}", article, clock.shown, clock.minute, spanish_part(clock));
}

std::string spaced(std::string_view digits) {
  std::string text;
  for (const char digit : digits) {
    if (!text.empty()) text += ' ';
    text += digit;
  }
  return text;
}

bool is_north_american(const std::string& e164) { return e164.size() == 12 && e164[1] == '1'; }

/// The digits as they are grouped for people: 3-3-4 in North America, fives elsewhere, where plans differ.
std::vector<std::string> groups_of(const std::string& e164) {
  if (is_north_american(e164)) return {e164.substr(2, 3), e164.substr(5, 3), e164.substr(8)};
  std::vector<std::string> groups;
  for (std::size_t at = 1; at < e164.size(); at += 5) groups.push_back(e164.substr(at, 5));
  return groups;
}

}  // namespace

std::string date_words(LocalTime local, std::string_view language, Medium) {
  const auto day = floor<days>(local);
  const year_month_day date{day};
  const unsigned weekday_index = weekday{day}.c_encoding();
  const unsigned month_index = static_cast<unsigned>(date.month()) - 1;
  const unsigned day_of_month = static_cast<unsigned>(date.day());
  if (is_spanish(language)) {
    return fmt::format("{} {} de {}", spanish_days[weekday_index], day_of_month, spanish_months[month_index]);
  }
  return fmt::format("{}, {} {}", english_days[weekday_index], english_months[month_index], day_of_month);
}

std::string time_words(LocalTime local, std::string_view language, Medium medium) {
  const Clock12 clock = clock_of(local);
  if (medium == Medium::written) return digital(clock);
  return is_spanish(language) ? spanish_spoken(clock) : english_spoken(clock);
}

std::string when_words(LocalTime local, std::string_view language, Medium medium) {
  const std::string date = date_words(local, language, medium);
  const std::string time = time_words(local, language, medium);
  if (!is_spanish(language)) return fmt::format("{}{} at {}", date, medium == Medium::spoken ? "," : "", time);
  if (medium == Medium::spoken) return fmt::format("{} a {}", date, time);
  return fmt::format("{} a {} {}", date, clock_of(local).shown == 1 ? "la" : "las", time);
}

std::string number_words(const PhoneNumber& number, Medium medium, std::string_view language) {
  const bool home = is_north_american(number.e164());
  const bool spoken = medium == Medium::spoken;
  std::string text = home ? "" : !spoken ? "+" : is_spanish(language) ? "más " : "plus ";
  std::string_view between;
  for (const std::string& group : groups_of(number.e164())) {
    text += between;
    text += spoken ? spaced(group) : group;
    between = spoken ? ", " : home ? "-" : " ";
  }
  return text;
}

std::string code_words(std::string_view code, Medium medium) {
  const bool spoken = medium == Medium::spoken;
  const std::size_t size = spoken ? 2 : 4;
  std::string text;
  for (std::size_t at = 0; at < code.size(); at += size) {
    if (at > 0) text += spoken ? ", " : " ";
    const std::string group(code.substr(at, size));
    text += spoken ? spaced(group) : group;
  }
  return text;
}

}  // namespace courtesy::flow
