#include "base/instant.h"

#include <fmt/compile.h>
#include <fmt/format.h>

#include <array>

namespace courtesy {
namespace {

using namespace std::chrono;

/// Reads fixed-width decimal fields, left to right; every miss makes the whole a miss.
class Fields {
 public:
  explicit Fields(std::string_view text) : rest_(text) {}

  int number(std::size_t width) {
    if (rest_.size() < width) return fail();
    int value = 0;
    for (const char c : rest_.substr(0, width)) {
      if (c < '0' || c > '9') return fail();
      value = value * 10 + (c - '0');
    }
    rest_.remove_prefix(width);
    return value;
  }
  void literal(char c) {
    if (!accept(c)) fail();
  }
  bool accept(char c) {
    if (rest_.empty() || rest_.front() != c) return false;
    rest_.remove_prefix(1);
    return true;
  }
  bool done() const { return good_ && rest_.empty(); }
  bool good() const { return good_; }

 private:
  int fail() {
    good_ = false;
    return 0;
  }
  std::string_view rest_;
  bool good_ = true;
};

LocalDate read_date(Fields& fields, bool& exists) {
  const int y = fields.number(4);
  fields.literal('-');
  const int m = fields.number(2);
  fields.literal('-');
  const int d = fields.number(2);
  const year_month_day date{year{y}, month{static_cast<unsigned>(m)}, day{static_cast<unsigned>(d)}};
  exists = date.ok();
  return exists ? LocalDate{date} : LocalDate{};
}

struct TimeOfDay {
  seconds value{};
  bool exists = false;
};

TimeOfDay read_time(Fields& fields) {
  const int h = fields.number(2);
  fields.literal(':');
  const int m = fields.number(2);
  const int s = fields.accept(':') ? fields.number(2) : 0;
  return {hours{h} + minutes{m} + seconds{s}, h < 24 && m < 60 && s < 60};
}

template <typename Duration>
std::string date_text(Duration days_since) {
  const year_month_day date{days_since};
  return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                     static_cast<unsigned>(date.day()));
}

constexpr std::array weekdays{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
constexpr std::array months{"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

}  // namespace

std::string to_string(Instant instant) {
  const auto day = floor<days>(instant);
  const hh_mm_ss time{instant - day};
  std::string text = fmt::format("{}T{:02}:{:02}:{:02}", date_text(day), time.hours().count(), time.minutes().count(),
                                 time.seconds().count());
  if (time.subseconds().count() != 0) text += fmt::format(".{:03}", time.subseconds().count());
  return text + "Z";
}

Result<Instant> parse_instant(std::string_view text) {
  const Error error = invalid("not a point in time: write it as 2026-11-25T17:00:00Z");
  Fields fields(text);
  bool exists = false;
  const LocalDate date = read_date(fields, exists);
  if (!fields.accept('T') && !fields.accept(' ')) return error;
  const TimeOfDay time = read_time(fields);
  milliseconds fraction{0};
  if (fields.accept('.')) fraction = milliseconds{fields.number(3)};
  minutes offset{0};
  if (!fields.accept('Z')) {
    const bool west = fields.accept('-');
    if (!west) fields.literal('+');
    offset = hours{fields.number(2)};
    fields.accept(':');
    offset += minutes{fields.number(2)};
    if (west) offset = -offset;
  }
  if (!fields.done() || !exists || !time.exists) return error;
  return Instant{sys_days{date.time_since_epoch()} + time.value + fraction - offset};
}

std::string to_string(LocalTime local) {
  const auto day = floor<days>(local);
  const hh_mm_ss time{local - day};
  std::string text = fmt::format("{}T{:02}:{:02}", date_text(day), time.hours().count(), time.minutes().count());
  if (time.seconds().count() != 0) text += fmt::format(":{:02}", time.seconds().count());
  return text;
}

Result<LocalTime> parse_local_time(std::string_view text) {
  const Error error = invalid("not a local time: write it as 2026-11-25T17:00");
  Fields fields(text);
  bool exists = false;
  const LocalDate date = read_date(fields, exists);
  if (!fields.accept('T') && !fields.accept(' ')) return error;
  const TimeOfDay time = read_time(fields);
  if (!fields.done() || !exists || !time.exists) return error;
  return LocalTime{date + time.value};
}

std::string to_string(LocalDate date) { return date_text(date); }

Result<LocalDate> parse_date(std::string_view text) {
  Fields fields(text);
  bool exists = false;
  const LocalDate date = read_date(fields, exists);
  if (!fields.done() || !exists) return invalid("not a date: write it as 2026-11-25");
  return date;
}

std::string to_rfc2822(Instant instant) {
  const auto day = floor<days>(instant);
  const year_month_day date{day};
  const hh_mm_ss time{floor<seconds>(instant - day)};
  char text[40];  // the longest year has six
  char* end = fmt::format_to(text, FMT_COMPILE("{}, {:02} {} {:04} {:02}:{:02}:{:02} +0000"),
                             weekdays[weekday{day}.c_encoding()], static_cast<unsigned>(date.day()),
                             months[static_cast<unsigned>(date.month()) - 1], static_cast<int>(date.year()),
                             time.hours().count(), time.minutes().count(), time.seconds().count());
  return {text, end};
}

}  // namespace courtesy
