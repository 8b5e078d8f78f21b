#include "intake/component.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "intake/text.h"

namespace courtesy::intake {
namespace {

/// Alarms inside events inside calendars are three; nothing that exists is deeper.
constexpr std::size_t deepest = 8;

constexpr std::array kept_properties{"UID",         "DTSTART",      "RECURRENCE-ID", "RRULE",         "RDATE",
                                     "EXDATE",      "EXRULE",       "SEQUENCE",      "STATUS",        "SUMMARY",
                                     "DESCRIPTION", "LOCATION",     "ATTENDEE",      "CONTACT",       "ORGANIZER",
                                     "TZID",        "TZOFFSETFROM", "TZOFFSETTO",    "X-LIC-LOCATION"};

bool kept(std::string_view name) {
  return std::find(kept_properties.begin(), kept_properties.end(), name) != kept_properties.end();
}

class Splitter {
 public:
  Splitter(std::string_view text, const Bounds& bounds) : lines_(text), bounds_(bounds) {}

  Result<CalendarFile> run() {
    while (auto line = lines_.next()) {
      TRY(take(*line));
    }
    if (file_.calendars.empty()) return not_a_calendar(1);
    if (!open_.empty()) report_cut_off();
    return std::move(file_);
  }

 private:
  static Error not_a_calendar(int line) {
    return invalid(fmt::format("line {}: not an iCalendar file, which begins with BEGIN:VCALENDAR", line));
  }

  Result<void> take(const LogicalLine& line) {
    if (trim(line.text).empty()) return {};
    auto property = parse_property(line);
    const bool begins = property && property->name == "BEGIN";
    const std::string kind = property ? upper(trim(property->value)) : "";
    if (open_.empty()) return outside(line, begins && kind == "VCALENDAR");
    if (begins) return begin(kind, line.number);
    if (property && property->name == "END") {
      end(kind, line.number);
      return {};
    }
    inside(line, std::move(property));
    return {};
  }

  static std::string upper(std::string_view text) {
    std::string out(text.substr(0, 64));
    for (char& c : out) {
      if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    }
    return out;
  }

  Result<void> outside(const LogicalLine& line, bool begins_calendar) {
    if (begins_calendar) {
      file_.calendars.emplace_back();
      open_.push_back({.kind = "VCALENDAR", .line = line.number});
      return {};
    }
    if (file_.calendars.empty()) return not_a_calendar(line.number);
    if (!std::exchange(reported_outside_, true)) {
      file_.reports.push_back({line.number, "",
                               fmt::format("line {} stands outside of BEGIN:VCALENDAR and "
                                           "END:VCALENDAR: the export may be damaged",
                                           line.number)});
    }
    return {};
  }

  Result<void> begin(const std::string& kind, int line) {
    if (kind == "VCALENDAR" || (kind == "VEVENT" && open_.size() > 1)) close_unended(kind, line);
    if (kind == "VCALENDAR") {
      file_.calendars.emplace_back();
      open_.push_back({.kind = kind, .line = line});
      return {};
    }
    if (open_.size() == 1 && ++components_ > bounds_.components) {
      return invalid(fmt::format("line {}: the calendar has more than {} components: export a shorter span of time",
                                 line, bounds_.components));
    }
    if (open_.size() >= deepest) {
      if (Component* whole = current()) spoil(*whole, line, "components lie too deep inside one another");
      ++too_deep_;
    } else {
      open_.push_back({.kind = kind, .line = line});
    }
    return {};
  }

  void end(const std::string& kind, int line) {
    if (too_deep_ > 0) {
      --too_deep_;
      return;
    }
    while (open_.size() > 1 && open_.back().kind != kind) {
      if (!is_open(kind)) {
        if (Component* whole = current()) spoil(*whole, line, "an END there belongs to no BEGIN");
        return;
      }
      spoil(*current(), line, fmt::format("its END:{} is missing before there", shown(open_.back().kind)));
      close();
    }
    if (open_.back().kind == kind) close();
  }

  /// A new event or calendar begins where the one before has not ended.
  void close_unended(const std::string& kind, int line) {
    while (!open_.empty() && (kind == "VCALENDAR" || open_.size() > 1)) {
      if (open_.size() > 1) {
        spoil(*current(), line, fmt::format("its END:{} is missing before there", shown(open_.back().kind)));
      }
      close();
    }
    too_deep_ = 0;
  }

  void close() {
    Component done = std::move(open_.back());
    open_.pop_back();
    if (open_.empty()) return;
    if (open_.size() == 1) {
      if (done.kind == "VEVENT") file_.calendars.back().events.push_back(std::move(done));
      if (done.kind == "VTIMEZONE") file_.calendars.back().zones.push_back(std::move(done));
    } else if (open_.back().kind == "VTIMEZONE") {
      if (open_.back().broken.empty()) open_.back().broken = done.broken;
      open_.back().parts.push_back(std::move(done));
    }
  }

  void inside(const LogicalLine& line, std::optional<Property> property) {
    if (open_.size() == 1) {
      if (property && property->name == "METHOD") file_.calendars.back().method = upper(trim(property->value));
      return;
    }
    Component& component = open_.back();
    if (!in_event_itself() && !in_zone()) return;
    if (!is_text(line.text)) {
      spoil(component, line.number, "what stands there is not UTF-8 text: export the calendar as UTF-8");
    } else if (!property) {
      spoil(component, line.number, "what stands there is not of the form NAME:VALUE");
    } else if (kept(property->name)) {
      component.properties.push_back(std::move(*property));
    }
  }

  void report_cut_off() {
    const Component* event = open_.size() > 1 && open_[1].kind == "VEVENT" ? &open_[1] : nullptr;
    const Property* uid = event ? event->find("UID") : nullptr;
    const std::string where = event ? fmt::format("inside the event that begins on line {}", event->line)
                                    : std::string("without END:VCALENDAR");
    file_.reports.push_back(
        {std::max(1, lines_.line()), uid ? std::string(trim(unescaped(uid->value))) : "",
         fmt::format("the file ends on line {} {}: it is cut off, events may be missing; export it again",
                     lines_.line(), where)});
  }

  static void spoil(Component& component, int line, std::string_view why) {
    if (component.broken.empty()) component.broken = fmt::format("line {}: {}", line, why);
  }

  Component* current() { return open_.size() > 1 ? &open_[1] : nullptr; }
  bool in_event_itself() const { return open_.size() == 2 && open_[1].kind == "VEVENT" && too_deep_ == 0; }
  bool in_zone() const { return open_.size() > 1 && open_.size() <= 3 && open_[1].kind == "VTIMEZONE"; }
  bool is_open(std::string_view kind) const {
    return std::any_of(open_.begin(), open_.end(), [&](const Component& c) { return c.kind == kind; });
  }

  LineReader lines_;
  const Bounds& bounds_;
  CalendarFile file_;
  std::vector<Component> open_;
  std::size_t components_ = 0;
  std::size_t too_deep_ = 0;
  bool reported_outside_ = false;
};

}  // namespace

const Property* Component::find(std::string_view name) const {
  const auto found =
      std::find_if(properties.begin(), properties.end(), [&](const Property& p) { return p.name == name; });
  return found == properties.end() ? nullptr : &*found;
}

Result<CalendarFile> split_components(std::string_view text, const Bounds& bounds) {
  return Splitter(text, bounds).run();
}

}  // namespace courtesy::intake
