#include "schedule/pace_plan.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace courtesy {
namespace {

using Span = std::chrono::duration<double>;

constexpr double most_contacts = 1e7;
constexpr double most_callbacks_per_hour = 1e5;
constexpr Span least_patience{1};
constexpr Span most_patience{3600};

Result<void> check(const PlanQuestion& question) {
  if (question.contacts < 1 || static_cast<double>(question.contacts) > most_contacts) {
    return invalid("pacing: contacts must be 1 to 10,000,000");
  }
  if (!(question.hours_per_day > 0 && question.hours_per_day <= 24)) {
    return invalid("pacing: the hours per day must be above 0, at most 24");
  }
  if (!(question.patience >= least_patience && question.patience <= most_patience)) {
    return invalid("pacing: the patience must be 1 second to an hour");
  }
  return {};
}

std::string with_commas(std::int64_t number) {
  std::string text = std::to_string(number);
  for (std::size_t at = text.size(); at > 3; at -= 3) text.insert(at - 3, ",");
  return text;
}

std::string agents_in_words(int agents) { return agents == 1 ? "1 agent" : fmt::format("{} agents", agents); }

std::string duration_in_words(const PacePlan& plan) {
  if (plan.hours < 1) return fmt::format("{} minutes", figure(std::max(1.0, std::ceil(plan.hours * 60))));
  if (plan.hours <= plan.question.hours_per_day) return fmt::format("{} hours", figure(plan.hours));
  return fmt::format("{} hours, {} working days of {} hours", figure(plan.hours), figure(plan.days),
                     figure(plan.question.hours_per_day));
}

std::string at_once_in_words(const PacePlan& plan) {
  std::string words = fmt::format("Sent within one hour they would bring {} callbacks, the work of {} agents: {} of ",
                                  figure(plan.at_once), figure(plan.work), percent(plan.rushed.hangs_up));
  words += fmt::format("the callers would hang up (after {} s on average)", figure(plan.question.patience.count()));
  if (plan.last >= 1) words += fmt::format(", and if none did, the last would wait {} hours", figure(plan.last));
  return words + ".";
}

}  // namespace

std::string figure(double number) {
  if (number >= 100) return with_commas(std::llround(number));
  std::string text = fmt::format("{:.1f}", number);
  if (text.ends_with(".0")) text.resize(text.size() - 2);
  return text;
}

std::string percent(double share) {
  if (share > 0 && share < 0.01) return "less than 1 %";
  return fmt::format("{:.0f} %", share * 100);
}

Result<PacePlan> plan_pace(const PlanQuestion& question) {
  TRY(check(question));
  PacePlan plan{};
  plan.question = question;
  plan.pace = TRY(fastest_pace(question.desk, question.target));
  plan.at_once = static_cast<double>(question.contacts) * question.target.callback_share;
  const int agents = question.desk.agents;
  if (agents > 0) plan.hours = static_cast<double>(question.contacts) / plan.pace.contacts_per_hour;
  plan.days = plan.hours / question.hours_per_day;
  plan.work = plan.at_once * question.desk.handling.count() / 3600;
  if (agents > 0) plan.last = std::max(0.0, plan.work / agents - 1);
  plan.paced = TRY(
      service_with_impatience(question.desk, plan.pace.callbacks_per_hour, question.patience, question.target.wait));
  // All of it has been looked at above.
  plan.rushed = service_with_impatience(question.desk, std::min(plan.at_once, most_callbacks_per_hour),
                                        question.patience, question.target.wait)
                    .value();
  return plan;
}

std::string in_words(const PacePlan& plan) {
  const PlanQuestion& question = plan.question;
  const std::string contacts =
      question.contacts == 1 ? "1 contact takes" : with_commas(question.contacts) + " contacts take";
  if (question.desk.agents == 0) {
    return "Nobody is there to take callbacks: nothing would go out. " + at_once_in_words(plan);
  }
  return fmt::format(
      "{} {}: {} who spend {} s on a callback can take {} callbacks an hour if {} of the callers are to wait no longer "
      "than {} s, and with {} calling back that is {} contacts an hour. {}",
      contacts, duration_in_words(plan), agents_in_words(question.desk.agents), figure(question.desk.handling.count()),
      figure(plan.pace.callbacks_per_hour), percent(question.target.share), figure(question.target.wait.count()),
      percent(question.target.callback_share), figure(plan.pace.contacts_per_hour), at_once_in_words(plan));
}

}  // namespace courtesy
