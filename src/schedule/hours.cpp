#include "schedule/hours.h"

#include <algorithm>

namespace courtesy {

namespace {

using std::chrono::days;

/// An instant read as a wall clock, to the millisecond.
using WallClock = std::chrono::local_time<milliseconds>;

constexpr milliseconds tick{1};  // the finest step of an Instant

/// A stretch of time in which a zone keeps one offset: [from, until).
struct Stretch {
  Instant from;
  Instant until;
  seconds offset;

  WallClock show(Instant instant) const { return WallClock{instant.time_since_epoch() + offset}; }
  Instant when(WallClock clock) const { return Instant{clock.time_since_epoch() - offset}; }
};

/// Half-open.
struct Span {
  Instant from;
  Instant until;
};

Stretch stretch_at(const Zone& zone, Instant instant) {
  return {zone.last_transition(instant).value_or(Instant::min()),
          zone.next_transition(instant).value_or(Instant::max()), zone.offset(instant)};
}

const std::vector<Window>& windows_of(const Constraint& constraint, LocalDate date) {
  static const std::vector<Window> none;
  if (constraint.closed_dates.contains(date)) return none;
  return constraint.windows[std::chrono::weekday{date}.iso_encoding() - 1];
}

Span clip(const Window& window, LocalDate date, const Stretch& stretch) {
  return {std::max(stretch.when(WallClock{date} + window.opens), stretch.from),
          std::min(stretch.when(WallClock{date} + window.closes), stretch.until)};
}

/// The first open instant of `date` at or after `at`, within the stretch.
std::optional<Instant> first_open(const Constraint& constraint, LocalDate date, const Stretch& stretch, Instant at) {
  std::optional<Instant> first;
  for (const Window& window : windows_of(constraint, date)) {
    const Span span = clip(window, date, stretch);
    const Instant open = std::max(span.from, at);
    if (open < span.until) first = std::min(first.value_or(open), open);
  }
  return first;
}

/// The last open instant of `date` at or before `at`, within the stretch.
std::optional<Instant> last_open(const Constraint& constraint, LocalDate date, const Stretch& stretch, Instant at) {
  std::optional<Instant> last;
  for (const Window& window : windows_of(constraint, date)) {
    const Span span = clip(window, date, stretch);
    const Instant open = std::min(span.until - tick, at);
    if (open >= span.from) last = std::max(last.value_or(open), open);
  }
  return last;
}

/// The first instant at or after `at` at which this one zone is open; days that begin after `limit` are not looked at.
std::optional<Instant> opens(const Constraint& constraint, const Zone& zone, Instant at, Instant limit) {
  while (at <= limit) {
    const Stretch stretch = stretch_at(zone, at);
    while (at <= limit && at < stretch.until) {
      const LocalDate date = std::chrono::floor<days>(stretch.show(at));
      if (const auto open = first_open(constraint, date, stretch, at)) return open;
      at = std::min(stretch.when(WallClock{date + days{1}}), stretch.until);
    }
  }
  return std::nullopt;
}

/// The last instant at or before `at` at which this one zone is open; days that end before `limit` are not looked at.
std::optional<Instant> opened(const Constraint& constraint, const Zone& zone, Instant at, Instant limit) {
  while (at >= limit) {
    const Stretch stretch = stretch_at(zone, at);
    while (at >= limit && at >= stretch.from) {
      const LocalDate date = std::chrono::floor<days>(stretch.show(at));
      if (const auto open = last_open(constraint, date, stretch, at)) return open;
      at = std::max(stretch.when(WallClock{date}), stretch.from) - tick;
    }
  }
  return std::nullopt;
}

/// The first instant at or after `at` at which this one zone is closed; not behind `limit`. Windows that touch are one.
Instant closes(const Constraint& constraint, const Zone& zone, Instant at, Instant limit) {
  while (at < limit) {
    const Stretch stretch = stretch_at(zone, at);
    const LocalDate date = std::chrono::floor<days>(stretch.show(at));
    Instant open_until = at;
    for (const Window& window : windows_of(constraint, date)) {
      const Span span = clip(window, date, stretch);
      if (span.from <= at) open_until = std::max(open_until, span.until);
    }
    if (open_until == at) return at;
    at = open_until;
  }
  return limit;
}

bool possible(std::span<const Constraint> constraints) {
  return !constraints.empty() &&
         std::ranges::none_of(constraints, [](const Constraint& constraint) { return constraint.zones.empty(); });
}

bool shows_open(const Constraint& constraint, const Zone& zone, Instant instant) {
  const LocalTime local = zone.to_local(instant);
  const LocalDate date = std::chrono::floor<days>(local);
  const seconds clock = local - date;
  return std::ranges::any_of(windows_of(constraint, date),
                             [clock](const Window& window) { return window.opens <= clock && clock < window.closes; });
}

}  // namespace

bool permitted(std::span<const Constraint> constraints, Instant instant) {
  return possible(constraints) && std::ranges::all_of(constraints, [instant](const Constraint& constraint) {
           return std::ranges::all_of(constraint.zones,
                                      [&](const Zone& zone) { return shows_open(constraint, zone, instant); });
         });
}

// Both searches leap: each zone moves the candidate to its own next opening, until none moves it any more.

std::optional<Instant> next_permitted(std::span<const Constraint> constraints, Instant instant, hours horizon) {
  if (!possible(constraints)) return std::nullopt;
  const Instant limit = instant + horizon;
  for (Instant at = instant; at <= limit;) {
    Instant latest = at;
    for (const Constraint& constraint : constraints) {
      for (const Zone& zone : constraint.zones) {
        const auto open = opens(constraint, zone, latest, limit);
        if (!open) return std::nullopt;
        latest = *open;
      }
    }
    if (latest == at) return at;
    at = std::chrono::ceil<minutes>(latest);
  }
  return std::nullopt;
}

Instant permitted_until(std::span<const Constraint> constraints, Instant instant, hours horizon) {
  if (!possible(constraints)) return instant;
  Instant until = instant + horizon;
  for (const Constraint& constraint : constraints) {
    for (const Zone& zone : constraint.zones) until = closes(constraint, zone, instant, until);
  }
  return until;
}

std::optional<Instant> last_permitted(std::span<const Constraint> constraints, Instant instant, hours horizon) {
  if (!possible(constraints)) return std::nullopt;
  const Instant limit = instant - horizon;
  for (Instant at = std::chrono::floor<minutes>(instant); at >= limit;) {
    Instant earliest = at;
    for (const Constraint& constraint : constraints) {
      for (const Zone& zone : constraint.zones) {
        const auto open = opened(constraint, zone, earliest, limit);
        if (!open) return std::nullopt;
        earliest = *open;
      }
    }
    if (earliest == at) return at;
    at = std::chrono::floor<minutes>(earliest);
  }
  return std::nullopt;
}

}  // namespace courtesy
