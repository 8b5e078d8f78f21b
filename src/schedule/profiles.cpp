#include "schedule/profiles.h"

#include <algorithm>

namespace courtesy {

namespace {

constexpr std::size_t sunday = 6;

WeekWindows every_day(Window window) {
  WeekWindows week;
  week.fill({window});
  return week;
}

const WeekWindows& any_time() {
  static const WeekWindows week = every_day({hours{0}, hours{24}});
  return week;
}

/// In order, none empty, none touching another.
std::vector<Window> joined(std::vector<Window> windows) {
  std::ranges::sort(windows, {}, &Window::opens);
  std::vector<Window> apart;
  for (const Window& window : windows) {
    if (window.opens >= window.closes) continue;
    if (!apart.empty() && window.opens <= apart.back().closes) {
      apart.back().closes = std::max(apart.back().closes, window.closes);
    } else {
      apart.push_back(window);
    }
  }
  return apart;
}

}  // namespace

const WeekWindows& default_hours(Channel channel) {
  static const WeekWindows calls = [] {
    WeekWindows week = every_day({hours{9}, hours{20}});
    week[sunday].clear();
    return week;
  }();
  static const WeekWindows texts = [] {
    WeekWindows week = every_day({hours{9}, hours{20}});
    week[sunday] = {{hours{12}, hours{20}}};
    return week;
  }();
  switch (channel) {
    case Channel::call: return calls;
    case Channel::text: return texts;
    case Channel::email: return any_time();
  }
  return calls;
}

WeekWindows closing_earlier(const WeekWindows& windows, minutes margin) {
  WeekWindows week;
  for (std::size_t day = 0; day < week.size(); ++day) {
    for (const Window& window : joined(windows[day])) {
      if (window.closes - margin > window.opens) week[day].push_back({window.opens, window.closes - margin});
    }
  }
  return week;
}

Constraint hours_constraint(Channel channel, const WeekWindows& windows, std::vector<Zone> zones,
                            std::set<LocalDate> closed_dates) {
  return {.zones = std::move(zones),
          .windows = channel == Channel::call ? closing_earlier(windows, call_margin) : windows,
          .closed_dates = std::move(closed_dates)};
}

}  // namespace courtesy
