#include "schedule/plan.h"

namespace courtesy {

namespace {

using std::chrono::days;

struct Send {
  std::optional<Instant> at;
  PlanReason reason;
};

struct CountBack {
  Instant start;
  const Zone& zone;

  LocalTime shown() const { return zone.to_local(start); }
  LocalDate date() const { return std::chrono::floor<days>(shown()); }

  Resolved operator()(const ElapsedBefore& offset) const { return {start - offset.time, TimeFlag::exact}; }
  Resolved operator()(const DaysBeforeSameTime& offset) const { return zone.resolve(shown() - days{offset.days}); }
  Resolved operator()(const DaysBeforeAt& offset) const {
    return zone.resolve(date() - days{offset.days} + offset.time);
  }
  Resolved operator()(const BusinessDaysBeforeAt& offset) const {
    LocalDate day = date();
    for (int counted = 0; counted < offset.days;) {
      day -= days{1};
      const bool open = offset.open[std::chrono::weekday{day}.iso_encoding() - 1] && !offset.closed_dates.contains(day);
      if (open) ++counted;
    }
    return zone.resolve(day + offset.time);
  }
};

/// The client's own minute of the stretch that ends with `last`: less of an hour is used where it is not permitted, or
/// partly past.
Instant spread_before(const PlanInput& input, Instant last) {
  for (auto room = static_cast<std::uint64_t>(spread_over.count()); room > 1; room /= 2) {
    const Instant at = last - minutes{input.spread % room};
    const bool ahead = !input.now || at > *input.now;
    if (ahead && permitted_until(input.hours, at, hours{1}) > last) return at;
  }
  return last;
}

Send shift_into_hours(Shift shift, const PlanInput& input, Instant due) {
  if (input.hours.empty() || permitted(input.hours, due)) return {due, PlanReason::due};
  std::optional<Instant> at;
  PlanReason reason = PlanReason::outside_hours;
  switch (shift) {
    case Shift::none: break;
    case Shift::later:
      at = next_permitted(input.hours, due, shift_horizon);
      reason = PlanReason::shifted_later;
      break;
    case Shift::earlier:
      at = last_permitted(input.hours, due, shift_horizon);
      if (at) at = spread_before(input, *at);
      reason = PlanReason::shifted_earlier;
      break;
  }
  if (!at) return {std::nullopt, PlanReason::outside_hours};
  return {at, reason};
}

bool too_close(const Rule& rule, Instant start, Instant at) { return at >= start || at > start - rule.min_lead; }

/// What is left, at `now`, of a send whose time has passed.
Send late(const Rule& rule, const PlanInput& input, Instant planned, Instant now) {
  if (input.past == Past::left_out) return {std::nullopt, PlanReason::already_due};
  if (too_close(rule, input.start.instant, now)) return {std::nullopt, PlanReason::too_close_to_appointment};
  if (now - planned > rule.max_lateness) return {std::nullopt, PlanReason::too_late};
  if (!input.hours.empty() && !permitted(input.hours, now)) return {std::nullopt, PlanReason::late_outside_hours};
  return {now, PlanReason::late_now};
}

Send send_of(const Rule& rule, const PlanInput& input, Instant due) {
  const Send planned = shift_into_hours(rule.shift, input, due);
  if (!planned.at) return planned;
  if (too_close(rule, input.start.instant, *planned.at)) return {std::nullopt, PlanReason::too_close_to_appointment};
  if (input.now && *planned.at < *input.now) return late(rule, input, *planned.at, *input.now);
  return planned;
}

}  // namespace

std::string_view to_string(PlanReason reason) {
  switch (reason) {
    case PlanReason::due: return "due";
    case PlanReason::shifted_later: return "shifted-later";
    case PlanReason::shifted_earlier: return "shifted-earlier";
    case PlanReason::outside_hours: return "outside-window";
    case PlanReason::too_close_to_appointment: return "too-close-to-appointment";
    case PlanReason::late_now: return "late-now";
    case PlanReason::too_late: return "too-late";
    case PlanReason::late_outside_hours: return "late-and-outside-window";
    case PlanReason::already_due: return "already-due";
  }
  return "due";
}

Result<PlannedTime> plan(const Rule& rule, const PlanInput& input) {
  TRY(check(rule));
  const Zone own = TRY(Zone::find(input.start.zone));
  const bool theirs = rule.zone == RuleZone::client && input.client_zone;
  const Resolved due = std::visit(CountBack{input.start.instant, theirs ? *input.client_zone : own}, rule.offset);
  const Send send = send_of(rule, input, due.instant);
  return PlannedTime{.due = due.instant, .due_flag = due.flag, .send = send.at, .reason = send.reason};
}

}  // namespace courtesy
