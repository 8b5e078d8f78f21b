#include "schedule/timetable.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/whole_number.h"

namespace courtesy {
namespace {

constexpr std::array<std::string_view, 7> weekdays{"mon", "tue", "wed", "thu", "fri", "sat", "sun"};
constexpr int most_agents = 1000;
constexpr int days_ahead = 14;  // a shift in an hour that is skipped comes again a week later

std::optional<int> weekday_of(std::string_view text) {
  const auto found = std::ranges::find(weekdays, text);
  if (found == weekdays.end()) return std::nullopt;
  return static_cast<int>(found - weekdays.begin());
}

std::optional<minutes> time_of(std::string_view text) {
  const std::size_t colon = std::min(text.find(':'), text.size());
  const auto hour = whole_number<int>(text.substr(0, colon));
  const auto minute = whole_number<int>(text.substr(std::min(colon + 1, text.size())));
  if (!hour || !minute || *minute > 59 || text.size() - colon != 3) return std::nullopt;
  const minutes time = hours{*hour} + minutes{*minute};
  return time <= hours{24} ? std::optional(time) : std::nullopt;
}

std::string_view next_word(std::string_view& text) {
  text.remove_prefix(std::min(text.find_first_not_of(' '), text.size()));
  const std::size_t end = std::min(text.find(' '), text.size());
  const std::string_view word = text.substr(0, end);
  text.remove_prefix(end);
  return word;
}

/// `a-b` as a pair; one alone is both.
template <typename Read>
auto range_of(std::string_view text, Read read) {
  const std::size_t dash = text.find('-');
  const auto first = read(text.substr(0, dash));
  const auto last = dash == std::string_view::npos ? first : read(text.substr(dash + 1));
  return std::pair(first, last);
}

int weekday_of(LocalDate date) { return static_cast<int>((std::chrono::weekday(date).iso_encoding()) - 1); }

}  // namespace

Result<std::vector<StaffShift>> parse_staff_shifts(std::string_view text) {
  const Error wrong = invalid(fmt::format(
      "a shift is \"{}\": it must be days, times and agents, like \"mon-fri 08:00-17:00 2\" or \"sat 09:00-12:00 1\"",
      text));
  std::string_view rest = text;
  const auto [from_day, to_day] = range_of(next_word(rest), [](std::string_view day) { return weekday_of(day); });
  const auto [opens, closes] = range_of(next_word(rest), time_of);
  const auto agents = whole_number<int>(next_word(rest));
  if (!next_word(rest).empty() || !from_day || !to_day || *from_day > *to_day) return wrong;
  if (!opens || !closes || *opens >= *closes || !agents || *agents < 1 || *agents > most_agents) return wrong;
  std::vector<StaffShift> shifts;
  for (int day = *from_day; day <= *to_day; ++day) shifts.push_back({day, *opens, *closes, *agents});
  return shifts;
}

std::string to_string(const StaffShift& shift) {
  const auto clock = [](minutes time) { return fmt::format("{:02}:{:02}", time.count() / 60, time.count() % 60); };
  return fmt::format("{} {}-{}  {} agent{}", weekdays[static_cast<std::size_t>(shift.weekday)], clock(shift.opens),
                     clock(shift.closes), shift.agents, shift.agents == 1 ? "" : "s");
}

int Timetable::agents_at(Instant at) const {
  const LocalTime local = zone_.to_local(at);
  const LocalDate date = std::chrono::floor<std::chrono::days>(local);
  const auto time = local - date;
  const int weekday = weekday_of(date);
  int agents = 0;
  for (const auto& shift : shifts_) {
    if (shift.weekday == weekday && shift.opens <= time && time < shift.closes) agents += shift.agents;
  }
  return std::min(agents, most_agents);
}

void Timetable::add_times(std::vector<Instant>& times, LocalTime local) const {
  const Resolved first = zone_.resolve(local);
  times.push_back(first.instant);
  if (first.flag != TimeFlag::overlap) return;
  const auto put_back = zone_.next_transition(first.instant);
  times.push_back(Instant{local.time_since_epoch() - zone_.offset(*put_back)});
}

std::vector<Instant> Timetable::changes_after(Instant at) const {
  const LocalDate today = std::chrono::floor<std::chrono::days>(zone_.to_local(at));
  std::vector<Instant> changes;
  // From yesterday: a clock that is put back after midnight shows its last hour once more.
  for (int ahead = -1; ahead <= days_ahead; ++ahead) {
    const LocalDate date = today + std::chrono::days{ahead};
    for (const auto& shift : shifts_) {
      if (shift.weekday != weekday_of(date)) continue;
      add_times(changes, LocalTime{date} + shift.opens);
      add_times(changes, LocalTime{date} + shift.closes);
    }
  }
  // Where a clock is put forward or back a shift may begin or end in its midst.
  if (const auto transition = zone_.next_transition(at)) changes.push_back(*transition);
  std::erase_if(changes, [&](Instant change) { return change <= at; });
  std::ranges::sort(changes);
  return changes;
}

std::optional<Instant> Timetable::empty_after(Instant at) const {
  for (const Instant change : changes_after(at)) {
    if (agents_at(change) == 0) return change;
  }
  return std::nullopt;
}

std::optional<Instant> Timetable::staffed_from(Instant at) const {
  if (agents_at(at) > 0) return at;
  for (const Instant change : changes_after(at)) {
    if (agents_at(change) > 0) return change;
  }
  return std::nullopt;
}

}  // namespace courtesy
