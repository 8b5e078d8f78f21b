#include "app/pace_words.h"

#include <fmt/format.h>

#include <charconv>

namespace courtesy::app {

Result<std::unique_ptr<net::PacedClock>> clock_of(const std::string& time, const std::string& start, Instant now) {
  if (time.empty() || time == "real") {
    if (!start.empty()) return invalid("--start needs --time xN: real time cannot be set");
    return std::make_unique<net::PacedClock>();
  }
  double speed = 0;
  const char* end = time.data() + time.size();
  const auto read = std::from_chars(time.data() + 1, end, speed);
  if (time[0] != 'x' || read.ec != std::errc{} || read.ptr != end || !(speed >= 0.01 && speed <= 100'000)) {
    return invalid(fmt::format("--time is \"{}\": it must be real, or x60 for a minute each second", time));
  }
  const auto begins = start.empty() ? Result<Instant>(now) : parse_instant(start);
  if (!begins) {
    return invalid(fmt::format("--start is \"{}\": it must be an instant like 2026-06-09T12:00:00Z", start));
  }
  return std::make_unique<net::PacedClock>(*begins, speed);
}

}  // namespace courtesy::app
