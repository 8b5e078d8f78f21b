#include "intake/calendar_zone.h"

#include <fmt/format.h>

#include <algorithm>

#include "intake/civil.h"
#include "intake/text.h"

namespace courtesy::intake {
namespace {

using namespace std::chrono;

/// What clocks did before is asked by nobody.
constexpr LocalTime epoch{};

Error broken(int line, std::string_view why) {
  return invalid(fmt::format("the time zone's definition on line {} {}", line, why));
}

/// `+0100`, `-0330`, `+001644`.
Result<seconds> read_offset(const Component& part, std::string_view name) {
  const Property* property = part.find(name);
  if (property == nullptr) return broken(part.line, fmt::format("has no {}", name));
  std::string_view text = trim(property->value);
  const bool west = text.starts_with('-');
  if (!west && !text.starts_with('+')) return broken(property->line, fmt::format("has a {} without a sign", name));
  text.remove_prefix(1);
  const auto number = text.size() == 4 || text.size() == 6 ? whole_number(text) : std::nullopt;
  const int digits = number ? (text.size() == 4 ? *number * 100 : *number) : -1;
  if (digits < 0 || digits >= 240000 || digits / 100 % 100 > 59 || digits % 100 > 59) {
    return broken(property->line, fmt::format("has a {} that is no offset like +0100", name));
  }
  const seconds magnitude = hours{digits / 10000} + minutes{digits / 100 % 100} + seconds{digits % 100};
  return west ? -magnitude : magnitude;
}

struct Observance {
  LocalTime start;
  seconds from;
  seconds to;
};

Instant instant_of(LocalTime local, seconds offset) { return Instant{local.time_since_epoch() - offset}; }

bool is_past(const Until& until, LocalTime reading, seconds offset) {
  if (const auto* day = std::get_if<LocalDate>(&until)) return floor<days>(reading) > *day;
  if (const auto* local = std::get_if<LocalTime>(&until)) return reading > *local;
  return instant_of(reading, offset) > std::get<Instant>(until);
}

/// When the observance begins, each time up to `latest`.
Result<std::vector<LocalTime>> beginnings(const Component& part, const Observance& observance, LocalTime latest,
                                          Steps& steps) {
  std::vector<LocalTime> found{observance.start};
  for (const Property& property : part.properties) {
    if (property.name == "RDATE") {
      for (const auto item : split(property.value, ',')) {
        const auto time = civil_time(trim(item.substr(0, item.find('/'))));
        if (!time) return broken(property.line, "has an RDATE that is no time");
        found.push_back(time->local);
      }
    } else if (property.name == "RRULE") {
      const auto rule = parse_rule(property.value);
      if (!rule.ok()) return broken(property.line, fmt::format("can't be read: {}", rule.error().message));
      RuleReadings readings(*rule, observance.start, rule->count ? observance.start : epoch);
      std::int64_t count = 1;
      while (const auto reading = readings.next(latest, steps)) {
        if (*reading == observance.start) continue;
        if (rule->until && is_past(*rule->until, *reading, observance.from)) break;
        if (rule->count && ++count > *rule->count) break;
        found.push_back(*reading);
      }
      if (steps.left == 0) return broken(property.line, "takes too long to work out");
    }
  }
  return found;
}

}  // namespace

Result<CalendarZone> CalendarZone::read(const Component& vtimezone, Instant until, Steps& steps) {
  if (!vtimezone.broken.empty()) return broken(vtimezone.line, fmt::format("can't be read ({})", vtimezone.broken));
  std::vector<Onset> onsets;
  std::optional<std::pair<Instant, seconds>> first;
  for (const Component& part : vtimezone.parts) {
    if (part.kind != "STANDARD" && part.kind != "DAYLIGHT") continue;
    const Property* start = part.find("DTSTART");
    const auto time = start ? civil_time(trim(start->value)) : std::nullopt;
    if (!time) return broken(part.line, "has a part without a DTSTART");
    const Observance observance{time->local, TRY(read_offset(part, "TZOFFSETFROM")),
                                TRY(read_offset(part, "TZOFFSETTO"))};
    const LocalTime latest{seconds{floor<seconds>(until.time_since_epoch()) + observance.from}};
    for (const LocalTime local : TRY(beginnings(part, observance, latest, steps))) {
      const Instant at = instant_of(local, observance.from);
      onsets.push_back({at, observance.to});
      if (!first || at < first->first) first = {at, observance.from};
    }
  }
  if (!first) return broken(vtimezone.line, "has neither STANDARD nor DAYLIGHT");
  std::stable_sort(onsets.begin(), onsets.end(), [](const Onset& a, const Onset& b) { return a.at < b.at; });
  return CalendarZone(first->second, std::move(onsets));
}

seconds CalendarZone::offset(Instant instant) const {
  const auto after = std::upper_bound(onsets_.begin(), onsets_.end(), instant,
                                      [](Instant wanted, const Onset& onset) { return wanted < onset.at; });
  return after == onsets_.begin() ? first_ : std::prev(after)->offset;
}

LocalTime CalendarZone::to_local(Instant instant) const {
  return LocalTime{floor<seconds>(instant.time_since_epoch()) + offset(instant)};
}

Resolved CalendarZone::resolve(LocalTime local) const {
  // A reading's instant lies within a day of the reading taken as UTC; the offsets in force around it are the
  // candidates.
  const Instant around{local.time_since_epoch()};
  const auto begin = std::lower_bound(onsets_.begin(), onsets_.end(), around - hours{25},
                                      [](const Onset& onset, Instant wanted) { return onset.at < wanted; });
  seconds before = begin == onsets_.begin() ? first_ : std::prev(begin)->offset;
  std::vector<Instant> hits;
  std::optional<Instant> skipped;
  if (begin == onsets_.end() || instant_of(local, before) < begin->at) hits.push_back(instant_of(local, before));
  for (auto onset = begin; onset != onsets_.end() && onset->at <= around + hours{25}; ++onset) {
    const Instant by_old = instant_of(local, before);
    const Instant by_new = instant_of(local, onset->offset);
    const auto next = std::next(onset);
    if (by_new >= onset->at && (next == onsets_.end() || by_new < next->at)) hits.push_back(by_new);
    if (by_old >= onset->at && by_new < onset->at) skipped = by_old;
    before = onset->offset;
  }
  if (hits.empty()) return {skipped.value_or(instant_of(local, before)), TimeFlag::gap};
  return {*std::min_element(hits.begin(), hits.end()), hits.size() == 1 ? TimeFlag::exact : TimeFlag::overlap};
}

bool CalendarZone::agrees_with(const Zone& zone, Instant from, Instant to) const {
  const auto agree_at = [&](Instant instant) { return offset(instant) == zone.offset(instant); };
  const auto agree_around = [&](Instant change) { return agree_at(change) && agree_at(change - seconds{1}); };
  if (!agree_at(from) || !agree_at(to)) return false;
  for (const Onset& onset : onsets_) {
    if (onset.at > from && onset.at < to && !agree_around(onset.at)) return false;
  }
  for (auto change = zone.next_transition(from); change && *change < to; change = zone.next_transition(*change)) {
    if (!agree_around(*change)) return false;
  }
  return true;
}

}  // namespace courtesy::intake
