#include "interlock/judge.h"

#include "interlock/interlocks.h"

namespace courtesy {
namespace {

using Interlock = Decision (*)(const Due&, const HouseFacts&, const DueFacts&);

/// First what ends a reminder for good, then what only postpones it: none is kept waiting for nothing.
std::vector<Interlock> order_of(const Layers& layers) {
  std::vector<Interlock> order;
  if (layers.validity) order.insert(order.end(), {still_valid, usefulness});
  if (layers.already_told) order.push_back(already_told);
  order.insert(order.end(), {consent, allow_list, country, stopped, permitted_hours});
  if (layers.caps) order.insert(order.end(), {contact_running, recipient_caps});
  return order;
}

Decision ask(std::span<const Interlock> order, const Due& due, const HouseFacts& house, const DueFacts& facts) {
  try {
    for (const Interlock interlock : order) {
      const Decision decision = interlock(due, house, facts);
      if (decision.kind != DecisionKind::allow) return decision;
    }
    return allow();
  } catch (...) {
    return drop(Reason::interlock_error);
  }
}

Decision settle(const Decision& decision, const DueFacts& facts) {
  const bool hopeless = decision.kind == DecisionKind::defer && decision.until > facts.starts_at - facts.min_lead;
  if (!hopeless) return decision;
  return drop(decision.reason == Reason::outside_hours ? Reason::no_hours_left : decision.reason);
}

PastContact as_contact(const Due& due, const HouseFacts& house, const DueFacts& facts) {
  return {.at = house.now,
          .account = {},
          .client = due.client,
          .start_local = facts.start_local,
          .start_instant = facts.starts_at,
          .channel = due.key.channel,
          .due = due.due,
          .running = true};
}

}  // namespace

std::vector<Verdict> judge(std::span<const Due> due, Facts facts, const Layers& layers) {
  const auto order = order_of(layers);
  std::vector<Verdict> verdicts;
  verdicts.reserve(due.size());
  for (std::size_t i = 0; i < due.size(); ++i) {
    if (i >= facts.each.size()) {
      verdicts.push_back({due[i], drop(Reason::interlock_error)});
      continue;
    }
    const Decision decision = settle(ask(order, due[i], facts.house, facts.each[i]), facts.each[i]);
    verdicts.push_back({due[i], decision});
    if (decision.kind != DecisionKind::allow) continue;
    const PastContact contact = as_contact(due[i], facts.house, facts.each[i]);
    for (std::size_t j = i + 1; j < due.size() && j < facts.each.size(); ++j) {
      if (due[j].recipient == due[i].recipient) facts.each[j].contacts.push_back(contact);
    }
  }
  return verdicts;
}

Decision judge_at_answer(const Due& due, const HouseFacts& house, const DueFacts& facts) {
  const Interlock order[] = {still_valid, consent, stopped};
  return ask(order, due, house, facts);
}

}  // namespace courtesy
