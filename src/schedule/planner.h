// All reminders of one appointment, with what makes each of them the same reminder when it is planned again.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "schedule/plan.h"

namespace courtesy {

/// The permitted hours of one client, for each channel. None for a channel: any hour, as in PlanInput.
struct ChannelHours {
  std::vector<Constraint> call;
  std::vector<Constraint> text;
  std::vector<Constraint> email;

  std::span<const Constraint> of(Channel channel) const;
};

/// A reminder's key within its appointment is (rule, channel, start_key): one that is known already by it is the same
/// reminder, also when its time has changed with the tz database.
struct PlannedReminder {
  RuleId rule;
  Channel channel;
  std::string start_key;  ///< Start::key()
  PlannedTime time;
};

struct AppointmentPlan {
  Start start;
  std::optional<Zone> client_zone;
  const ChannelHours& hours;
  std::optional<Instant> now;
  Past past = Past::may_be_late;
  std::uint64_t spread = 0;  ///< as in PlanInput
};

/// One for each rule, in the rules' order; those that are not to be made are there with their reason. Pure: planning
/// twice gives the same. A cancelled appointment has no plan: it is not asked for.
/// Errors: as `plan`.
Result<std::vector<PlannedReminder>> plan_all(std::span<const Rule> rules, const AppointmentPlan& input);

}  // namespace courtesy
