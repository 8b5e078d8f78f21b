#include "app/pace_words.h"

#include <fmt/format.h>

#include <charconv>

namespace courtesy::app {
namespace {

Result<double> speed_of(const std::string& time, bool may_be_virtual) {
  double speed = 0;
  const char* end = time.data() + time.size();
  const auto read = std::from_chars(time.data() + 1, end, speed);
  if (time[0] == 'x' && read.ec == std::errc{} && read.ptr == end && speed >= 0.01 && speed <= 100'000) return speed;
  return invalid(fmt::format("--time is \"{}\": it must be real, {}x60 for a minute each second{}", time,
                             may_be_virtual ? "" : "or ", may_be_virtual ? ", or virtual" : ""));
}

Result<Instant> instant_of(std::string_view option, const std::string& text, Instant otherwise) {
  if (text.empty()) return otherwise;
  const auto instant = parse_instant(text);
  if (instant) return *instant;
  return invalid(fmt::format("{} is \"{}\": it must be an instant like 2026-06-09T12:00:00Z", option, text));
}

}  // namespace

void PaceWords::declare(Options& options, const std::string& times) {
  may_be_virtual = times.find("virtual") != std::string::npos;
  options.text("--time " + times, time,
               may_be_virtual ? "x60 is a minute each second; virtual goes on by POST /_/advance alone (default: real)"
                              : "for trying things out: x60 is a minute each second (default: real)");
  options.text("--start INSTANT", start, "when that clock begins (default: now)");
  options.text("--since INSTANT", since, "the real instant at which it did, so that several processes share it");
}

Result<Instant> start_of(const PaceWords& words, Instant now) { return instant_of("--start", words.start, now); }

Result<std::unique_ptr<net::PacedClock>> clock_of(const PaceWords& words, Instant now) {
  if (words.time.empty() || words.time == "real") {
    if (words.start.empty() && words.since.empty()) return std::make_unique<net::PacedClock>();
    return invalid("--start and --since need --time xN: real time cannot be set");
  }
  const double speed = TRY(speed_of(words.time, words.may_be_virtual));
  const Instant start = TRY(instant_of("--start", words.start, now));
  const Instant since = TRY(instant_of("--since", words.since, now));
  const std::chrono::duration<double, std::milli> passed = (now - since) * speed;
  return std::make_unique<net::PacedClock>(start + std::chrono::duration_cast<milliseconds>(passed), speed);
}

}  // namespace courtesy::app
