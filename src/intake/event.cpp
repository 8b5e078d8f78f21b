#include "intake/event.h"

#include <fmt/format.h>

#include "intake/civil.h"
#include "intake/text.h"

namespace courtesy::intake {
namespace {

using namespace std::chrono;

Error at_line(const Property& property, std::string_view why) {
  return invalid(fmt::format("line {}: its {} {}", property.line, property.name, why));
}

Result<When> read_when(const Property& property, std::string_view text, ZoneBook& zones) {
  text = trim(text);
  if (const auto day = civil_date(text)) return When{LocalTime{*day}, zones.floating(), true, true};
  const auto time = civil_time(text);
  if (!time) return at_line(property, "is no date or time like 20260512T090000");
  if (time->utc) return When{time->local, zones.utc()};
  const std::string_view tzid = property.parameter("TZID");
  if (tzid.empty()) return When{time->local, zones.floating(), false, true};
  auto zone = zones.find(tzid);
  if (!zone.ok()) return at_line(property, fmt::format("is in {}", zone.error().message));
  return When{time->local, std::move(*zone)};
}

/// A list of dates, times, or periods, of which the start counts.
Result<void> read_list(const Property& property, ZoneBook& zones, std::vector<When>& into) {
  for (const auto item : split(property.value, ',')) {
    if (trim(item).empty()) continue;
    into.push_back(TRY(read_when(property, item.substr(0, item.find('/')), zones)));
  }
  return {};
}

Result<void> once(const Property& property, bool already) {
  if (already) return at_line(property, "stands there a second time");
  return {};
}

class EventReader {
 public:
  EventReader(const Component& component, const std::string& method, ZoneBook& zones) : zones_(zones) {
    event_.line = component.line;
    event_.component = &component;
    event_.broken = component.broken;
    event_.cancelled = method == "CANCEL";
    const bool books = method.empty() || method == "PUBLISH" || method == "REQUEST" || method == "CANCEL";
    if (!books) note(invalid(fmt::format("METHOD:{} is an answer or a proposal, not a booking", shown(method))));
  }

  Event read() {
    for (const Property& property : event_.component->properties) {
      if (const auto taken = take(property); !taken.ok()) note(taken.error());
    }
    if (event_.uid.empty()) note(invalid("it has no UID, so that a later import could not recognise it"));
    const bool start_needed = !event_.cancelled;
    if (!event_.start && start_needed) note(invalid("it has no DTSTART"));
    if (event_.start && event_.start->is_day) keep_to_days();
    if (event_.is_change && event_.recurs()) note(invalid("it changes one occurrence and yet has a rule of its own"));
    return std::move(event_);
  }

 private:
  Result<void> take(const Property& property) {
    if (property.name == "UID") {
      TRY(once(property, !event_.uid.empty()));
      event_.uid = std::string(trim(unescaped(property.value)));
    } else if (property.name == "SEQUENCE") {
      const auto number = whole_number(trim(property.value));
      if (!number) return at_line(property, "is no number");
      event_.sequence = *number;
    } else if (property.name == "STATUS") {
      if (same_word(trim(property.value), "CANCELLED") || same_word(trim(property.value), "CANCELED")) {
        event_.cancelled = true;
      }
    } else if (property.name == "DTSTART") {
      TRY(once(property, event_.start.has_value()));
      event_.start = TRY(read_when(property, property.value, zones_));
      if (event_.start->is_floating && !event_.start->is_day && !zones_.floating_is_stated()) {
        return at_line(property, "has no time zone, and none was stated for such times");
      }
    } else if (property.name == "RECURRENCE-ID") {
      TRY(once(property, event_.is_change));
      event_.is_change = true;
      TRY(take_range(property));
      event_.replaces = TRY(read_when(property, property.value, zones_));
    } else {
      return take_recurrence(property);
    }
    return {};
  }

  Result<void> take_range(const Property& property) {
    const std::string_view range = property.parameter("RANGE");
    if (range.empty()) return {};
    if (!same_word(range, "THISANDFUTURE")) return at_line(property, "has a RANGE other than THISANDFUTURE");
    event_.and_future = true;
    return {};
  }

  Result<void> take_recurrence(const Property& property) {
    if (property.name == "RRULE") {
      auto rule = parse_rule(property.value);
      if (!rule.ok()) return invalid(fmt::format("line {}: {}", property.line, rule.error().message));
      event_.rules.push_back(std::move(*rule));
    } else if (property.name == "RDATE") {
      return read_list(property, zones_, event_.extra);
    } else if (property.name == "EXDATE") {
      return read_list(property, zones_, event_.left_out);
    } else if (property.name == "EXRULE") {
      return at_line(property, "leaves out occurrences by a rule, which iCalendar no longer has: use EXDATE");
    }
    return {};
  }

  /// RFC 5545 §3.3.10: a series of days ignores BYHOUR, BYMINUTE and BYSECOND.
  void keep_to_days() {
    for (RecurrenceRule& rule : event_.rules) {
      if (rule.frequency == Frequency::hourly) note(invalid("it recurs by the hour and yet its DTSTART is a day"));
      rule.by_hour.clear();
      rule.by_minute.clear();
      rule.by_second.clear();
    }
  }

  void note(const Error& error) {
    if (event_.broken.empty()) event_.broken = error.message;
  }

  ZoneBook& zones_;
  Event event_;
};

}  // namespace

Event read_event(const Component& component, const std::string& method, ZoneBook& zones) {
  return EventReader(component, method, zones).read();
}

}  // namespace courtesy::intake
