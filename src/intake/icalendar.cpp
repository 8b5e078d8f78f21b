#include "intake/icalendar.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <memory>
#include <tuple>
#include <unordered_map>

#include "intake/component.h"
#include "intake/pattern.h"
#include "intake/series.h"
#include "intake/text.h"

namespace courtesy::intake {
namespace {

/// Components by UID, in the order in which the UIDs appear.
class Groups {
 public:
  void add(Event event) {
    const auto [known, fresh] = index_.try_emplace(event.uid, groups_.size());
    if (fresh) groups_.emplace_back();
    groups_[known->second].push_back(std::move(event));
  }
  std::vector<std::vector<Event>> take() { return std::move(groups_); }

 private:
  std::unordered_map<std::string, std::size_t> index_;
  std::vector<std::vector<Event>> groups_;
};

template <typename List>
void append(List& to, List&& from) {
  to.insert(to.end(), std::make_move_iterator(from.begin()), std::make_move_iterator(from.end()));
}

class CalendarImport {
 public:
  explicit CalendarImport(const Reading& reading) : reading_(reading), steps_{reading.bounds.steps} {}

  Import run(const CalendarFile& file) {
    out_.reports = file.reports;
    out_.damaged = !file.reports.empty();
    for (auto& group : group(file)) add(expand(std::move(group)));
    finish();
    return std::move(out_);
  }

 private:
  std::vector<std::vector<Event>> group(const CalendarFile& file) {
    Groups groups;
    for (const Calendar& calendar : file.calendars) {
      out_.components += calendar.events.size();
      ZoneBook zones(reading_, calendar.zones, steps_);
      for (const Component& component : calendar.events) {
        Event event = read_event(component, calendar.method, zones);
        if (event.uid.empty()) {
          out_.reports.push_back({event.line, "", event.broken});
        } else {
          groups.add(std::move(event));
        }
      }
    }
    return groups.take();
  }

  Import expand(std::vector<Event> versions) {
    const std::size_t given = std::min(steps_.left, reading_.bounds.steps_an_event);
    Steps own{given};
    Import part = expand_series(std::move(versions), reading_, own);
    steps_.left -= given - own.left;
    return part;
  }

  void add(Import part) {
    const std::size_t room = reading_.bounds.occurrences - std::min(reading_.bounds.occurrences, events_);
    if (part.events > room) {
      const int line = line_of(part);
      const std::string uid = uid_of(part);
      part = {};
      part.reports.push_back({line, uid,
                              fmt::format("the calendar has more than {} occurrences in the time asked for: ask "
                                          "for a shorter time",
                                          reading_.bounds.occurrences)});
    }
    const std::size_t found = part.appointments.size() + part.excluded.size() + part.reports.size();
    if (found == 0) ++out_.outside;
    events_ += found;
    append(out_.appointments, std::move(part.appointments));
    append(out_.excluded, std::move(part.excluded));
    append(out_.reports, std::move(part.reports));
    append(out_.superseded, std::move(part.superseded));
  }

  static int line_of(const Import& part) {
    if (!part.appointments.empty()) return part.appointments.front().line;
    return part.excluded.empty() ? part.reports.front().line : part.excluded.front().line;
  }
  static std::string uid_of(const Import& part) {
    if (!part.appointments.empty()) return part.appointments.front().uid;
    return part.excluded.empty() ? part.reports.front().uid : part.excluded.front().uid;
  }

  void finish() {
    std::stable_sort(out_.appointments.begin(), out_.appointments.end(), [](const Booked& a, const Booked& b) {
      return std::tie(a.start.instant, a.line) < std::tie(b.start.instant, b.line);
    });
    const auto by_line = [](const auto& a, const auto& b) { return a.line < b.line; };
    std::stable_sort(out_.excluded.begin(), out_.excluded.end(), by_line);
    std::stable_sort(out_.reports.begin(), out_.reports.end(), by_line);
    out_.events = out_.appointments.size() + out_.excluded.size() + out_.reports.size();
  }

  const Reading& reading_;
  Steps steps_;
  std::size_t events_ = 0;
  Import out_;
};

/// Years that every calendar of the house can count with.
Settings countable(Settings settings) {
  constexpr Instant first{std::chrono::sys_days{std::chrono::year{1900} / 1 / 1}};
  constexpr Instant last{std::chrono::sys_days{std::chrono::year{9990} / 1 / 1}};
  settings.from = std::clamp(settings.from, first, last);
  settings.to = std::clamp(settings.to, first, last);
  return settings;
}

}  // namespace

Result<Import> read_icalendar(std::string_view bytes, const Reading& asked) {
  Reading reading = asked;
  reading.settings = countable(asked.settings);
  for (const FieldPattern& wanted : reading.patterns) TRY(check_pattern(wanted.pattern));
  const std::string text = TRY(decode(bytes, reading.bounds.bytes, "calendar"));
  const CalendarFile file = TRY(split_components(text, reading.bounds));
  return CalendarImport(reading).run(file);
}

}  // namespace courtesy::intake
