#include "interlock/judge.h"

#include "base/planted.h"
#include "base/recipient_key.h"
#include "interlock/interlocks.h"
#include "interlock/useful.h"

namespace courtesy {
namespace {

Decision first_objection(std::span<const Interlock> order, std::span<int> asked, const Due& due,
                         const HouseFacts& house, const DueFacts& facts) {
  try {
    for (std::size_t i = 0; i < order.size(); ++i) {
      ++asked[i];
      const Decision decision = order[i].ask(due, house, facts);
      if (decision.kind != DecisionKind::allow) return decision;
    }
    return allow();
  } catch (...) {
    return drop(Reason::interlock_error);
  }
}

/// A pace or a budget moves no reminder's time: its lateness goes on counting, and one that will be too late is told
/// now.
bool is_turn(Reason reason) {
  return reason == Reason::capacity || reason == Reason::account_pace || reason == Reason::budget;
}

Decision settle(const Due& due, const Decision& decision, const DueFacts& facts) {
  const Instant last = is_turn(decision.reason) ? last_useful(due, facts) : facts.starts_at - facts.min_lead;
  const bool hopeless = decision.kind == DecisionKind::defer && decision.until > last;
  if (!hopeless) return decision;
  return drop(decision.reason == Reason::outside_hours ? Reason::no_hours_left : decision.reason);
}

PastContact as_contact(const Due& due, const HouseFacts& house, const DueFacts& facts, AttemptId attempt) {
  return {.at = house.now,
          .account = {},
          .attempt = attempt,
          .client = due.client,
          .start_local = facts.start_local,
          .start_instant = facts.starts_at,
          .channel = due.key.channel,
          .due = due.due,
          .running = true,
          .in_vain = false};
}

}  // namespace

ReminderState state_after(const Decision& decision) {
  if (decision.kind == DecisionKind::allow) return ReminderState::intended;
  if (decision.kind == DecisionKind::defer) return ReminderState::waiting;
  if (decision.kind == DecisionKind::hold) return ReminderState::held;
  if (decision.reason == Reason::merged) return ReminderState::merged;
  const bool may_return = decision.reason == Reason::appointment_cancelled ||
                          decision.reason == Reason::appointment_moved ||
                          decision.reason == Reason::already_confirmed || decision.reason == Reason::discarded;
  return may_return ? ReminderState::withdrawn : ReminderState::dropped;
}

std::vector<Interlock> interlocks_in_order(const Layers& layers) {
  std::vector<Interlock> order;
  if (layers.validity && !planted(Bug::recheck_skipped)) order.push_back({"still_valid", still_valid});
  if (layers.validity) order.push_back({"usefulness", usefulness});
  if (layers.already_told) order.push_back({"already_told", already_told});
  order.insert(order.end(), {{"consent", consent},
                             {"allow_list", allow_list},
                             {"country", country},
                             {"stopped", stopped},
                             {"permitted_hours", permitted_hours}});
  if (layers.caps)
    order.insert(order.end(), {{"contact_running", contact_running}, {"recipient_caps", recipient_caps}});
  if (layers.failsafe) order.push_back({"unusual_volume", unusual_volume});
  order.insert(order.end(),
               {{"budget", budget}, {"account_pace", account_pace}, {"capacity", capacity}, {"line_pace", line_pace}});
  return order;
}

Judge::Judge(HouseFacts house, const Layers& layers) : Judge(std::move(house), interlocks_in_order(layers)) {}

Judge::Judge(HouseFacts house, std::vector<Interlock> order)
    : house_(std::move(house)), order_(std::move(order)), asked_(order_.size()) {}

Decision Judge::ask(const Due& due, DueFacts& facts) {
  if (const auto counted = counted_.find(recipient_key(due.recipient)); counted != counted_.end())
    facts.contacts.insert(facts.contacts.end(), counted->second.begin(), counted->second.end());
  const Decision decision = settle(due, first_objection(order_, asked_, due, house_, facts), facts);
  if (decision.reason == Reason::line_pace) ++house_.line.of(due.key.channel).waiting;
  if (decision.kind == DecisionKind::defer) give_turn(decision);
  return decision;
}

void Judge::count(const Due& due, const DueFacts& facts, AttemptId attempt) {
  --house_.line.of(due.key.channel).places;
  --house_.line.in_all;
  house_.volume.count(due, facts, house_.now);
  house_.budget.count(due.key.channel);
  house_.account_pace.count(house_.now);
  if (house_.capacity) house_.capacity->count();
  if (planted(Bug::caps_counted_late)) return;
  counted_[recipient_key(due.recipient)].push_back(as_contact(due, house_, facts, attempt));
}

void Judge::give_turn(const Decision& decision) {
  if (decision.reason == Reason::account_pace) house_.account_pace.give_turn(decision.until);
  if (decision.reason == Reason::capacity && house_.capacity) house_.capacity->give_turn(decision.until);
}

std::vector<Judge::Asked> Judge::asked() const {
  std::vector<Asked> asked;
  for (std::size_t i = 0; i < order_.size(); ++i) asked.push_back({order_[i].name, asked_[i]});
  return asked;
}

std::vector<Verdict> judge(std::span<const Due> due, Facts facts, const Layers& layers) {
  Judge fold(std::move(facts.house), layers);
  std::vector<Verdict> verdicts;
  verdicts.reserve(due.size());
  for (std::size_t i = 0; i < due.size(); ++i) {
    if (i >= facts.each.size()) {
      verdicts.push_back({due[i], drop(Reason::interlock_error)});
      continue;
    }
    verdicts.push_back({due[i], fold.ask(due[i], facts.each[i])});
    if (verdicts.back().decision.kind == DecisionKind::allow) fold.count(due[i], facts.each[i]);
  }
  return verdicts;
}

Decision judge_at_answer(const Due& due, const HouseFacts& house, const DueFacts& facts) {
  const Interlock order[] = {
      {"still_valid", still_valid}, {"usefulness", usefulness_at_answer}, {"consent", consent}, {"stopped", stopped}};
  int asked[std::size(order)]{};
  return first_objection(order, asked, due, house, facts);
}

}  // namespace courtesy
