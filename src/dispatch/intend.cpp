#include "dispatch/intend.h"

#include <algorithm>
#include <map>

#include "base/planted.h"
#include "interlock/before_send.h"
#include "interlock/interlocks.h"
#include "queue/callback_token.h"
#include "store/attempts.h"
#include "store/capacity.h"
#include "store/failsafe.h"
#include "store/flows.h"
#include "store/held.h"
#include "store/ledger.h"
#include "store/queue.h"
#include "store/recipients.h"
#include "store/rules.h"
#include "store/tally.h"
#include "store/told.h"
#include "store/trips.h"
#include "store/unit.h"

namespace courtesy {
namespace {

/// Looked at besides those for which there is a place: what is over or waits for something else must not bar the way.
constexpr int looked_at_beyond_places = 32;
/// In one unit, at most: nobody else writes for this account meanwhile.
constexpr int most_looked_at = 256;
/// While sending is stopped, a reminder is looked at this often: what becomes hopeless reaches the staff.
constexpr minutes stopped_wait{1};

struct Sending {
  Attempt attempt;
  Prepared prepared;
  LedgerBody record;  ///< the request as it is kept
  std::string start_local;
  Instant starts_at;
  Instant due;
};

/// The request as it is kept: made of the same intent with the secret's mark in the secret's place, so that it is the
/// one that leaves, to the byte, and never had the secret.
LedgerBody record_of(const Prepared& without_secret) {
  LedgerBody body;
  if (const auto* request = std::get_if<http::Request>(&without_secret.what)) {
    return body.plain("method", request->method).personal("url", request->url).personal("body", request->body);
  }
  const auto& message = std::get<mail::Message>(without_secret.what);
  // The headers hold the link that opts out: whoever has it speaks for the recipient.
  return body.plain("from", message.from)
      .personal("to", message.to)
      .personal("subject", message.subject)
      .personal("text", message.text);
}

/// How long a carrier may keep it: nothing is delivered when it is no use any more, nor outside the person's hours.
seconds validity_of(Channel channel, const DueFacts& facts, Instant now) {
  Instant until = facts.starts_at - facts.min_lead;
  if (channel != Channel::email) {
    const Constraint hours_there{facts.zones, facts.hours, {}};
    until = std::min(until, permitted_until({&hours_there, 1}, now, hours{24}));
  }
  return std::max(seconds{1}, std::chrono::floor<seconds>(until - now));
}

/// Of the account and its rules, what the sendings of one unit are made of: each is read once.
class Common {
 public:
  explicit Common(Unit& unit) : unit_(unit) {}
  Result<const Account*> account() {
    if (!account_) account_ = TRY(unit_.accounts().get());
    return &*account_;
  }
  Result<const Rule*> rule(RuleId id) {
    const auto known = rules_.find(id);
    if (known != rules_.end()) return &known->second;
    return &rules_.emplace(id, TRY(unit_.rules().get(id)).rule).first->second;
  }

