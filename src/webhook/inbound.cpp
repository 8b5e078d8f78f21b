#include "webhook/inbound.h"

#include <fmt/format.h>

#include "base/bytes.h"
#include "flow/names.h"
#include "outcome/effects.h"
#include "store/accounts.h"
#include "store/answers.h"
#include "store/attempts.h"
#include "store/clients.h"
#include "store/flows.h"
#include "store/ledger.h"
#include "store/lines.h"
#include "store/prompt_urls.h"
#include "store/ring_backs.h"
#include "store/staff_tasks.h"
#include "store/unit.h"
#include "store/wording.h"
#include "webhook/apology.h"
#include "webhook/caller.h"
#include "webhook/inbound_actions.h"
#include "webhook/kept_events.h"
#include "webhook/speak.h"

namespace courtesy {
namespace {

LedgerEntry entry_of(const Session& session, LedgerKind kind, std::string code, LedgerBody body = {}) {
  return {.kind = kind,
          .code = std::move(code),
          .client = session.client,
          .appointment = session.appointment,
          .start = session.start,
          .channel = "call",
          .body = std::move(body.plain("session", session.id.value()))};
}

/// One call, as it goes on in this unit.
class Conversation {
 public:
  Conversation(Unit& unit, const CallDesk& desk, Account account, Session session)
      : unit_(unit), desk_(desk), account_(std::move(account)), session_(std::move(session)) {}

  const Session& session() const { return session_; }

  Result<std::string> begin() {
    const auto flow = flow_of_session();
    if (!flow) return apologise("flow_missing");
    return say("answer", {*flow, {}, [&](const flow::Facts& facts) { return flow->begin(facts); }});
  }

  Result<std::string> go_on(const std::string& what, const twilio::CallCallback& callback) {
    const StepName name = TRY(parse_step_name(what));
    if (name.step != session_.step || session_.position.empty()) return apology_of(account_, session_.language);
    if (session_.step >= most_steps) return apologise("endless_call");
    const auto flow = flow_of_session();
    if (!flow) return apologise("flow_version_missing");
    const flow::Input input = TRY(input_of(name, callback));
    const flow::Standing standing = TRY(flow::Standing::parse(session_.position));
    const auto next = [&](const flow::Facts& facts) { return flow->next(standing.position, input, facts); };
    return say(what, {*flow, standing.fields, next});
  }

  /// Nothing is said any more; what hanging up means here is done, once.
  Result<void> hang_up() {
    if (session_.ended_at) return {};
    session_.ended_at = unit_.now();
    const auto step = hung_up_step();
    if (!step) {
      TRY(unit_.ledger().append(entry_of(session_, LedgerKind::error, "flow_not_told_of_hang_up",
                                         LedgerBody().plain("error", step.error().message))));
    } else if (*step) {
      TRY(take_inbound_actions(unit_, session_, (*step)->actions));
      TRY(tell_business((*step)->events));
    }
    return Sessions(unit_).save(session_);
  }

 private:
  /// None for a call that no flow speaks in. A flow that cannot be asked costs that, and not the call's end.
  Result<std::optional<flow::Step>> hung_up_step() {
    const auto flow = flow_of_session();
    if (!flow || session_.position.empty()) return std::optional<flow::Step>{};
    const flow::Standing standing = TRY(flow::Standing::parse(session_.position));
    flow::Facts facts = TRY(facts_now());
    facts.fields = standing.fields;
    return std::optional(TRY(flow->next(standing.position, {flow::InputKind::hung_up, {}}, facts)));
  }

  std::optional<flow::Flow> flow_of_session() {
    auto flow = unit_.flows().version(desk_.flows, session_.flow_hash);
    return flow ? std::optional(std::move(*flow)) : std::nullopt;
  }

  Result<flow::Input> input_of(const StepName& name, const twilio::CallCallback& callback) {
    const flow::Input silence{flow::InputKind::silence, {}};
    if (name.path == "keys")
      return callback.digits.empty() ? silence : flow::Input{flow::InputKind::keys, callback.digits};
    if (name.path == "silence") return silence;
    if (name.path == "played") return flow::Input{flow::InputKind::played, {}};
    if (name.path == "dialled") {
      const bool talked = callback.connected.value_or(false);
      return flow::Input{talked ? flow::InputKind::connected : flow::InputKind::not_connected, {}};
    }
    if (callback.recording.empty() || callback.recording_length == seconds{0}) return silence;
    session_.recording = callback.recording;
    session_.recording_length = callback.recording_length;
    return flow::Input{flow::InputKind::recorded, {}};
  }

