#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "intake/civil.h"
#include "intake/rule.h"
#include "intake/text.h"

namespace courtesy::intake {
namespace {

using namespace std::chrono;

Error bad(std::string_view part, std::string_view why) {
  return invalid(fmt::format("its recurrence rule has a {} that {}", shown(part), why));
}

/// `-53` to `53` and the like; 0 only where the range has it and `lowest` is not negative.
Result<std::vector<int>> numbers(std::string_view part, std::string_view text, int lowest, int highest) {
  std::vector<int> values;
  for (std::string_view item : split(text, ',')) {
    item = trim(item);
    const bool minus = item.starts_with('-');
    if (minus || item.starts_with('+')) item.remove_prefix(1);
    const auto magnitude = whole_number(item);
    const int value = minus ? -magnitude.value_or(0) : magnitude.value_or(0);
    if (!magnitude || value < lowest || value > highest || (lowest < 0 && value == 0)) {
      return bad(part, fmt::format("is not a list of numbers from {} to {}", lowest, highest));
    }
    values.push_back(value);
  }
  std::sort(values.begin(), values.end());
  values.erase(std::unique(values.begin(), values.end()), values.end());
  return values;
}

std::optional<weekday> day_of(std::string_view text) {
  constexpr std::array names{"SU", "MO", "TU", "WE", "TH", "FR", "SA"};
  for (unsigned i = 0; i < names.size(); ++i) {
    if (same_word(text, names[i])) return weekday{i};
  }
  return std::nullopt;
}

Result<std::vector<RuleDay>> rule_days(std::string_view text) {
  std::vector<RuleDay> days;
  for (std::string_view item : split(text, ',')) {
    item = trim(item);
    const auto day = item.size() >= 2 ? day_of(item.substr(item.size() - 2)) : std::nullopt;
    if (!day) return bad("BYDAY", "is not a list of days like MO or -1FR");
    int nth = 0;
    if (item.size() > 2) {
      auto nths = numbers("BYDAY", item.substr(0, item.size() - 2), -53, 53);
      if (!nths.ok()) return nths.error();
      nth = nths->front();
    }
    days.push_back({nth, *day});
  }
  return days;
}

Result<Frequency> frequency_of(std::string_view text) {
  constexpr std::array<std::pair<std::string_view, Frequency>, 5> names{{{"HOURLY", Frequency::hourly},
                                                                         {"DAILY", Frequency::daily},
                                                                         {"WEEKLY", Frequency::weekly},
                                                                         {"MONTHLY", Frequency::monthly},
                                                                         {"YEARLY", Frequency::yearly}}};
  for (const auto& [name, frequency] : names) {
    if (same_word(text, name)) return frequency;
  }
  if (same_word(text, "SECONDLY") || same_word(text, "MINUTELY")) {
    return invalid("it recurs every few minutes or seconds (SECONDLY, MINUTELY): such rules are not expanded");
  }
  return bad("FREQ", "is none of HOURLY, DAILY, WEEKLY, MONTHLY, YEARLY");
}

Result<Until> until_of(std::string_view text) {
  if (const auto day = civil_date(text)) return Until{*day};
  if (const auto time = civil_time(text)) {
    if (time->utc) return Until{Instant{time->local.time_since_epoch()}};
    return Until{time->local};
  }
  return bad("UNTIL", "is no date or time");
}

Result<void> take_part(RecurrenceRule& rule, std::string_view name, std::string_view value) {
  const auto into = [&](std::vector<int>& list, int lowest, int highest) -> Result<void> {
    list = TRY(numbers(name, value, lowest, highest));
    return {};
  };
  if (name == "FREQ") {
    rule.frequency = TRY(frequency_of(value));
  } else if (name == "INTERVAL" || name == "COUNT") {
    const auto number = whole_number(value);
    if (!number || *number < 1) return bad(name, "is not a number from 1 on");
    if (name == "COUNT") rule.count = *number;
    if (name == "INTERVAL") rule.interval = *number;
  } else if (name == "UNTIL") {
    rule.until = TRY(until_of(value));
  } else if (name == "WKST") {
    const auto day = day_of(value);
    if (!day) return bad(name, "is no day of the week");
    rule.week_start = *day;
  } else if (name == "BYDAY") {
    rule.by_day = TRY(rule_days(value));
  } else if (name == "BYMONTH") {
    return into(rule.by_month, 1, 12);
  } else if (name == "BYWEEKNO") {
    return into(rule.by_week_number, -53, 53);
  } else if (name == "BYYEARDAY") {
    return into(rule.by_year_day, -366, 366);
  } else if (name == "BYMONTHDAY") {
    return into(rule.by_month_day, -31, 31);
  } else if (name == "BYHOUR") {
    return into(rule.by_hour, 0, 23);
  } else if (name == "BYMINUTE") {
    return into(rule.by_minute, 0, 59);
  } else if (name == "BYSECOND") {
    return into(rule.by_second, 0, 59);
  } else if (name == "BYSETPOS") {
    return into(rule.by_position, -366, 366);
  } else if (name == "RSCALE" ? !same_word(value, "GREGORIAN") : name == "SKIP" ? !same_word(value, "OMIT") : true) {
    return bad("part", fmt::format("is not known here ({})", shown(name)));
  }
  return {};
}

/// The table of RFC 5545 §3.3.10, and the sentences around it.
Result<void> check(const RecurrenceRule& rule) {
  const Frequency f = rule.frequency;
  const bool numbered = std::any_of(rule.by_day.begin(), rule.by_day.end(), [](RuleDay d) { return d.nth != 0; });
  const bool selects = !rule.by_month.empty() || !rule.by_week_number.empty() || !rule.by_year_day.empty() ||
                       !rule.by_month_day.empty() || !rule.by_day.empty() || !rule.by_hour.empty() ||
                       !rule.by_minute.empty() || !rule.by_second.empty();
  if (rule.count && rule.until) return bad("COUNT", "stands beside an UNTIL: only one may end it");
  if (!rule.by_week_number.empty() && f != Frequency::yearly) return bad("BYWEEKNO", "only a YEARLY rule may have");
  if (!rule.by_year_day.empty() && f != Frequency::yearly && f != Frequency::hourly) {
    return bad("BYYEARDAY", "a DAILY, WEEKLY or MONTHLY rule may not have");
  }
  if (!rule.by_month_day.empty() && f == Frequency::weekly) return bad("BYMONTHDAY", "a WEEKLY rule may not have");
  if (numbered && ((f != Frequency::monthly && f != Frequency::yearly) || !rule.by_week_number.empty())) {
    return bad("BYDAY", "counts days (like 2MO), which only MONTHLY and YEARLY rules without BYWEEKNO may do");
  }
  if (!rule.by_position.empty() && !selects) return bad("BYSETPOS", "has no other BY... part to choose from");
  return {};
}

}  // namespace

Result<RecurrenceRule> parse_rule(std::string_view text) {
  RecurrenceRule rule{};
  std::vector<std::string> seen;
  text = trim(text);
  if (text.ends_with(';')) text.remove_suffix(1);
  for (const std::string_view part : split(text, ';')) {
    const std::size_t equals = part.find('=');
    if (equals == std::string_view::npos) return bad("part", "is not of the form NAME=VALUE");
    std::string name = lower(trim(part.substr(0, equals)));
    for (char& c : name) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    if (std::find(seen.begin(), seen.end(), name) != seen.end()) return bad(name, "stands in it twice");
    TRY(take_part(rule, name, trim(part.substr(equals + 1))));
    seen.push_back(std::move(name));
  }
  if (std::find(seen.begin(), seen.end(), "FREQ") == seen.end()) return invalid("its recurrence rule has no FREQ");
  TRY(check(rule));
  return rule;
}

}  // namespace courtesy::intake
