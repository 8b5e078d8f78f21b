#include "intake/rule.h"

#include <algorithm>

namespace courtesy::intake {
namespace {

using namespace std::chrono;

constexpr year last_year{9999};

bool holds(const std::vector<int>& list, int value) { return std::binary_search(list.begin(), list.end(), value); }
/// As `holds`, counted from the front or from the back; an empty list holds everything.
bool holds_either(const std::vector<int>& list, int from_front, int from_back) {
  return list.empty() || holds(list, from_front) || holds(list, from_back);
}

int day_of_year(LocalDate date) {
  return static_cast<int>((date - LocalDate{year_month_day{date}.year() / January / 1}).count()) + 1;
}
int days_in(year y) { return y.is_leap() ? 366 : 365; }

LocalDate week_of(LocalDate date, weekday week_start) { return date - (weekday{date} - week_start); }

/// Week 1 is the first with at least four days in its year (RFC 5545 §3.3.10, BYWEEKNO).
struct WeekNumber {
  int from_front;
  int from_back;
};
WeekNumber week_number(LocalDate date, weekday week_start) {
  const LocalDate middle = week_of(date, week_start) + days{3};
  const year y = year_month_day{middle}.year();
  const int number = (day_of_year(middle) - 1) / 7 + 1;
  const LocalDate last_middle = week_of(LocalDate{y / December / 28}, week_start) + days{3};
  const int last = (day_of_year(last_middle) - 1) / 7 + 1;
  return {number, number - last - 1};
}

/// Whether the day is one of BYDAY's, counted in its month or in its year.
bool is_rule_day(const RecurrenceRule& rule, LocalDate date) {
  const year_month_day ymd{date};
  const bool in_month = rule.frequency == Frequency::monthly || !rule.by_month.empty();
  const int ordinal = in_month ? static_cast<int>(static_cast<unsigned>(ymd.day())) : day_of_year(date);
  const int length =
      in_month ? static_cast<int>(static_cast<unsigned>((ymd.year() / ymd.month() / last).day())) : days_in(ymd.year());
  const int from_front = (ordinal - 1) / 7 + 1;
  const int from_back = -((length - ordinal) / 7 + 1);
  return std::any_of(rule.by_day.begin(), rule.by_day.end(), [&](RuleDay d) {
    return d.day == weekday{date} && (d.nth == 0 || d.nth == from_front || d.nth == from_back);
  });
}

/// What a rule leaves open is as in DTSTART.
bool is_day_of_start(const RecurrenceRule& rule, LocalDate date, LocalDate start) {
  const year_month_day a{date};
  const year_month_day b{start};
  switch (rule.frequency) {
    case Frequency::hourly:
    case Frequency::daily: return true;
    case Frequency::weekly: return !rule.by_day.empty() || weekday{date} == weekday{start};
    case Frequency::monthly: return !rule.by_day.empty() || !rule.by_month_day.empty() || a.day() == b.day();
    case Frequency::yearly: break;
  }
  if (!rule.by_day.empty() || !rule.by_month_day.empty() || !rule.by_year_day.empty()) return true;
  if (!rule.by_week_number.empty()) return weekday{date} == weekday{start};
  return a.day() == b.day() && (!rule.by_month.empty() || a.month() == b.month());
}

bool day_fits(const RecurrenceRule& rule, LocalDate date, LocalDate start) {
  const year_month_day ymd{date};
  if (!rule.by_month.empty() && !holds(rule.by_month, static_cast<int>(static_cast<unsigned>(ymd.month()))))
    return false;
  if (!rule.by_month_day.empty()) {
    const int day = static_cast<int>(static_cast<unsigned>(ymd.day()));
    const int length = static_cast<int>(static_cast<unsigned>((ymd.year() / ymd.month() / last).day()));
    if (!holds_either(rule.by_month_day, day, day - length - 1)) return false;
  }
  if (!rule.by_year_day.empty()) {
    const int day = day_of_year(date);
    if (!holds_either(rule.by_year_day, day, day - days_in(ymd.year()) - 1)) return false;
  }
  if (!rule.by_week_number.empty()) {
    const WeekNumber week = week_number(date, rule.week_start);
    if (!holds_either(rule.by_week_number, week.from_front, week.from_back)) return false;
  }
  return (rule.by_day.empty() || is_rule_day(rule, date)) && is_day_of_start(rule, date, start);
}

std::vector<int> given_or(const std::vector<int>& list, std::int64_t of_start) {
  return list.empty() ? std::vector<int>{static_cast<int>(of_start)} : list;
}

/// How many times_of_rule() gives.
std::size_t times_in(const RecurrenceRule& rule) {
  const auto each = [](const std::vector<int>& list) { return std::max<std::size_t>(1, list.size()); };
  const bool hourly = rule.frequency == Frequency::hourly;
  return (hourly ? 1 : each(rule.by_hour)) * each(rule.by_minute) * each(rule.by_second);
}

std::vector<seconds> times_of_rule(const RecurrenceRule& rule, LocalTime start) {
  const hh_mm_ss clock{start - floor<days>(start)};
  const bool hourly = rule.frequency == Frequency::hourly;
  std::vector<seconds> times;
  for (const int h : hourly ? std::vector<int>{0} : given_or(rule.by_hour, clock.hours().count())) {
    for (const int m : given_or(rule.by_minute, clock.minutes().count())) {
      for (const int s : given_or(rule.by_second, clock.seconds().count())) {
        times.push_back(hours{h} + minutes{m} + seconds{s});
      }
    }
  }
  return times;
}

std::int64_t months_of(LocalDate date) {
  const year_month_day ymd{date};
  return std::int64_t{static_cast<int>(ymd.year())} * 12 + static_cast<unsigned>(ymd.month()) - 1;
}
/// None beyond the year 9999.
std::optional<LocalDate> first_of_month(std::int64_t number) {
  if (number / 12 > static_cast<int>(last_year)) return std::nullopt;
  return LocalDate{year{static_cast<int>(number / 12)} / month{static_cast<unsigned>(number % 12 + 1)} / 1};
}

struct Span {
  LocalDate first;
  LocalDate end;
};

/// The days of the period that lies `units` days, weeks, months or years after that of `start`.
std::optional<Span> days_of_period(const RecurrenceRule& rule, LocalDate start, std::int64_t units) {
  const bool yearly = rule.frequency == Frequency::yearly;
  switch (rule.frequency) {
    case Frequency::hourly:
    case Frequency::daily: return Span{start + days{units}, start + days{units + 1}};
    case Frequency::weekly: {
      const LocalDate first = week_of(start, rule.week_start) + days{7 * units};
      return Span{first, first + days{7}};
    }
    case Frequency::monthly:
    case Frequency::yearly: break;
  }
  const std::int64_t number = yearly ? (months_of(start) / 12 + units) * 12 : months_of(start) + units;
  const auto first = first_of_month(number);
  const auto end = first_of_month(number + (yearly ? 12 : 1));
  if (!first || !end) return std::nullopt;
  return Span{*first, *end};
}

/// How many whole periods of one unit lie between; for passing over what nobody asks for.
std::int64_t units_between(Frequency frequency, LocalTime start, LocalTime later) {
  const LocalDate a = floor<days>(start);
  const LocalDate b = floor<days>(later);
  switch (frequency) {
    case Frequency::hourly: return floor<hours>(later - start).count();
    case Frequency::daily: return (b - a).count();
    case Frequency::weekly: return (b - a).count() / 7;
    case Frequency::monthly: return months_of(b) - months_of(a);
    case Frequency::yearly: return months_of(b) / 12 - months_of(a) / 12;
  }
  return 0;
}

}  // namespace

RuleReadings::RuleReadings(const RecurrenceRule& rule, LocalTime start, LocalTime earliest)
    : rule_(rule), start_(start) {
  if (earliest > start) {
    period_ = std::max<std::int64_t>(0, units_between(rule.frequency, start, earliest) / rule.interval - 1);
  }
}

std::optional<LocalTime> RuleReadings::next(LocalTime latest, Steps& steps) {
  for (;;) {
    while (taken_ < ready_.size()) {
      const LocalTime reading = ready_[taken_++];
      if (reading > latest) return std::nullopt;
      if (reading >= start_) return reading;
    }
    if (!fill(latest, steps)) return std::nullopt;
  }
}

bool RuleReadings::fill(LocalTime latest, Steps& steps) {
  ready_.clear();
  taken_ = 0;
  if (times_.empty()) {
    if (!steps.spend(times_in(rule_))) return false;
    times_ = times_of_rule(rule_, start_);
  }
  if (!(rule_.frequency == Frequency::hourly ? fill_hour(latest, steps) : fill_days(latest, steps))) return false;
  if (!rule_.by_position.empty()) keep_positions();
  ++period_;
  return true;
}

bool RuleReadings::fill_hour(LocalTime latest, Steps& steps) {
  const auto hour = floor<hours>(start_) + hours{period_ * rule_.interval};
  const LocalDate date = floor<days>(hour);
  if (hour > latest || year_month_day{date}.year() > last_year) return false;
  if (!steps.spend(1)) return false;
  const int of_day = static_cast<int>(floor<hours>(hour - date).count());
  if (!rule_.by_hour.empty() && !holds(rule_.by_hour, of_day)) return true;
  if (!day_fits(rule_, date, floor<days>(start_))) return true;
  if (!steps.spend(times_.size())) return false;
  for (const seconds time : times_) ready_.push_back(hour + time);
  return true;
}

bool RuleReadings::fill_days(LocalTime latest, Steps& steps) {
  const LocalDate start = floor<days>(start_);
  const auto span = days_of_period(rule_, start, period_ * rule_.interval);
  if (!span || LocalTime{span->first} > latest || year_month_day{span->first}.year() > last_year) return false;
  for (LocalDate date = span->first; date < span->end; date += days{1}) {
    if (!steps.spend(1)) return false;
    if (!day_fits(rule_, date, start)) continue;
    if (!steps.spend(times_.size())) return false;
    for (const seconds time : times_) ready_.push_back(date + time);
  }
  return true;
}

/// BYSETPOS: of all that a period gives, the first, the last, ...
void RuleReadings::keep_positions() {
  const int size = static_cast<int>(ready_.size());
  std::vector<LocalTime> kept;
  for (int i = 0; i < size; ++i) {
    if (holds_either(rule_.by_position, i + 1, i - size)) kept.push_back(ready_[static_cast<std::size_t>(i)]);
  }
  ready_ = std::move(kept);
}

}  // namespace courtesy::intake
