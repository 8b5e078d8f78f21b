#include "schedule/business.h"

namespace courtesy {

Rule counted_by(const BusinessCalendar& calendar, Rule rule) {
  if (auto* offset = std::get_if<BusinessDaysBeforeAt>(&rule.offset)) {
    offset->open = calendar.open;
    offset->closed_dates = calendar.closed_dates;
  }
  return rule;
}

Constraint any_hour_but_on(std::set<LocalDate> closed_dates, std::vector<Zone> zones) {
  Constraint constraint{.zones = std::move(zones), .windows = {}, .closed_dates = std::move(closed_dates)};
  constraint.windows.fill({{minutes{0}, hours{24}}});
  return constraint;
}

}  // namespace courtesy
