// Time zones: wall clocks to instants and back, by the system's tz database (cctz).
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/instant.h"
#include "base/result.h"

namespace courtesy {

/// How a wall clock's reading met the zone: as usual, skipped (spring), or repeated (autumn).
enum class TimeFlag { exact, gap, overlap };
std::string_view to_string(TimeFlag flag);

struct Resolved {
  Instant instant;
  TimeFlag flag;
};

/// One IANA time zone. Copying is cheap; equal names are equal zones.
class Zone {
 public:
  /// Errors: `invalid` when the tz database has no such zone. Never falls back to UTC.
  static Result<Zone> find(std::string_view iana_name);
  static Zone utc();

  const std::string& name() const;

  LocalTime to_local(Instant instant) const;
  /// UTC offset at `instant`, east positive.
  seconds offset(Instant instant) const;
  /// A skipped time is read with the offset before the gap, a repeated one is the first
  /// (RFC 5545 §3.3.5; Temporal's "compatible").
  Resolved resolve(LocalTime local) const;
  /// The first change of offset after `instant`, if the database knows one.
  std::optional<Instant> next_transition(Instant instant) const;
  /// The last change of offset at or before `instant`, if the database knows one.
  std::optional<Instant> last_transition(Instant instant) const;

  /// `2026-03-08T03:30:00-04:00`.
  std::string to_text(Instant instant) const;

  friend bool operator==(const Zone& a, const Zone& b) { return a.name() == b.name(); }

 private:
  struct Body;
  explicit Zone(std::shared_ptr<const Body> body) : body_(std::move(body)) {}
  std::shared_ptr<const Body> body_;
};

}  // namespace courtesy
