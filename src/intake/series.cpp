#include "intake/series.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "intake/client.h"
#include "intake/occurrences.h"

namespace courtesy::intake {
namespace {

using namespace std::chrono;

/// Clocks differ by less than this from each other, and so do their readings of one instant.
constexpr hours clocks_apart{48};

class Series {
 public:
  Series(std::vector<Event> versions, const Reading& reading, Steps& steps)
      : versions_(std::move(versions)), reading_(reading), steps_(steps) {}

  Import run() {
    choose_master();
    choose_changes();
    if (master_) read_left_out();
    if (master_) expand_master();
    for (const auto& [key, change] : changes_) place_change(key, *change);
    const std::size_t events = out_.appointments.size() + out_.excluded.size() + out_.reports.size();
    if (events > reading_.bounds.occurrences_an_event) give_up(too_many());
    out_.events = out_.appointments.size() + out_.excluded.size() + out_.reports.size();
    return std::move(out_);
  }

 private:
  // Which versions count.

  static bool outranks(const Event& later, const Event& earlier) { return later.sequence >= earlier.sequence; }

  void supersede(const Event& loser, const Event& winner) {
    out_.superseded.push_back(
        {loser.line, loser.uid, fmt::format("the version of this event on line {} replaces it", winner.line)});
  }

  void choose_master() {
    Event* told = nullptr;  // the last that could say when the series takes place
    for (Event& version : versions_) {
      if (version.is_change) continue;
      if (master_ && !outranks(version, *master_)) {
        supersede(version, *master_);
        continue;
      }
      if (master_) supersede(*master_, version);
      master_ = &version;
      if (!is_bare_cancellation(version)) told = &version;
    }
    if (master_ && is_bare_cancellation(*master_) && told && told->broken.empty() && told->start) adopt(*told);
    if (master_ && master_->start && master_->broken.empty()) reference_ = master_->start;
  }

  static bool is_bare_cancellation(const Event& event) {
    return event.cancelled && event.broken.empty() && !event.recurs();
  }

  /// A cancellation names the series and often has no rule: what it cancels is told by the version before it.
  void adopt(Event& before) {
    master_->start = before.start;
    master_->rules = std::move(before.rules);
    master_->extra = std::move(before.extra);
    master_->left_out = std::move(before.left_out);
  }

  void choose_changes() {
    for (const Event& version : versions_) {
      if (!version.is_change) continue;
      if (!version.replaces) {
        unplaced_ = &version;
        report(version.line,
               fmt::format("it changes one occurrence of a series, but not known which: {}", version.broken));
        continue;
      }
      if (!reference_) reference_ = version.replaces;
      const Event*& chosen = changes_[change_key(*version.replaces)];
      if (chosen && !outranks(version, *chosen)) {
        supersede(version, *chosen);
        continue;
      }
      if (chosen) supersede(*chosen, version);
      chosen = &version;
    }
    for (const auto& change : changes_) {
      if (change.second->and_future) futures_.insert(change);
    }
  }

  /// A date names the occurrence of that day.
  LocalTime change_key(const When& replaces) const {
    const LocalTime key = key_of(replaces, *reference_);
    if (!replaces.is_day || reference_->is_day) return key;
    return floor<days>(key) + (reference_->local - floor<days>(reference_->local));
  }

  void read_left_out() {
    if (!reference_) return;
    for (const When& when : master_->left_out) {
      if (when.is_day) left_out_days_.insert(floor<days>(when.local));
      if (!when.is_day || reference_->is_day) left_out_.insert(key_of(when, *reference_));
    }
  }

  bool is_left_out(LocalTime key) const { return left_out_.contains(key) || left_out_days_.contains(floor<days>(key)); }

  // The series.