  Result<flow::Facts> facts_now() {
    flow::Facts facts = TRY(Caller(unit_, account_, session_).facts());
    if (!session_.recording.empty())
      facts.paths[std::string(flow::recording_name)] = desk_.recordings_url + session_.recording + ".wav";
    return facts;
  }

  Result<std::string> say(const std::string& what, const Stepping& stepping) {
    const SessionToken token{unit_.account(), session_.id, Secret<std::string>(session_.secret)};
    const NextPaths paths{.public_url = desk_.public_url,
                          .step = session_.step + 1,
                          .token = token.text().reveal(),
                          .token_shown = token.shown(secret_mark)};
    Caller caller(unit_, account_, session_);
    const auto answering = [&](const flow::Question& question, flow::Facts& facts) {
      return caller.answer(question, facts);
    };
    flow::Facts facts_before = TRY(facts_now());
    facts_before.prompts = TRY(prompts_for(unit_, stepping.flow, session_.language, desk_.public_url));
    const Spoken spoken = TRY(speak(stepping, std::move(facts_before), paths, answering));
    if (TRY(answers_what_is_not_so(spoken.step.actions))) return say_changed();
    TRY(take_inbound_actions(unit_, session_, spoken.step.actions));
    TRY(tell_business(spoken.step.events));
    session_.position = flow::Standing{spoken.step.position, spoken.step.fields}.to_text();
    flow::add_legs(session_.path, spoken.step.legs);
    ++session_.step;
    session_.ended_at = spoken.step.ends ? std::optional(unit_.now()) : std::nullopt;
    TRY(Sessions(unit_).save(session_));
    TRY(unit_.ledger().append(entry_of(session_, LedgerKind::spoken, spoken.step.position.state,
                                       LedgerBody().plain("input", what).personal("document", spoken.kept))));
    return spoken.document;
  }

  /// The visit was moved or cancelled since it was told.
  Result<bool> answers_what_is_not_so(std::span<const flow::Action> actions) {
    const auto answer = effects_of(actions).answer;
    if (!answer || *answer == Answer::call_back || !session_.appointment) return false;
    const Appointment visit = TRY(unit_.appointments().get(session_.appointment));
    return !is_as_told(visit, {session_.appointment, session_.client, session_.start});
  }

  /// The caller hears that it does not count, and the call ends; a person is to ring back.
  Result<std::string> say_changed() {
    TRY(StaffTasks(unit_).add(session_, CallTask::call_back));
    session_.ended_at = unit_.now();
    TRY(Sessions(unit_).save(session_));
    TRY(unit_.ledger().append(
        entry_of(session_, LedgerKind::spoken, std::string(to_string(Reason::appointment_moved)))));
    return changed_meanwhile(account_, session_.language);
  }

  Result<void> tell_business(const std::vector<flow::Event>& events) {
    return keep_events(unit_, events, session_.id, entry_of(session_, LedgerKind::answered, {}));
  }

  /// No flow can speak: the caller hears who we are and where to ask, and the call ends.
  Result<std::string> apologise(std::string code) {
    session_.ended_at = unit_.now();
    TRY(Sessions(unit_).save(session_));
    TRY(unit_.ledger().append(entry_of(session_, LedgerKind::error, std::move(code),
                                       LedgerBody().plain("flow", session_.flow).plain("hash", session_.flow_hash))));
    return apology_of(account_, session_.language);
  }

