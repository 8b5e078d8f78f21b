#include "webhook/call.h"

#include <fmt/format.h>

#include <functional>
#include <optional>
#include <utility>

#include "base/bytes.h"
#include "flow/notices.h"
#include "gateway/twilio/path.h"
#include "interlock/judge.h"
#include "outcome/effects.h"
#include "queue/callback_token.h"
#include "store/accounts.h"
#include "store/answers.h"
#include "store/attempts.h"
#include "store/flows.h"
#include "store/ledger.h"
#include "store/progress.h"
#include "store/prompt_urls.h"
#include "store/queue.h"
#include "store/unit.h"
#include "store/wording.h"
#include "webhook/apology.h"
#include "webhook/kept_events.h"
#include "webhook/speak.h"

namespace courtesy {
namespace {

Result<Attempt> attempt_of(Unit& unit, const Token& token) {
  Attempt attempt = TRY(unit.attempts().get(token.attempt));
  if (!equal_in_constant_time(attempt.secret, token.secret.reveal()))
    return Error{ErrorCode::not_found, "no such attempt"};
  return attempt;
}

/// What the call is about, as it is at this step.
struct Subject {
  Account account;
  Appointment visit;
  Client client;
};

Result<Subject> subject_of(Unit& unit, const Attempt& attempt) {
  return Subject{TRY(unit.accounts().get()), TRY(unit.appointments().get(attempt.reminder.appointment)),
                 TRY(unit.clients().get(attempt.client))};
}

/// What may be said, for one step.
flow::Facts facts_for(Unit& unit, const flow::Flow& flow, const Attempt& attempt, const Subject& about) {
  flow::Facts facts;
  facts.language = attempt.language;
  facts.spoken = reminder_words(about.account, about.client, about.visit, attempt.language, flow::Medium::spoken);
  if (flow.says("code")) add_code(facts.spoken, unit, about.visit.id, flow::Medium::spoken);
  const MachinesWay way = way_of(attempt.machines);
  if (way.one_copy) facts.flags.insert("one_copy");
  if (way.only_to_persons) facts.flags.insert("only_to_persons");
  return facts;
}

Result<void> take_actions(Unit& unit, Attempt& attempt, std::span<const flow::Action> actions) {
  const Effects effects = effects_of(actions);
  if (effects.attempt && may_follow(attempt.outcome, *effects.attempt)) attempt.outcome = *effects.attempt;
  if (effects.answer) TRY(take_answer(unit, attempt, *effects.answer));
  if (effects.suppress) TRY(take_opt_out(unit, attempt, "a key on the phone"));
  return {};
}

/// Why it may no longer be said, if so. Asked once, at the answer.
Result<Reason> objection(Unit& unit, const Attempt& attempt, AttemptState before) {
  if (attempt.silenced != Reason::none) return attempt.silenced;
  const bool given_up = before == AttemptState::absent || before == AttemptState::refused ||
                        before == AttemptState::not_sent || before == AttemptState::ended ||
                        (attempt.ended_at && before != AttemptState::in_progress);
  if (given_up) return Reason::given_up;
  const Due due = TRY(unit.queue().get(attempt.reminder));
  // The booking has another number by now: whoever answers this one is not told of it.
  if (due.recipient != attempt.recipient) return Reason::recipient_changed;
  const Facts facts = TRY(unit.facts_at_answer(due));
  return judge_at_answer(due, facts.house, facts.each.front()).reason;
}

/// The provider made two calls of one request: the second is told nothing, and says nothing about the first.
bool is_another_call(const Attempt& attempt, const twilio::CallCallback& callback) {
  return !attempt.provider_id.empty() && attempt.provider_id != callback.provider_id;
}

Result<std::string> say_nothing_is_needed(Unit& unit, const Attempt& attempt) {
  TRY(unit.ledger().append(entry_about(attempt, LedgerKind::error, "second_call")));
  return twiml::write(flow::called_off(TRY(unit.accounts().get()).spoken_name, attempt.language));
}

Result<std::string> say_called_off(Unit& unit, Attempt& attempt, Reason why) {
  attempt.silenced = why;
  TRY(unit.ledger().append(entry_about(attempt, LedgerKind::spoken, std::string(to_string(why)))));
  return twiml::write(flow::called_off(TRY(unit.accounts().get()).spoken_name, attempt.language));
}

/// Of a visit that is not as it was told.
Reason change_of(const Appointment& visit) {
  return visit.booking == Booking::booked ? Reason::appointment_moved : Reason::appointment_cancelled;
}

/// Nothing of the visit as it is now: what was pressed was about another one, and a person looks at it.
Result<std::string> say_changed(Unit& unit, Attempt& attempt, const Subject& about, const flow::Step& step) {
  TRY(take_actions(unit, attempt, step.actions));
  attempt.silenced = change_of(about.visit);
  TRY(unit.ledger().append(entry_about(attempt, LedgerKind::spoken, std::string(to_string(attempt.silenced)))));
  return changed_meanwhile(about.account, attempt.language);
}

/// All that a reminder's call can find out: how its rule handles machines.
flow::Answering answering_for(const Attempt& attempt) {
  return [machines = attempt.machines](const flow::Question& question, flow::Facts& facts) -> Result<std::string> {
    if (question.name == "machines") return std::string(way_of(machines).answer);
    return flow::answer_nothing(question, facts);
  };
}

Result<Spoken> speak(Unit& unit, const CallDesk& desk, const Token& token, const Attempt& attempt, const Subject& about,
                     const Stepping& stepping) {
  const NextPaths paths{.public_url = desk.public_url,
                        .step = attempt.step + 1,
                        .token = token.text().reveal(),
                        .token_shown = token.shown(secret_mark)};
  flow::Facts facts = facts_for(unit, stepping.flow, attempt, about);
  facts.prompts = TRY(prompts_for(unit, stepping.flow, attempt.language, desk.public_url));
  // Who answers a reminder is whoever picks up: nothing more is found out.
  return speak(stepping, std::move(facts), paths, answering_for(attempt));
}

Result<std::string> give(Unit& unit, Attempt& attempt, const std::string& what, const Spoken& spoken) {
  const flow::Step& step = spoken.step;
  TRY(take_actions(unit, attempt, step.actions));
  TRY(keep_events(unit, step.events, SessionId{}, entry_about(attempt, LedgerKind::answered, {})));
  attempt.position = flow::Standing{step.position, step.fields}.to_text();
  flow::add_legs(attempt.path, step.legs);
  ++attempt.step;
  TRY(unit.ledger().append(entry_about(attempt, LedgerKind::spoken, step.position.state,
                                       LedgerBody().plain("input", what).personal("document", spoken.kept))));
  return spoken.document;
}

/// The version of the flow that the attempt has pinned; none when it is not to be had.
std::optional<flow::Flow> flow_of(Unit& unit, const CallDesk& desk, const Attempt& attempt) {
  auto flow = unit.flows().version(desk.flows, attempt.flow_hash);
  return flow ? std::optional(std::move(*flow)) : std::nullopt;
}

/// No flow can speak: whoever answered hears who called and where to ask, and the call ends.
Result<std::string> apologise(Unit& unit, const Attempt& attempt) {
  TRY(unit.ledger().append(entry_about(attempt, LedgerKind::error, "flow_version_missing",
                                       LedgerBody().plain("flow", attempt.flow).plain("hash", attempt.flow_hash))));
  return apology_of(TRY(unit.accounts().get()), attempt.language);
}

std::optional<flow::InputKind> hint_of(twilio::AnsweredBy who) {
  switch (who) {
    case twilio::AnsweredBy::machine:
    case twilio::AnsweredBy::machine_beeped:
    case twilio::AnsweredBy::machine_silent:
    case twilio::AnsweredBy::fax: return flow::InputKind::machine;
    case twilio::AnsweredBy::person: return flow::InputKind::person;
    case twilio::AnsweredBy::not_asked:
    case twilio::AnsweredBy::unclear: break;
  }
  return std::nullopt;
}

Evidence evidence_of(twilio::AnsweredBy who) {
  if (who == twilio::AnsweredBy::machine_beeped) return Evidence::beep;
  return hint_of(who) == flow::InputKind::machine ? Evidence::machine : Evidence::none;
}

/// Where the gateway was asked before anything is said, its verdict counts before the first word.
Result<flow::Step> begin_with_hint(const flow::Flow& flow, const Attempt& attempt, twilio::AnsweredBy who,
                                   const flow::Facts& facts) {
  flow::Step first = TRY(flow.begin(facts));
  const auto hint = hint_of(who);
  if (!hint) return first;
  first = TRY(flow::settle(flow, std::move(first), facts, answering_for(attempt)));
  if (!flow.takes(first.position, *hint)) return first;
  flow::Step second = TRY(flow.next(first.position, {*hint, {}}, facts));
  second.legs.insert(second.legs.begin(), first.legs.begin(), first.legs.end());
  return second;
}

Result<std::string> begin_call(Unit& unit, const CallDesk& desk, const Token& token, Attempt& attempt,
                               AttemptState before, twilio::AnsweredBy who) {
  const Reason why = TRY(objection(unit, attempt, before));
  if (why != Reason::none) return say_called_off(unit, attempt, why);
  const auto flow = flow_of(unit, desk, attempt);
  if (!flow) return apologise(unit, attempt);
  attempt.evidence = evidence_of(who);
  const auto begin = [&](const flow::Facts& facts) { return begin_with_hint(*flow, attempt, who, facts); };
  const Subject about = TRY(subject_of(unit, attempt));
  return give(unit, attempt, "answer", TRY(speak(unit, desk, token, attempt, about, {*flow, {}, begin})));
}

/// A recording or a dialled call is none of a reminder's.
Result<flow::Input> input_of(const StepName& name, const twilio::CallCallback& callback) {
  if (name.path == "keys" && !callback.digits.empty()) return flow::Input{flow::InputKind::keys, callback.digits};
  if (name.path == "keys" || name.path == "silence") return flow::Input{flow::InputKind::silence, {}};
  if (name.path == "played") return flow::Input{flow::InputKind::played, {}};
  if (name.path == "machine") return flow::Input{flow::InputKind::machine, {}};
  if (name.path == "person") return flow::Input{flow::InputKind::person, {}};
  return Error{ErrorCode::not_found, "no such step"};
}

bool is_hint(const flow::Input& input) {
  return input.kind == flow::InputKind::machine || input.kind == flow::InputKind::person;
}

/// The call was sent on, or is about to be, while something else was on its way: what it says comes again.
Result<std::string> say_again(Unit& unit, const Attempt& attempt) {
  const auto said = TRY(unit.attempts().said_last(attempt));
  return said ? *said : Result<std::string>(Error{ErrorCode::not_found, "nothing was said yet"});
}

Result<std::string> go_on(Unit& unit, const CallDesk& desk, const Token& token, const std::string& what,
                          Attempt& attempt, const twilio::CallCallback& callback) {
  const StepName name = TRY(parse_step_name(what, Hints::taken));
  const flow::Input input = TRY(input_of(name, callback));
  const bool begun = !attempt.position.empty() && attempt.silenced == Reason::none;
  const bool hint = is_hint(input);
  const bool late = name.step < attempt.step;
  if (begun && late && !hint && attempt.evidence != Evidence::none) return say_again(unit, attempt);
  const bool stale = !begun || (name.step != attempt.step && !(hint && late));
  if (stale || attempt.step >= most_steps) return say_called_off(unit, attempt, Reason::given_up);
  const auto flow = flow_of(unit, desk, attempt);
  if (!flow) return apologise(unit, attempt);
  const flow::Standing standing = TRY(flow::Standing::parse(attempt.position));
  if (hint && !flow->takes(standing.position, input.kind)) return say_again(unit, attempt);
  const auto next = [&](const flow::Facts& facts) { return flow->next(standing.position, input, facts); };
  const Subject about = TRY(subject_of(unit, attempt));
  const Spoken spoken = TRY(speak(unit, desk, token, attempt, about, {*flow, standing.fields, next}));
  // Who wants no more calls is heard whatever the visit is now.
  if (is_as_told(about.visit, asked_by(attempt)) || effects_of(spoken.step.actions).suppress)
    return give(unit, attempt, what, spoken);
  return input.kind == flow::InputKind::keys ? say_changed(unit, attempt, about, spoken.step)
                                             : say_called_off(unit, attempt, change_of(about.visit));
}

LedgerBody callback_body(const twilio::CallCallback& callback) {
  LedgerBody body;
  body.plain("provider_id", callback.provider_id).plain("state", to_string(callback.state));
  if (callback.outcome != AttemptOutcome::none) body.plain("outcome", to_string(callback.outcome));
  if (callback.sequence) body.plain("sequence", *callback.sequence);
  if (callback.duration) body.plain("duration_s", callback.duration->count());
  if (!callback.code.empty()) body.plain("code", callback.code);
  return body;
}

/// The flow hears of the hang-up too: who hung up during the machine's message has heard it. A flow that cannot be
/// asked costs that, and not the call's end.
Result<void> tell_flow_of_hang_up(Unit& unit, const CallDesk& desk, Attempt& attempt) {
  if (attempt.position.empty()) return {};
  const auto flow = flow_of(unit, desk, attempt);
  if (!flow) return {};
  const flow::Standing standing = TRY(flow::Standing::parse(attempt.position));
  flow::Facts facts = facts_for(unit, *flow, attempt, TRY(subject_of(unit, attempt)));
  facts.fields = standing.fields;
  const flow::Step step = TRY(flow->next(standing.position, {flow::InputKind::hung_up, {}}, facts));
  TRY(take_actions(unit, attempt, step.actions));
  return keep_events(unit, step.events, SessionId{}, entry_about(attempt, LedgerKind::answered, {}));
}

/// What was pressed before the call's end, and heard of after it.
Result<void> count_after_the_end(Unit& unit, Attempt& attempt, AttemptOutcome known) {
  const AttemptOutcome now = std::exchange(attempt.outcome, known);
  return now == known ? Result<void>{} : advance(unit, attempt, {.state = AttemptState::ended, .outcome = now});
}

}  // namespace

Result<std::string> take_call_step(Unit& unit, const CallDesk& desk, const Token& token, const std::string& what,
                                   const twilio::CallCallback& callback) {
  Attempt attempt = TRY(attempt_of(unit, token));
  if (is_another_call(attempt, callback)) return say_nothing_is_needed(unit, attempt);
  if (const auto kept = TRY(unit.attempts().kept_answer(attempt.id, what))) return *kept;
  const AttemptState before = attempt.state;
  const AttemptOutcome known = attempt.outcome;
  const bool moved =
      TRY(follow(unit, attempt, {.state = AttemptState::in_progress, .provider_id = callback.provider_id}));
  std::string document = what == "answer" ? TRY(begin_call(unit, desk, token, attempt, before, callback.answered_by))
                                          : TRY(go_on(unit, desk, token, what, attempt, callback));
  TRY(moved ? unit.attempts().save(attempt, before) : unit.attempts().save_step(attempt));
  TRY(unit.attempts().keep_answer(attempt.id, what, document));
  if (before == AttemptState::ended) TRY(count_after_the_end(unit, attempt, known));
  return document;
}

Result<std::optional<Redirection>> take_verdict(Unit& unit, const CallDesk& desk, const Token& token,
                                                const twilio::MachineVerdict& verdict) {
  const std::optional<Redirection> nowhere;
  Attempt attempt = TRY(attempt_of(unit, token));
  const bool another = !attempt.provider_id.empty() && attempt.provider_id != verdict.provider_id;
  if (another || !TRY(unit.attempts().first_time(attempt.id, "verdict"))) return nowhere;
  attempt.evidence = std::max(attempt.evidence, evidence_of(verdict.answered_by));
  TRY(unit.attempts().save(attempt, attempt.state));
  const auto hint = hint_of(verdict.answered_by);
  const auto flow = flow_of(unit, desk, attempt);
  const bool live = attempt.state == AttemptState::in_progress && !attempt.position.empty() &&
                    attempt.silenced == Reason::none && attempt.step < most_steps;
  const bool leads = hint && flow && live && flow->takes(TRY(flow::Standing::parse(attempt.position)).position, *hint);
  LedgerBody body;
  body.plain("provider_id", verdict.provider_id).plain("answered_by", to_string(verdict.answered_by));
  if (verdict.after) body.plain("after_ms", verdict.after->count());
  const std::string what = leads ? fmt::format("{}/{}", attempt.step, to_string(*hint)) : "";
  if (leads) body.plain("goes_on_with", what);
  TRY(unit.ledger().append(entry_about(attempt, LedgerKind::callback, "answered_by", std::move(body))));
  if (!leads) return nowhere;
  const twilio::HookPath path{.channel = Channel::call, .token = token.text().reveal(), .what = what};
  return std::optional(Redirection{verdict.provider_id, twilio::hook_url(desk.public_url, path)});
}

Result<void> take_call_status(Unit& unit, const CallDesk& desk, const Token& token,
                              const twilio::CallCallback& callback) {
  Attempt attempt = TRY(attempt_of(unit, token));
  const std::string event =
      fmt::format("{}.{}.{}", to_string(callback.state), to_string(callback.outcome), callback.sequence.value_or(-1));
  if (!TRY(unit.attempts().first_time(attempt.id, event))) return {};
  TRY(unit.ledger().append(
      entry_about(attempt, LedgerKind::callback, std::string(to_string(callback.state)), callback_body(callback))));
  if (is_another_call(attempt, callback)) return {};
  const bool over = callback.state == AttemptState::ended && attempt.state != AttemptState::ended;
  if (over && callback.outcome == AttemptOutcome::none) TRY(tell_flow_of_hang_up(unit, desk, attempt));
  return advance(unit, attempt,
                 {.state = callback.state,
                  .outcome = callback.outcome,
                  .provider_id = callback.provider_id,
                  .code = callback.code});
}

}  // namespace courtesy
