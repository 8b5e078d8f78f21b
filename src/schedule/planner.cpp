#include "schedule/planner.h"

namespace courtesy {

std::span<const Constraint> ChannelHours::of(Channel channel) const {
  switch (channel) {
    case Channel::call: return call;
    case Channel::text: return text;
    case Channel::email: return email;
  }
  return call;
}

Result<std::vector<PlannedReminder>> plan_all(std::span<const Rule> rules, const AppointmentPlan& input) {
  std::vector<PlannedReminder> reminders;
  reminders.reserve(rules.size());
  for (const Rule& rule : rules) {
    const PlannedTime time = TRY(plan(rule, {.start = input.start,
                                             .client_zone = input.client_zone,
                                             .hours = input.hours.of(rule.channel),
                                             .now = input.now,
                                             .past = input.past,
                                             .spread = input.spread}));
    reminders.push_back({rule.id, rule.channel, input.start.key(), time});
  }
  return reminders;
}

}  // namespace courtesy
