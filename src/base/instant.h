// Points in time: Instant (UTC), LocalTime (a wall clock without a zone), Uptime; and their texts.
#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "base/result.h"

namespace courtesy {

using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

/// UTC. May jump; see Clock.
using Instant = std::chrono::sys_time<milliseconds>;
/// A wall clock's reading, in no zone by itself.
using LocalTime = std::chrono::local_time<seconds>;
using LocalDate = std::chrono::local_days;
/// Never runs backwards; its zero is arbitrary.
using Uptime = std::chrono::nanoseconds;

/// `2026-11-25T17:00:00Z`, with `.mmm` only where there are milliseconds (RFC 3339).
std::string to_string(Instant instant);
/// Takes `YYYY-MM-DDTHH:MM:SS[.mmm]` followed by `Z` or `+hh:mm`. Errors: `invalid`.
Result<Instant> parse_instant(std::string_view text);

/// `2026-11-25T17:00`, with `:SS` only where there are seconds.
std::string to_string(LocalTime local);
/// Takes `YYYY-MM-DDTHH:MM[:SS]`. Errors: `invalid`.
Result<LocalTime> parse_local_time(std::string_view text);

/// `2026-11-25`.
std::string to_string(LocalDate date);
/// Takes `YYYY-MM-DD`. Errors: `invalid`, also for a day that is not in the calendar.
Result<LocalDate> parse_date(std::string_view text);

/// `Tue, 31 Aug 2010 20:36:28 +0000` (RFC 2822), as mail and Twilio write dates.
std::string to_rfc2822(Instant instant);

/// Milliseconds since 1970, as stored.
inline std::int64_t to_millis(Instant instant) { return instant.time_since_epoch().count(); }
inline Instant from_millis(std::int64_t millis) { return Instant{milliseconds{millis}}; }

}  // namespace courtesy
