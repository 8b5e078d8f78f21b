// What the interlocks ask for, gathered in the unit that will act on their answer.
#include <algorithm>
#include <map>

#include "schedule/profiles.h"
#include "store/accounts.h"
#include "store/appointments.h"
#include "store/capacity.h"
#include "store/clients.h"
#include "store/closed_days.h"
#include "store/lines.h"
#include "store/probe_account.h"
#include "store/recipients.h"
#include "store/rules.h"
#include "store/tally.h"
#include "store/unit.h"

namespace courtesy {
namespace {

/// A zone that the client stated, or else every zone that the number could be in and the business's own. One that the
/// tz database does not know makes all of it unknown: this reminder waits for a person, and its neighbours go on.
std::vector<Zone> zones_of(const Client& client, const NumberFacts& number, const std::string& own) {
  std::vector<std::string> names = client.zone.empty() ? number.zones : std::vector{client.zone};
  if (client.zone.empty() && !names.empty() && std::find(names.begin(), names.end(), own) == names.end())
    names.push_back(own);
  std::vector<Zone> zones;
  for (const auto& name : names) {
    auto zone = Zone::find(name);
    if (!zone) return {};
    zones.push_back(std::move(*zone));
  }
  return zones;
}

/// What many reminders of one unit have in common is read once.
struct Common {
  const Account& account;
  std::vector<std::string> own_numbers;
  std::map<RuleId, StoredRule> rules;
};

/// What is no number is not rung, whoever it belongs to.
/// And nobody rings himself: at the business's own number its own line would answer.
NumberFacts number_of(Unit& unit, const Common& common, const Due& due) {
  if (due.key.channel == Channel::email) return {.country = {}, .kind = NumberKind::ordinary, .zones = {}};
  const auto number = PhoneNumber::parse(due.recipient);
  const bool own = std::ranges::find(common.own_numbers, due.recipient) != common.own_numbers.end();
  if (!number || own) return {.country = {}, .kind = NumberKind::refused, .zones = {}};
  return unit.settings().number_facts(*number);
}

/// A call must also end within its hours.
WeekWindows hours_of(Channel channel) {
  const WeekWindows& hours = default_hours(channel);
  return channel == Channel::call ? closing_earlier(hours, call_margin) : hours;
}

Result<const StoredRule*> rule_of(Unit& unit, Common& common, RuleId id) {
  const auto known = common.rules.find(id);
  if (known != common.rules.end()) return &known->second;
  return &common.rules.emplace(id, TRY(unit.rules().get(id))).first->second;
}

Result<DueFacts> facts_of(Unit& unit, Common& common, const Due& due) {
  const Appointment appointment = TRY(unit.appointments().get(due.key.appointment));
  const auto& [rule, planned_since, retired] = *TRY(rule_of(unit, common, due.key.rule));
  const Client client = TRY(unit.clients().get(appointment.client));
  const NumberFacts number = number_of(unit, common, due);
  return DueFacts{
      .booking = appointment.booking,
      .answer = TRY(unit.appointments().said(appointment.id)),
      .presence = appointment.presence,
      .start_key = appointment.start.key(),
      .start_local = to_string(appointment.start.local),
      .starts_at = appointment.start.instant,
      .rule_in_force = !retired,
      .min_lead = rule.min_lead,
      .max_lateness = rule.max_lateness,
      .consented = TRY(unit.clients().consented(client.id, due.key.channel, due.recipient)),
      .suppressed = TRY(unit.clients().suppressed(due.recipient)),
      .country = number.country,
      .number_kind = number.kind,
      .audience = appointment.audience,
      .zones = zones_of(client, number, common.account.zone),
      .hours = unit.account() == probe_account ? default_hours(Channel::email) : hours_of(due.key.channel),
      .contacts = TRY(unit.recipients().contacts(due.recipient)),
      .caps = unit.settings().caps,
      .call_gap = unit.settings().call_gap,
  };
}

/// What judge_at_answer asks for. All else was judged before the call was placed; unread, it permits nothing.
Result<DueFacts> facts_at_answer_of(Unit& unit, const Due& due) {
  const Appointment appointment = TRY(unit.appointments().get(due.key.appointment));
  const Rule rule = TRY(unit.rules().get(due.key.rule)).rule;
  return DueFacts{
      .booking = appointment.booking,
      .answer = TRY(unit.appointments().said(appointment.id)),
      .presence = appointment.presence,
      .start_key = appointment.start.key(),
      .start_local = to_string(appointment.start.local),
      .starts_at = appointment.start.instant,
      .rule_in_force = true,
      .min_lead = rule.min_lead,
      .max_lateness = rule.max_lateness,
      .consented = TRY(unit.clients().consented(appointment.client, due.key.channel, due.recipient)),
      .suppressed = TRY(unit.clients().suppressed(due.recipient)),
      .country = {},
      .number_kind = NumberKind::refused,
      .audience = Audience::nobody,
      .zones = {},
      .hours = {},
      .contacts = {},
      .caps = {},
      .call_gap = {},
  };
}

/// In thousandths; what the account has not said costs what is usual here.
Prices prices_of(const Budget& budget, const Prices& usual) {
  const auto price = [&](Channel channel, std::int64_t otherwise) {
    const Money said = budget.price(channel);
    return said > 0 ? (said + 999) / 1'000 : otherwise;
  };
  return {.call = price(Channel::call, usual.call),
          .text = price(Channel::text, usual.text),
          .email = price(Channel::email, usual.email)};
}

}  // namespace

Result<Facts> Unit::facts(std::span<const Due> due) {
  TRY(accounts().foresee_stop());
  TRY(tally().foresee_facts());
  TRY(Lines(*this).foresee_own_numbers());
  TRY(rules().foresee(due));
  TRY(appointments().foresee(due));
  TRY(clients().foresee(due));
  TRY(recipients().foresee(due));
  TRY(closed_days().foresee(due));
  // Behind the test reminders' gateway there is nobody real: at any hour, and no allow list.
  const Environment simulated{.production = false, .allow_list = {"*"}};
  const Account& account = TRY(accounts().row())->account;
  PacingFacts pace = TRY(pacing().facts());
  Facts facts{.house = {.now = now_,
                        .stopped = TRY(accounts().stop()).has_value(),
                        .environment = account_ == probe_account ? simulated : settings_.environment,
                        .countries = {account.country},
                        .capacity = std::move(pace.capacity),
                        .account_pace = std::move(pace.account_pace),
                        .budget = std::move(pace.budget),
                        .line = {},
                        .volume = TRY(tally().facts()),
                        .closed_days = TRY(closed_days().open_for_calls(due))},
              .each = {}};
  facts.house.volume.prices = prices_of(facts.house.budget, settings_.prices);
  Common common{.account = account, .own_numbers = TRY(Lines(*this).own_numbers()), .rules = {}};
  for (const auto& one : due) facts.each.push_back(TRY(facts_of(*this, common, one)));
  return facts;
}

Result<Facts> Unit::facts_at_answer(const Due& due) {
  Facts facts{.house = {.now = now_,
                        .stopped = TRY(accounts().stop()).has_value(),
                        .environment = {},
                        .countries = {},
                        .capacity = {},
                        .account_pace = {.limits = {}, .turns = Turns(now_)},
                        .budget = {},
                        .line = {},
                        .volume = {},
                        .closed_days = {}},
              .each = {}};
  facts.each.push_back(TRY(facts_at_answer_of(*this, due)));
  return facts;
}

}  // namespace courtesy
