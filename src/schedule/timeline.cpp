#include "schedule/timeline.h"

#include <algorithm>
#include <set>
#include <tuple>
#include <utility>

namespace courtesy {

Result<std::vector<TimelineSend>> replay(std::span<const Rule> rules, std::span<const TimelineEvent> events,
                                         const ChannelHours& permitted_hours, const std::optional<Zone>& client_zone) {
  if (!std::ranges::is_sorted(events, {}, &TimelineEvent::at)) return invalid("timeline: events out of order");
  std::vector<TimelineSend> sends;
  std::set<std::pair<std::size_t, std::string>> told;
  for (std::size_t index = 0; index < events.size(); ++index) {
    const auto& [at, start] = events[index];
    if (!start) continue;
    const Instant overtaken = index + 1 < events.size() ? events[index + 1].at : Instant::max();
    const std::vector<PlannedReminder> planned =
        TRY(plan_all(rules, {.start = *start, .client_zone = client_zone, .hours = permitted_hours, .now = at}));
    for (std::size_t rule = 0; rule < planned.size(); ++rule) {
      const PlannedTime& time = planned[rule].time;
      if (!time.send || *time.send >= overtaken) continue;
      if (told.emplace(rule, planned[rule].start_key).second) sends.push_back({rule, *time.send, *start, time.reason});
    }
  }
  std::ranges::stable_sort(sends, {}, [](const TimelineSend& send) { return std::tie(send.at, send.rule); });
  return sends;
}

}  // namespace courtesy
