// The clock that a time of the calendar is written by: an IANA zone, UTC, or a zone that the calendar defines.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "appointment/appointment.h"
#include "base/zone.h"
#include "intake/calendar_zone.h"
#include "intake/reading.h"

namespace courtesy::intake {

class EventZone {
 public:
  /// The wall clock of an IANA zone is the truth.
  static EventZone iana(const Zone& zone);
  /// The instant is the truth; it is told by the wall clock of `shown`.
  static EventZone utc(const Zone& shown);
  static EventZone defined(std::shared_ptr<const CalendarZone> zone, const Zone& shown);

  Resolved resolve(LocalTime local) const;
  LocalTime to_local(Instant instant) const;
  Authority authority() const { return authority_; }
  Start start(LocalTime local) const;
  /// What Start::key() says of that reading; a skipped one is named by itself.
  std::string key(LocalTime local) const;
  /// Whether a reading means the same in both.
  bool same_clock(const EventZone& other) const;

 private:
  EventZone(Zone zone, std::shared_ptr<const CalendarZone> defined, Zone shown, Authority authority)
      : zone_(std::move(zone)), defined_(std::move(defined)), shown_(std::move(shown)), authority_(authority) {}
  Zone zone_;
  std::shared_ptr<const CalendarZone> defined_;  ///< null: `zone_` is the clock
  Zone shown_;
  Authority authority_;
};

/// The zones of one calendar by the names that its TZIDs have. Nothing is guessed: a name is an IANA name, a Windows
/// name, one whose VTIMEZONE says what it means, or an error.
class ZoneBook {
 public:
  ZoneBook(const Reading& reading, const std::vector<Component>& definitions, Steps& steps);
  /// Errors: `invalid`, in plain words.
  Result<EventZone> find(std::string_view tzid);
  /// For times without a zone.
  EventZone floating() const { return EventZone::iana(reading_.settings.zone); }
  bool floating_is_stated() const { return reading_.settings.zone_stated; }
  EventZone utc() const { return EventZone::utc(reading_.settings.zone); }

 private:
  Result<EventZone> look_up(std::string_view tzid);
  Result<EventZone> defined(const Component& definition);

  const Reading& reading_;
  const std::vector<Component>& definitions_;
  Steps& steps_;
  std::map<std::string, Result<EventZone>, std::less<>> known_;
};

/// An IANA name, also behind a prefix like `/mozilla.org/20050126_1/`, or a Windows name; none for any other. Names
/// that mean one thing to the tz database and another to people (EST, MST) are none.
std::optional<Zone> zone_by_name(std::string_view name, const ZoneLookup& windows_zone);

}  // namespace courtesy::intake
