#include "interlock/before_send.h"

#include <algorithm>
#include <string_view>

#include "interlock/failsafe.h"

namespace courtesy {
namespace {

bool in_window(const std::vector<Window>& windows, LocalTime at) {
  const auto of_day = std::chrono::floor<minutes>(at - std::chrono::floor<std::chrono::days>(at));
  return std::any_of(windows.begin(), windows.end(),
                     [&](const Window& window) { return of_day >= window.opens && of_day < window.closes; });
}

bool permitted_everywhere(const HouseFacts& house, const DueFacts& facts) {
  return !facts.zones.empty() && std::all_of(facts.zones.begin(), facts.zones.end(), [&](const Zone& zone) {
    const LocalTime local = zone.to_local(house.now);
    const std::chrono::weekday weekday{std::chrono::floor<std::chrono::days>(local)};
    return in_window(facts.hours.at(weekday.iso_encoding() - 1), local);
  });
}

bool within_caps(const HouseFacts& house, const DueFacts& facts) {
  return std::all_of(facts.caps.begin(), facts.caps.end(), [&](const Cap& cap) {
    const auto before = std::count_if(facts.contacts.begin(), facts.contacts.end(),
                                      [&](const PastContact& contact) { return contact.at > house.now - cap.window; });
    return before < cap.contacts;
  });
}

/// The promise that would be broken; empty when none is.
std::string_view broken_promise(const Due& due, const HouseFacts& house, const DueFacts& facts) {
  if (facts.booking != Booking::booked) return "the appointment is cancelled";
  if (due.key.start != facts.start_key) return "the appointment was moved";
  if (house.now >= facts.starts_at) return "the appointment has begun";
  if (facts.suppressed || !facts.consented) return "no consent, or an opt-out";
  if (house.stopped) return "sending is stopped";
  if (due.key.channel != Channel::email && !permitted_everywhere(house, facts)) return "outside the permitted hours";
  if (!within_caps(house, facts)) return "above the caps of a recipient";
  return {};
}

}  // namespace

std::optional<Trip> before_send(const Due& due, const HouseFacts& house, const DueFacts& facts) {
  const auto look = [&]() -> std::optional<Trip> {
    if (const auto promise = broken_promise(due, house, facts); !promise.empty())
      return Trip{TripRule::broken_promise, 1, 0, std::string(promise)};
    if (const auto trip = clock_behind(house.volume.newest_record, house.now)) return trip;
    VolumeFacts after = house.volume;
    after.count(due, facts, house.now);
    return too_much(after.sent, after.limits);
  };
  return tripped_or(look);
}

std::optional<Trip> tripped_or(const std::function<std::optional<Trip>()>& look) {
  try {
    return look();
  } catch (...) {
    return Trip{TripRule::broken_promise, 1, 0, "the failsafe itself failed"};
  }
}

}  // namespace courtesy
