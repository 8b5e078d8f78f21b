#include "intake/event_zone.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/embedded.h"
#include "intake/text.h"

namespace courtesy::intake {
namespace {

using namespace std::chrono;

/// Files of the tz database that are no place's zone, and short names for a fixed offset that are commonly written for
/// a place with summer time: an hour's difference in half of the year.
constexpr std::array no_place{"EST", "MST", "HST", "Factory", "localtime", "posixrules"};

std::optional<Zone> iana_zone(std::string_view name) {
  if (name.starts_with("right/") || name.starts_with("posix/")) return std::nullopt;
  if (std::find(no_place.begin(), no_place.end(), name) != no_place.end()) return std::nullopt;
  const bool plausible = std::all_of(name.begin(), name.end(), [](char c) {
    return (is_letter(c) && static_cast<unsigned char>(c) < 0x80) || is_digit(c) || c == '/' || c == '_' || c == '-' ||
           c == '+';
  });
  if (!plausible) return std::nullopt;
  auto zone = Zone::find(name);
  return zone.ok() ? std::optional(*zone) : std::nullopt;
}

/// `/mozilla.org/20050126_1/America/New_York`: the last three, or two, parts are the name.
std::optional<Zone> zone_behind_prefix(std::string_view tzid) {
  if (!tzid.starts_with('/')) return std::nullopt;
  std::size_t cut = tzid.size();
  std::optional<Zone> found;
  for (int parts = 1; parts <= 3 && cut != 0 && cut != std::string_view::npos; ++parts) {
    cut = tzid.rfind('/', cut - 1);
    if (cut == std::string_view::npos) break;
    const std::string_view name = tzid.substr(cut + 1);
    if (parts == 1 && name != "UTC") continue;
    if (auto zone = iana_zone(name)) found = zone;
  }
  return found;
}

}  // namespace

EventZone EventZone::iana(const Zone& zone) { return {zone, nullptr, zone, Authority::local}; }
EventZone EventZone::utc(const Zone& shown) { return {Zone::utc(), nullptr, shown, Authority::instant}; }
EventZone EventZone::defined(std::shared_ptr<const CalendarZone> zone, const Zone& shown) {
  return {Zone::utc(), std::move(zone), shown, Authority::instant};
}

Resolved EventZone::resolve(LocalTime local) const {
  return defined_ ? defined_->resolve(local) : zone_.resolve(local);
}
LocalTime EventZone::to_local(Instant instant) const {
  return defined_ ? defined_->to_local(instant) : zone_.to_local(instant);
}

Start EventZone::start(LocalTime local) const {
  const Resolved resolved = resolve(local);
  const LocalTime told = authority_ == Authority::local ? local : shown_.to_local(resolved.instant);
  return {told, shown_.name(), resolved.instant, authority_, resolved.flag};
}

std::string EventZone::key(LocalTime local) const {
  const Start named = start(local);
  // The instant of a skipped reading is that of a later reading too.
  return named.flag == TimeFlag::gap ? courtesy::to_string(local) : named.key();
}

bool EventZone::same_clock(const EventZone& other) const { return defined_ == other.defined_ && zone_ == other.zone_; }

ZoneBook::ZoneBook(const Reading& reading, const std::vector<Component>& definitions, Steps& steps)
    : reading_(reading), definitions_(definitions), steps_(steps) {}

Result<EventZone> ZoneBook::find(std::string_view tzid) {
  const auto found = known_.find(tzid);
  if (found != known_.end()) return found->second;
  return known_.emplace(tzid, look_up(tzid)).first->second;
}

Result<EventZone> ZoneBook::look_up(std::string_view tzid) {
  if (const auto zone = zone_by_name(tzid, reading_.windows_zone)) {
    return zone->name() == "UTC" || zone->name() == "Etc/UTC" ? utc() : EventZone::iana(*zone);
  }
  for (const Component& definition : definitions_) {
    const Property* name = definition.find("TZID");
    if (name != nullptr && trim(name->value) == tzid) return defined(definition);
  }
  return invalid(
      fmt::format("the time zone \"{}\", which is neither an IANA name (like Europe/Madrid) nor a Windows "
                  "name, and the calendar does not define it",
                  shown(tzid)));
}

/// The place that the calendar names, or the account's zone, if its clock is the defined one; else instants.
Result<EventZone> ZoneBook::defined(const Component& definition) {
  const Settings& settings = reading_.settings;
  auto zone = CalendarZone::read(definition, settings.to + hours{24 * 400}, steps_);
  if (!zone.ok()) return zone.error();
  const Property* location = definition.find("X-LIC-LOCATION");
  const auto place = location ? iana_zone(trim(location->value)) : std::nullopt;
  // A whole year around, so that the answer does not change with the time asked for: keys hang on it.
  const Instant from = settings.from - hours{24 * 366};
  const Instant to = settings.to + hours{24 * 366};
  if (place && zone->agrees_with(*place, from, to)) return EventZone::iana(*place);
  if (zone->agrees_with(settings.zone, from, to)) return EventZone::iana(settings.zone);
  return EventZone::defined(std::make_shared<const CalendarZone>(std::move(*zone)), settings.zone);
}

std::optional<Zone> zone_by_name(std::string_view name, const ZoneLookup& windows_zone) {
  name = trim(name);
  if (name.empty()) return std::nullopt;
  if (auto zone = iana_zone(name)) return zone;
  if (auto zone = zone_behind_prefix(name)) return zone;
  std::optional<std::string> iana;
  if (windows_zone) {
    iana = windows_zone(name);
  } else if (const auto table = embedded_file("data/windows_zones.txt")) {
    iana = windows_zone_from_table(*table, name);
  }
  return iana ? iana_zone(*iana) : std::nullopt;
}

std::optional<std::string> windows_zone_from_table(std::string_view table, std::string_view windows_name) {
  while (!table.empty()) {
    const std::size_t end = std::min(table.find('\n'), table.size());
    const std::string_view line = table.substr(0, end);
    table.remove_prefix(std::min(end + 1, table.size()));
    const std::size_t tab = line.find('\t');
    if (tab == std::string_view::npos || line.starts_with('#')) continue;
    if (same_word(trim(line.substr(0, tab)), windows_name)) return std::string(trim(line.substr(tab + 1)));
  }
  return std::nullopt;
}

}  // namespace courtesy::intake
