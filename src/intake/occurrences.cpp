#include "intake/occurrences.h"

#include <algorithm>

namespace courtesy::intake {
namespace {

using namespace std::chrono;

bool is_past(const Until& until, LocalTime reading, const When& start) {
  if (const auto* day = std::get_if<LocalDate>(&until)) return floor<days>(reading) > *day;
  if (const auto* local = std::get_if<LocalTime>(&until)) return reading > *local;
  const Instant end = std::get<Instant>(until);
  // A day is compared with the day that the instant has by the account's clock.
  if (start.is_day) return reading > start.zone.to_local(end);
  return start.zone.resolve(reading).instant > end;
}

class Collector {
 public:
  Collector(const Event& event, LocalTime earliest, LocalTime latest, std::size_t most, Steps& steps)
      : event_(event), start_(*event.start), earliest_(earliest), latest_(latest), most_(most), steps_(steps) {}

  Occurrences run() {
    add({start_.local, start_, false});
    for (const When& when : event_.extra) add({key_of(when, start_), when, false});
    for (const RecurrenceRule& rule : event_.rules) add_rule(rule);
    sort_each_once();
    return std::move(found_);
  }

 private:
  void add(Occurrence occurrence) {
    if (occurrence.key < earliest_ || occurrence.key > latest_) return;
    if (found_.list.size() > 2 * most_ + event_.extra.size()) {
      found_.complete = false;
      return;
    }
    found_.list.push_back(std::move(occurrence));
  }

  void add_rule(const RecurrenceRule& rule) {
    RuleReadings readings(rule, start_.local, rule.count ? start_.local : earliest_);
    std::int64_t counted = 1;
    while (!rule.count || counted < *rule.count) {
      const auto reading = readings.next(latest_, steps_);
      if (!reading || !found_.complete) break;
      if (*reading == start_.local) continue;
      if (rule.until && is_past(*rule.until, *reading, start_)) break;
      const bool skipped = rule.count && !start_.is_day && start_.zone.resolve(*reading).flag == TimeFlag::gap;
      if (!skipped) ++counted;
      add({*reading, When{*reading, start_.zone, start_.is_day, start_.is_floating}, true});
    }
    if (steps_.left == 0) found_.complete = false;
  }

  /// What DTSTART or an RDATE gives as well is not by a rule alone.
  void sort_each_once() {
    auto& list = found_.list;
    std::stable_sort(list.begin(), list.end(), [](const Occurrence& a, const Occurrence& b) {
      return a.key != b.key ? a.key < b.key : a.by_rule < b.by_rule;
    });
    list.erase(
        std::unique(list.begin(), list.end(), [](const Occurrence& a, const Occurrence& b) { return a.key == b.key; }),
        list.end());
    if (list.size() > most_) found_.complete = false;
  }

  const Event& event_;
  const When& start_;
  LocalTime earliest_;
  LocalTime latest_;
  std::size_t most_;
  Steps& steps_;
  Occurrences found_;
};

}  // namespace

LocalTime key_of(const When& when, const When& master) {
  if (master.is_day) return LocalTime{floor<days>(when.local)};
  if (when.is_floating || when.zone.same_clock(master.zone)) return when.local;
  return master.zone.to_local(when.instant());
}

Occurrences occurrences_of(const Event& event, LocalTime earliest, LocalTime latest, std::size_t most, Steps& steps) {
  return Collector(event, earliest, latest, most, steps).run();
}

}  // namespace courtesy::intake
