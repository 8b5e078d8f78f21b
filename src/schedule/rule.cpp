#include "schedule/rule.h"

#include <fmt/format.h>

#include <algorithm>

namespace courtesy {

namespace {

constexpr int max_days = 366;

Result<void> check_days(int days) {
  if (days >= 0 && days <= max_days) return {};
  return invalid(fmt::format("rule: {} days before the appointment; use 0 to {}", days, max_days));
}

Result<void> check_time(minutes time) {
  if (time >= minutes{0} && time < hours{24}) return {};
  return invalid(fmt::format("rule: minute {} of the day; use a clock time from 00:00 to 23:59", time.count()));
}

Result<void> check(const ElapsedBefore& offset) {
  if (offset.time >= minutes{0} && offset.time <= hours{24} * max_days) return {};
  return invalid(fmt::format("rule: {} minutes before the appointment; use 0 to {} (a year)", offset.time.count(),
                             max_days * 24 * 60));
}

Result<void> check(const DaysBeforeSameTime& offset) { return check_days(offset.days); }

Result<void> check(const DaysBeforeAt& offset) {
  TRY(check_days(offset.days));
  return check_time(offset.time);
}

Result<void> check(const BusinessDaysBeforeAt& offset) {
  TRY(check_days(offset.days));
  if (std::ranges::none_of(offset.open, [](bool open) { return open; })) {
    return invalid("rule: business days without an open weekday; name at least one");
  }
  return check_time(offset.time);
}

}  // namespace

Result<void> check(const Rule& rule) {
  TRY(std::visit([](const auto& offset) { return check(offset); }, rule.offset));
  if (rule.min_lead < minutes{0}) return invalid("rule: a negative minimum lead; use 0 minutes or more");
  if (rule.max_lateness < minutes{0}) return invalid("rule: a negative maximum lateness; use 0 minutes or more");
  return {};
}

}  // namespace courtesy