 private:
  Unit& unit_;
  std::optional<Account> account_{};
  std::map<RuleId, Rule> rules_{};
};

Detection detection_of(const Rule& rule) {
  if (rule.channel != Channel::call) return Detection::none;
  if (rule.machines == Machines::ask_first_hint) return Detection::during;
  return rule.machines == Machines::detect ? Detection::before : Detection::none;
}

/// What would leave for one allowed reminder; an Error is a hold with `cannot_prepare`.
Result<Sending> make_sending(Unit& unit, Common& common, const Verdict& verdict, const DueFacts& facts, AttemptId id,
                             const std::string& secret, const Gateways& gateways, const Fill& fill) {
  const Due& due = verdict.due;
  Gateway* gateway = gateways.of(due.key.channel);
  if (gateway == nullptr) return invalid("no gateway is set up for this channel");
  const Account& account = *TRY(common.account());
  const Appointment appointment = TRY(unit.appointments().get(due.key.appointment));
  const Client client = TRY(unit.clients().get(due.client));
  const Rule& rule = *TRY(common.rule(due.key.rule));
  const Filled filled = TRY(fill(unit, rule, account, client, appointment));
  Attempt attempt;
  attempt.id = id;
  attempt.reminder = due.key;
  attempt.n = due.attempts + 1;
  attempt.client = due.client;
  attempt.recipient = due.recipient;
  attempt.sender = due.key.channel == Channel::email ? account.email_from : account.caller_number;
  attempt.text = filled.text;
  attempt.secret = secret;
  attempt.flow = filled.flow;
  attempt.flow_hash = filled.flow_hash;
  attempt.language = filled.language;
  attempt.machines = rule.machines;
  attempt.intended_at = unit.now();
  attempt.send_by = unit.now() + send_within;
  attempt.look_at = unit.now() + asked_after;
  const CallbackToken token{unit.account(), id, Secret<std::string>(secret)};
  Intent intent{.account = unit.account(),
                .attempt = id,
                .channel = due.key.channel,
                .recipient = due.recipient,
                .sender = attempt.sender,
                .sender_name = account.spoken_name,
                .text = filled.text,
                .subject = filled.subject,
                .token = token.text(),
                .detection = detection_of(rule),
                .validity = validity_of(due.key.channel, facts, unit.now())};
  Prepared prepared = TRY(gateway->prepare(intent));
  intent.token = Secret<std::string>(token.shown(secret_mark));
  prepared.reminder = due.key;
  prepared.client = due.client;
  prepared.recipient = due.recipient;
  prepared.start_local = facts.start_local;
  prepared.starts_at = facts.starts_at;
  prepared.due = due.due;
  LedgerBody record = record_of(TRY(gateway->prepare(intent)));
  return Sending{.attempt = std::move(attempt),
                 .prepared = std::move(prepared),
                 .record = std::move(record),
                 .start_local = facts.start_local,
                 .starts_at = facts.starts_at,
                 .due = due.due};
}

LedgerEntry decision_entry(const Verdict& verdict) {
  const auto& [due, decision, carried_by] = verdict;
  LedgerBody body;
  body.plain("decision", to_string(decision.kind));
  if (decision.kind == DecisionKind::defer) body.plain("until", to_string(decision.until));
  if (carried_by) body.plain("carried_by", carried_by.value());
  return entry_about(due, LedgerKind::decided, std::string(to_string(decision.reason)), std::move(body));
}

/// The record is taken out of it.
LedgerEntry intent_entry(Sending& sending) {
  return entry_about(sending.attempt, LedgerKind::intended, "intended", std::move(sending.record));
}

LedgerEntry not_prepared(const Due& due, const Error& error) {
  return entry_about(due, LedgerKind::error, "cannot_prepare", LedgerBody().personal("error", error.message));
}

/// Of the reminders of one start in one batch, the one that the rule wanted last leads, since the others grew old
/// waiting; of two for the same moment, a call before a text before an email. What it says need not be said twice
/// (docs/adr/0022).
bool leads(const Due& a, const Due& b) {
  if (a.due != b.due) return a.due > b.due;
  return a.key.channel < b.key.channel;
}

std::vector<Due> carriers_first(std::vector<Due> due) {
  std::map<AppointmentId, std::size_t> first;
  for (std::size_t i = 0; i < due.size(); ++i) {
    const auto [known, is_new] = first.emplace(due[i].key.appointment, i);
    if (is_new) continue;
    Due& leader = due[known->second];
    if (leader.key.start == due[i].key.start && leads(due[i], leader)) std::swap(leader, due[i]);
  }
  return due;
}

int looked_at(const Allowance& allowance) {
  return std::min(allowance.places() + looked_at_beyond_places, most_looked_at);
}

int waiting_looked_at(const Allowance& allowance, Channel channel) {
  return std::min(Allowance(allowance).of(channel), looked_at_beyond_places);
}

/// What is due, and where there is a place those who have waited longest for one: they come back in no order, and a
/// place is not for whoever happens to look at the right moment.
Result<std::vector<Due>> oldest_first(Unit& unit, const Allowance& allowance) {
  std::vector<Due> due = TRY(unit.queue().look(looked_at(allowance)));
  for (const Channel channel : {Channel::call, Channel::text, Channel::email}) {
    const int places = waiting_looked_at(allowance, channel);
    if (places == 0) continue;
    const auto waiting = TRY(unit.queue().waiting_longest(channel, places));
    due.insert(due.end(), waiting.begin(), waiting.end());
  }
  std::ranges::stable_sort(due, {}, &Due::send_at);
  return due;
}

/// What a unit decided, and what will leave.
struct Decided {
  std::vector<Verdict> verdicts;
  std::vector<Sending> sendings;
  std::vector<LedgerEntry> entries;
  Sent before;
  Sent after;
  std::optional<Trip> trip{};
};

/// Nothing of this unit leaves: what would have goes on waiting until a person has looked.
void hold_back(Decided& decided, const Trip& trip, Instant now) {
  decided.trip = trip;
  decided.sendings.clear();
  decided.after = decided.before;
  for (auto& verdict : decided.verdicts) {
    // What was to be said by another contact of this unit is not said either.
    const bool carried = verdict.decision.reason == Reason::merged;
    if (verdict.decision.kind != DecisionKind::allow && !carried) continue;
    verdict.decision = defer(now + stopped_wait, Reason::stopped);
    verdict.carried_by = {};
  }
}

/// One reminder after the other: asked, prepared, and only then counted.
Result<Decided> decide(Unit& unit, std::span<const Due> due, Facts facts, const Allowance& allowance,
                       const Gateways& gateways, const Fill& fill, const Layers& layers,
                       std::vector<Judge::Asked>* asked) {
  Decided decided;
  decided.before = facts.house.volume.sent;
  Judge judge(std::move(facts.house), layers);
  Common common(unit);
  AttemptId id = TRY(unit.attempts().next_id());
  for (std::size_t i = 0; i < due.size(); ++i) {
    Verdict verdict{due[i], judge.ask(due[i], facts.each[i])};
    if (verdict.decision.reason == Reason::merged)
      verdict.carried_by = carrier_of(due[i], judge.house(), facts.each[i]);
    if (verdict.decision.kind == DecisionKind::allow && layers.failsafe) {
      if (const auto trip = before_send(due[i], judge.house(), facts.each[i])) {
        for (std::size_t j = i; j < due.size(); ++j)
          decided.verdicts.push_back({due[j], defer(unit.now() + stopped_wait, Reason::stopped)});
        hold_back(decided, *trip, unit.now());
        return decided;
      }
    }
    if (verdict.decision.kind == DecisionKind::allow) {
      const std::string& secret = allowance.secrets.at(decided.sendings.size());
      auto sending = make_sending(unit, common, verdict, facts.each[i], id, secret, gateways, fill);
      if (sending) {
        judge.count(due[i], facts.each[i], id);
        id = AttemptId(id.value() + 1);
        decided.sendings.push_back(std::move(*sending));
      } else {
        verdict.decision = hold(Reason::cannot_prepare);
        decided.entries.push_back(not_prepared(due[i], sending.error()));
      }
    }
    decided.verdicts.push_back(std::move(verdict));
  }
  decided.after = judge.house().volume.sent;
  if (asked != nullptr) *asked = judge.asked();
  TRY(unit.pacing().keep(judge.house()));
  return decided;
}

/// Waiting for a place on the line is no news, nor that a reminder goes on waiting for what it waited for already:
/// during a stop each one is looked at every minute. Asked before the verdicts are written.
Result<bool> is_news(Unit& unit, const Verdict& verdict) {
  if (verdict.decision.kind == DecisionKind::allow || verdict.decision.reason == Reason::line_pace) return false;
  if (verdict.decision.kind != DecisionKind::defer) return true;
  return TRY(unit.queue().reason_of(verdict.due.key)) != verdict.decision.reason;
}

}  // namespace

Gateway* Gateways::of(Channel channel) const {
  switch (channel) {
    case Channel::call: return call;
    case Channel::text: return text;
    case Channel::email: return email;
  }
  return nullptr;
}

int& Allowance::of(Channel channel) {
  switch (channel) {
    case Channel::call: return calls;
    case Channel::text: return texts;
    case Channel::email: return emails;
  }
  return emails;
}

LinePlaces Allowance::line() const {
  return {
      .call = {calls, call_gap, 0}, .text = {texts, text_gap, 0}, .email = {emails, email_gap, 0}, .in_all = in_all};
}

Result<void> foresee_due(Unit& unit, const Allowance& allowance) {
  TRY(unit.held().foresee_expire(most_looked_at));
  TRY(unit.queue().foresee_look(looked_at(allowance)));
  for (const Channel channel : {Channel::call, Channel::text, Channel::email}) {
    if (const int places = waiting_looked_at(allowance, channel); places > 0)
      TRY(unit.queue().foresee_waiting(channel, places));
  }
  TRY(unit.pacing().foresee());
  TRY(unit.flows().foresee());
  TRY(unit.tally().foresee_highs());
  TRY(unit.tally().foresee_newest());
  return unit.attempts().foresee_next_id();
}

Result<std::vector<Prepared>> intend_due(Unit& unit, Allowance allowance, const Gateways& gateways, const Fill& fill,
                                         const Layers& layers, bool* tripped, std::vector<Judge::Asked>* asked) {
  if (tripped != nullptr) *tripped = false;  // a unit that ran before may have said so, and was rolled back
  TRY(unit.held().expire(most_looked_at));
  const std::vector<Due> due = carriers_first(TRY(oldest_first(unit, allowance)));
  if (due.empty()) return std::vector<Prepared>{};
  TRY(unit.recipients().lock(due));
  if (layers.failsafe) {
    TRY(notice_backlog(unit));
    TRY(unit.tally().refresh_highs());
  }
  Facts facts = TRY(unit.facts(due));
  facts.house.line = allowance.line();
  auto [verdicts, sendings, entries, before, after, trip] =
      TRY(decide(unit, due, std::move(facts), allowance, gateways, fill, layers, asked));

  std::vector<LedgerEntry> intents;
  std::vector<Attempt> attempts;
  std::vector<Prepared> sends;
  std::vector<Reservation> reservations;
  attempts.reserve(sendings.size());
  for (auto& sending : sendings) {
    intents.push_back(intent_entry(sending));
    attempts.push_back(std::move(sending.attempt));
    sends.push_back(std::move(sending.prepared));
    reservations.push_back({attempts.back(), std::move(sending.start_local), sending.starts_at, sending.due});
  }
  for (const auto& verdict : verdicts) {
    if (TRY(is_news(unit, verdict))) entries.push_back(decision_entry(verdict));
  }
  if (!planted(Bug::caps_counted_late)) TRY(unit.recipients().reserve(reservations));
  TRY(unit.queue().record(verdicts));
  TRY(unit.attempts().add(attempts));
  for (const auto& verdict : verdicts) {
    const ReminderState now = state_after(verdict.decision);
    if (now == ReminderState::dropped || now == ReminderState::held) TRY(note_untold(unit, verdict.due.key));
  }
  std::ranges::move(intents, std::back_inserter(entries));
  TRY(unit.ledger().append(entries));
  TRY(unit.tally().count(before, after));
  if (trip) TRY(unit.trips().add(*trip));
  if (tripped != nullptr) *tripped = trip.has_value();
  return sends;
}

}  // namespace courtesy