  void expand_master() {
    const Event& m = *master_;
    if (!m.broken.empty() && m.cancelled) return exclude("", Exclusion::cancelled, m.line);
    if (!m.broken.empty()) return report(m.line, m.broken);
    if (!m.start) return exclude("", Exclusion::cancelled, m.line);  // only a cancellation may be without
    if (unplaced_ && !m.cancelled) {
      return report(m.line,
                    fmt::format("one of its occurrences is changed on line {}, but not known which: none of them "
                                "is taken",
                                unplaced_->line));
    }
    if (ends_before_start(m)) {
      if (in_range(m.start->instant())) report(m.line, "its rule ends before its start: no occurrence is certain");
      return;
    }
    const seconds reach = clocks_apart + longest_move();
    const LocalTime earliest = m.start->zone.to_local(reading_.settings.from) - reach;
    const LocalTime latest = m.start->zone.to_local(reading_.settings.to) + reach;
    const std::size_t most = 4 * reading_.bounds.occurrences_an_event + 1000;
    const Occurrences found = occurrences_of(m, earliest, latest, most, steps_);
    if (!found.complete) return give_up(steps_.left == 0 ? too_long() : too_many());
    for (const Occurrence& occurrence : found.list) place(occurrence);
  }

  static bool ends_before_start(const Event& event) {
    const When& start = *event.start;
    return std::any_of(event.rules.begin(), event.rules.end(), [&](const RecurrenceRule& rule) {
      if (!rule.until) return false;
      if (const auto* day = std::get_if<LocalDate>(&*rule.until)) return *day < floor<days>(start.local);
      if (const auto* local = std::get_if<LocalTime>(&*rule.until)) return *local < start.local;
      const Instant until = std::get<Instant>(*rule.until);
      return start.is_day ? start.zone.to_local(until) < start.local : until < start.instant();
    });
  }

  seconds longest_move() const {
    seconds longest{0};
    for (const auto& [key, change] : futures_) {
      if (change->start) longest = std::max(longest, std::chrono::abs(move_of(key, *change)));
    }
    return longest;
  }

  /// A change of this and all later occurrences moves them by the wall clock. One in UTC is read by the series' clock.
  When moved_start(const Event& change) const {
    const When& start = *change.start;
    const bool by_instant = start.zone.authority() == Authority::instant && !start.is_day;
    if (!by_instant || reference_->zone.authority() == Authority::instant) return start;
    return When{reference_->zone.to_local(start.instant()), reference_->zone};
  }
  seconds move_of(LocalTime key, const Event& change) const { return moved_start(change).local - key; }

  void place(const Occurrence& occurrence) {
    if (changes_.contains(occurrence.key)) return;
    const std::string key = master_->recurs() ? key_text(occurrence.key) : "";
    const Instant original = occurrence.when.instant();
    if (is_left_out(occurrence.key)) {
      if (in_range(original)) exclude(key, Exclusion::exdate, master_->line);
      return;
    }
    const auto [future_key, future] = future_change(occurrence.key);
    if (!future) return place_at(occurrence.when, occurrence.by_rule, key, *master_);
    if (!future->broken.empty() && !future->cancelled) {
      if (in_range(original)) {
        report(master_->line,
               fmt::format("line {} changes this occurrence ({}) and all later ones, and can't be read: {}",
                           future->line, key, future->broken));
      }
      return;
    }
    if (!future->start) return place_at(occurrence.when, false, key, *future);
    const When moved = moved_start(*future);
    place_at({occurrence.key + move_of(future_key, *future), moved.zone, moved.is_day, moved.is_floating},
             occurrence.by_rule, key, *future);
  }

  /// The last change of "this and all later" at or before the occurrence.
  std::pair<LocalTime, const Event*> future_change(LocalTime key) const {
    const auto after = futures_.upper_bound(key);
    if (after == futures_.begin()) return {};
    return *std::prev(after);
  }

