// A client's booking: local civil time and zone, the instant they give, and what became of it.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/id.h"
#include "base/instant.h"
#include "base/zone.h"

namespace courtesy {

enum class Channel { call, text, email };
std::string_view to_string(Channel channel);
std::optional<Channel> parse_channel(std::string_view text);

/// What stands when the tz database changes: the wall clock that a person was promised, or a feed's UTC instant.
enum class Authority { local, instant };
std::string_view to_string(Authority authority);
std::optional<Authority> parse_authority(std::string_view text);

/// When an appointment begins.
struct Start {
  LocalTime local;
  std::string zone;  ///< IANA name
  Instant instant;
  Authority authority;
  TimeFlag flag = TimeFlag::exact;

  /// The authoritative start as text: `2026-05-12T09:00`, or `2026-05-12T13:00:00Z` for a feed in UTC. Part of a
  /// reminder's identity; without the zone, whose spellings change (Kiev, Kyiv).
  std::string key() const;
};

/// What the business's calendar says.
enum class Booking { booked, cancelled };
/// What the client said, last.
enum class Answer { none, confirmed, cancelled, call_back };
/// What staff saw.
enum class Presence { unknown, showed, no_show };
/// How far the reminders for this start have come.
enum class Told {
  nothing_yet,  ///< all still ahead, or under way
  told,         ///< one reached a person or a machine
  failed,       ///< the last one ended without reaching anybody, or was not made
};

/// Whom its reminders may reach: what was booked through a key of the API reaches no further than that kind of key may.
enum class Audience {
  everybody,
  guests,  ///< on the installation's allow list, also in production
  nobody,
};

std::string_view to_string(Booking booking);
std::string_view to_string(Answer answer);
std::string_view to_string(Presence presence);
std::string_view to_string(Told told);
std::string_view to_string(Audience audience);
std::optional<Booking> parse_booking(std::string_view text);
std::optional<Answer> parse_answer(std::string_view text);
std::optional<Presence> parse_presence(std::string_view text);
std::optional<Told> parse_told(std::string_view text);
std::optional<Audience> parse_audience(std::string_view text);

/// The eight states that staff see. Good: scheduled, confirmed, showed; neutral: notified, requested_contact;
/// bad: not_notified, cancelled, no_show.
enum class AppointmentState {
  scheduled,
  confirmed,
  showed,
  notified,
  requested_contact,
  not_notified,
  cancelled,
  no_show,
};
std::string_view to_string(AppointmentState state);

/// What weighs more decides: staff's eyes, then the calendar, then the client's word, then what was sent.
AppointmentState state_of(Booking booking, Answer answer, Presence presence, Told told);

}  // namespace courtesy