  Unit& unit_;
  const CallDesk& desk_;
  Account account_;
  Session session_;
};

/// The language of the only client with that number; who rings need not be that client, and is told nothing by it.
Result<std::string> language_of_caller(Unit& unit, const Account& account, const std::string& caller) {
  if (caller.empty()) return account.language;
  const auto clients = TRY(unit.clients().with_number(caller));
  if (clients.size() != 1) return account.language;
  return language_of(account, TRY(unit.clients().get(clients.front())));
}

Result<Session> new_session(Unit& unit, const CallDesk& desk, const Account& account,
                            const twilio::CallCallback& callback) {
  Session session{.provider_id = callback.provider_id, .caller = callback.from, .called = callback.to};
  session.flow = TRY(Lines(unit).flow_of(callback.to));
  session.language = TRY(language_of_caller(unit, account, callback.from));
  if (const auto flow = unit.flows().line(desk.flows, session.flow)) {
    session.flow_hash = flow->hash();
    session.language = std::string(flow->language_for(session.language));
  }
  TRY(Sessions(unit).add(session));
  TRY(unit.ledger().append(entry_of(session, LedgerKind::callback, "incoming_call",
                                    LedgerBody()
                                        .plain("provider_id", callback.provider_id)
                                        .plain("flow", session.flow)
                                        .plain("hash", session.flow_hash)
                                        .plain("attestation", callback.attestation)
                                        .personal("to", callback.to)
                                        .personal("from", callback.from))));
  // Who was contacted and rings back tells how fast contacts may go out.
  TRY(unit.ring_backs().came_in(callback.from));
  return session;
}

/// True the first time: of a call's end that came before its beginning nothing else is known.
Result<bool> first_end(Unit& unit, const std::string& provider_id) {
  return unit.attempts().first_time(AttemptId{}, "over." + provider_id);
}

constexpr const char* begins = "answer";

}  // namespace

Result<std::string> begin_inbound(Unit& unit, const CallDesk& desk, const twilio::CallCallback& callback) {
  const Account account = TRY(unit.accounts().get());
  if (const auto known = TRY(Sessions(unit).by_provider_id(callback.provider_id))) {
    const auto kept = TRY(Sessions(unit).kept_answer(known->id, begins));
    return kept ? *kept : apology_of(account, known->language);
  }
  Conversation call(unit, desk, account, TRY(new_session(unit, desk, account, callback)));
  const std::string document = TRY(call.begin());
  TRY(Sessions(unit).keep_answer(call.session().id, begins, document));
  const bool over_before = !TRY(first_end(unit, callback.provider_id));
  if (over_before || callback.state == AttemptState::ended) TRY(call.hang_up());
  return document;
}

Result<std::string> take_inbound_step(Unit& unit, const CallDesk& desk, const SessionToken& token,
                                      const std::string& what, const twilio::CallCallback& callback) {
  Session session = TRY(Sessions(unit).get(token.session));
  if (!equal_in_constant_time(session.secret, token.secret.reveal()))
    return Error{ErrorCode::not_found, "no such call"};
  const Account account = TRY(unit.accounts().get());
  if (session.provider_id != callback.provider_id) return apology_of(account, session.language);
  if (const auto kept = TRY(Sessions(unit).kept_answer(session.id, what))) return *kept;
  // Who hangs up while they record is recorded: what they said comes with the news that they are gone, or after it.
  const bool over = session.ended_at || callback.state == AttemptState::ended;
  Conversation call(unit, desk, account, std::move(session));
  const std::string document = TRY(call.go_on(what, callback));
  TRY(Sessions(unit).keep_answer(call.session().id, what, document));
  if (over) TRY(call.hang_up());
  return document;
}

Result<void> take_inbound_status(Unit& unit, const CallDesk& desk, const twilio::CallCallback& callback) {
  if (callback.state != AttemptState::ended) return {};
  auto session = TRY(Sessions(unit).by_provider_id(callback.provider_id));
  if (!session) {
    TRY(first_end(unit, callback.provider_id));
    return {};
  }
  LedgerBody body;
  body.plain("provider_id", callback.provider_id);
  if (callback.duration) body.plain("duration_s", callback.duration->count());
  if (TRY(unit.attempts().first_time(AttemptId{}, "told_over." + callback.provider_id)))
    TRY(unit.ledger().append(entry_of(*session, LedgerKind::callback, "call_over", std::move(body))));
  Conversation call(unit, desk, TRY(unit.accounts().get()), std::move(*session));
  return call.hang_up();
}

Result<void> end_forgotten(Unit& unit, const CallDesk& desk, Session session) {
  TRY(unit.ledger().append(entry_of(session, LedgerKind::reconciled, "call_end_unheard")));
  Conversation call(unit, desk, TRY(unit.accounts().get()), std::move(session));
  return call.hang_up();
}

}  // namespace courtesy
