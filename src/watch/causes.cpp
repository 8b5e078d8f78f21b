#include "watch/causes.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "store/probe_account.h"
#include "store/stopper.h"

namespace courtesy {
namespace {

std::string counted(std::int64_t number, std::string_view unit) {
  return fmt::format("{} {}{}", number, unit, number == 1 ? "" : "s");
}

Cause missed(const std::string& node, const std::string& worker, milliseconds ago) {
  return {PageReason::heartbeat_missed, node + "/" + worker,
          fmt::format("The {} of the node {} has not got on with its work for {}.", worker, node, for_how_long(ago))};
}

std::optional<Cause> backlog(const Seen& seen, const WatchSettings& settings) {
  if (!seen.oldest_due || seen.now - *seen.oldest_due <= settings.oldest_due_at_most) return std::nullopt;
  return Cause{
      PageReason::backlog_too_old, "",
      fmt::format("A reminder that is due has been waiting for {}.", for_how_long(seen.now - *seen.oldest_due))};
}

std::string whose(AccountId account) {
  return account ? fmt::format("account {}", account.value()) : "the whole installation";
}

std::string stop_words(const StandingStop& stop) {
  return fmt::format("{} is stopped: {}.",
                     stop.account ? fmt::format("Account {}", stop.account.value()) : "All sending",
                     stop.why.empty() ? "no reason given" : stop.why);
}

/// A stop by a person needs no page: the person knows.
bool by_machine(const StandingStop& stop) { return by_failsafe(stop.who); }

/// With who and since when: to be read on health, where the words above are also spoken to whoever is paged.
std::string stop_in_full(const StandingStop& stop) {
  const std::string who = by_machine(stop) ? "the failsafe" : stop.who.empty() ? "somebody" : stop.who;
  const std::string why = stop.why.empty() ? "no reason given" : stop.why;
  return fmt::format("{} is stopped by {} since {}: {}{}",
                     stop.account ? fmt::format("Account {}", stop.account.value()) : "All sending", who,
                     to_string(stop.at), why, why.ends_with('.') ? "" : ".");
}

/// Each stop and each trip is a cause of its own: the next one rings again. A trip and the stop that it made are one.
std::string about(AccountId account, Instant at) {
  return fmt::format("account {} at {}", account.value(), to_string(at));
}

/// Trips that no stop tells of: whoever stopped it first does not know of them.
std::vector<StandingTrip> untold_trips(const Seen& seen) {
  std::vector<StandingTrip> untold;
  for (const auto& trip : seen.trips) {
    const bool told = std::any_of(seen.stops.begin(), seen.stops.end(), [&](const StandingStop& stop) {
      return by_machine(stop) && stop.account == trip.account && stop.at == trip.at;
    });
    if (!told) untold.push_back(trip);
  }
  return untold;
}

std::string trip_words(const StandingTrip& trip) {
  return fmt::format("The failsafe has found for {}: {}", whose(trip.account), trip.words);
}

/// Where no test reminder can come through, and another page says why. An account that is stopped holds up none.
bool holds_up_probe(const Seen& seen, const std::vector<Cause>& causes) {
  const bool stopped = std::any_of(seen.stops.begin(), seen.stops.end(), [](const StandingStop& stop) {
    return !stop.account || stop.account == probe_account;
  });
  return stopped || std::any_of(causes.begin(), causes.end(), [](const Cause& cause) {
           return cause.reason == PageReason::heartbeat_missed && cause.subject.ends_with("/dispatcher");
         });
}

/// How long no test reminder has come through; none: it is fresh.
std::optional<milliseconds> stale_probe(const Seen& seen, milliseconds running, const WatchSettings& settings) {
  if (!settings.expects_probe) return std::nullopt;
  const milliseconds ago = seen.probed ? seen.now - *seen.probed : running;
  if (ago <= settings.probe_fresh_for && seen.probed) return std::nullopt;
  return ago;
}

}  // namespace

std::string for_how_long(milliseconds time) {
  const std::int64_t total = std::max<std::int64_t>(0, std::chrono::duration_cast<seconds>(time).count());
  constexpr std::array<std::pair<std::int64_t, std::string_view>, 4> units{
      {{86'400, "day"}, {3'600, "hour"}, {60, "minute"}, {1, "second"}}};
  for (std::size_t i = 0; i < units.size(); ++i) {
    const auto [size, name] = units[i];
    if (total < size && i + 1 < units.size()) continue;
    std::string words = counted(total / size, name);
    if (i + 1 < units.size() && size > 60) {
      const auto [smaller, smaller_name] = units[i + 1];
      if (const auto rest = total % size / smaller; rest > 0) words += " " + counted(rest, smaller_name);
    }
    return words;
  }
  return "no time";
}

std::vector<Cause> causes_of(const Seen& seen, const std::vector<OwnBeat>& own, milliseconds running,
                             const WatchSettings& settings) {
  std::vector<Cause> causes;
  for (const auto& beat : own) {
    if (beat.ago > settings.missed_after) causes.push_back(missed(seen.node, beat.worker, beat.ago));
  }
  for (const auto& beat : seen.beats) {
    if (beat.node == seen.node || seen.now - beat.at <= settings.missed_after) continue;
    causes.push_back(missed(beat.node, beat.worker, seen.now - beat.at));
  }
  if (const auto late = backlog(seen, settings)) causes.push_back(*late);
  for (const auto& stop : seen.stops) {
    if (!by_machine(stop)) continue;
    causes.push_back({PageReason::sending_stopped, about(stop.account, stop.at), stop_words(stop)});
  }
  for (const auto& trip : untold_trips(seen)) {
    causes.push_back({PageReason::sending_stopped, about(trip.account, trip.at), trip_words(trip)});
  }
  const auto stale = stale_probe(seen, running, settings);
  if (!holds_up_probe(seen, causes) && stale && *stale > settings.probe_page_after) {
    causes.push_back({PageReason::health_red, "test reminder",
                      fmt::format("No test reminder has come through for {}.", for_how_long(*stale))});
  }
  return causes;
}

std::vector<Cause> causes_at_start(const Seen& seen, const WatchSettings& settings) {
  std::vector<Cause> causes;
  for (const auto& beat : seen.beats) {
    if (beat.node != seen.node || seen.now - beat.at <= settings.missed_after) continue;
    causes.push_back({PageReason::heartbeat_missed, beat.node + "/" + beat.worker,
                      fmt::format("The {} of the node {} stood still for {} and has begun again.", beat.worker,
                                  beat.node, for_how_long(seen.now - beat.at))});
  }
  return causes;
}

std::vector<std::string> red_of(const Seen& seen, const std::vector<OwnBeat>& own, milliseconds running,
                                const WatchSettings& settings) {
  std::vector<std::string> red;
  for (const auto& cause : causes_of(seen, own, running, settings)) {
    const bool told_below = cause.reason == PageReason::sending_stopped || cause.reason == PageReason::health_red;
    if (!told_below) red.push_back(cause.words);
  }
  for (const auto& stop : seen.stops) {
    if (!stop.account || by_machine(stop)) red.push_back(stop_in_full(stop));
  }
  for (const auto& trip : untold_trips(seen)) red.push_back(trip_words(trip));
  if (const auto stale = stale_probe(seen, running, settings)) {
    red.push_back(seen.probed ? fmt::format("No test reminder has come through for {}.", for_how_long(*stale))
                              : "No test reminder has come through yet.");
  }
  return red;
}

}  // namespace courtesy