  void place_change(LocalTime key, const Event& change) {
    const std::string text = key_text(key);
    const Instant original = reference_->zone.resolve(key).instant;
    const When& when = change.start ? *change.start : *change.replaces;
    const bool series_cancelled = master_ && master_->cancelled;
    if (is_left_out(key)) {
      if (in_range(original)) exclude(text, Exclusion::exdate, change.line);
    } else if (change.cancelled || series_cancelled) {
      if (in_range(when.instant())) exclude(text, Exclusion::cancelled, change.line);
    } else if (!change.broken.empty()) {
      report(change.line, change.broken);
    } else {
      place_at(when, false, text, change);
    }
  }

  void place_at(const When& when, bool by_rule, const std::string& key, const Event& source) {
    const Resolved resolved = when.zone.resolve(when.local);
    if (!in_range(resolved.instant)) return;
    if (source.cancelled || (master_ && master_->cancelled)) return exclude(key, Exclusion::cancelled, source.line);
    if (when.is_day) {
      return report(source.line, fmt::format("it lasts all day ({}), without a time that a reminder could be measured "
                                             "from: give it a time",
                                             courtesy::to_string(floor<days>(when.local))));
    }
    if (by_rule && resolved.flag == TimeFlag::gap) {
      return report(source.line,
                    fmt::format("its rule gives {}, which the clock skips that night: it does not take place "
                                "then; if it should, move this occurrence",
                                courtesy::to_string(when.local)));
    }
    book(when.zone.start(when.local), key, source);
  }

  // What comes out.

  void book(Start start, const std::string& key, const Event& source) {
    auto [known, fresh] = clients_.try_emplace(&source);
    if (fresh) known->second = client_of(*source.component, reading_);
    const ClientDetails& client = known->second;
    if (client.declined) return exclude(key, Exclusion::declined, source.line);
    out_.appointments.push_back({.uid = source.uid,
                                 .recurrence = key,
                                 .start = std::move(start),
                                 .sequence = source.sequence,
                                 .name = client.name,
                                 .number = client.number,
                                 .email = client.email,
                                 .unreachable = client.unreachable,
                                 .summary = client.summary,
                                 .line = source.line});
  }

  void exclude(const std::string& key, Exclusion why, int line) {
    out_.excluded.push_back({versions_.front().uid, key, why, line});
  }

  void report(int line, std::string reason) {
    out_.reports.push_back({line, versions_.front().uid, std::move(reason)});
  }

  /// Part of a series would look like all of it: one report instead.
  void give_up(std::string reason) {
    out_.appointments.clear();
    out_.excluded.clear();
    out_.reports.clear();
    changes_.clear();
    report(master_ ? master_->line : versions_.front().line, std::move(reason));
  }

  std::string too_many() const {
    return fmt::format(
        "it has more than {} occurrences in the time asked for: ask for a shorter time, or end the series",
        reading_.bounds.occurrences_an_event);
  }
  static std::string too_long() {
    return "its rule takes too long to work out: let the series start later, or make its rule simpler";
  }

  std::string key_text(LocalTime key) const {
    return reference_->is_day ? courtesy::to_string(floor<days>(key)) : reference_->zone.key(key);
  }

  bool in_range(Instant instant) const { return instant >= reading_.settings.from && instant < reading_.settings.to; }

  std::vector<Event> versions_;
  const Reading& reading_;
  Steps& steps_;
  Event* master_ = nullptr;
  const Event* unplaced_ = nullptr;
  std::optional<When> reference_;  ///< the clock of the keys
  std::map<LocalTime, const Event*> changes_;
  std::map<LocalTime, const Event*> futures_;  ///< those of them that change all later occurrences too
  std::set<LocalTime> left_out_;
  std::set<LocalDate> left_out_days_;
  std::map<const Event*, ClientDetails> clients_;
  Import out_;
};

}  // namespace

Import expand_series(std::vector<Event> versions, const Reading& reading, Steps& steps) {
  return Series(std::move(versions), reading, steps).run();
}

}  // namespace courtesy::intake
