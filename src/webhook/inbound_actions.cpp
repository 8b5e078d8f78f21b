#include "webhook/inbound_actions.h"

#include "store/answers.h"
#include "store/clients.h"
#include "store/ledger.h"
#include "store/missed_calls.h"
#include "store/prompts.h"
#include "store/recordings.h"
#include "store/staff_tasks.h"
#include "store/unit.h"

namespace courtesy {
namespace {

Result<void> answer(Unit& unit, const Session& session, Answer answer) {
  const bool counts =
      session.appointment && TRY(set_answer(unit, {session.appointment, session.client, session.start}, answer));
  LedgerBody body;
  body.plain("session", session.id.value());
  if (!counts) body.plain("error", "the visit is not the one that was told");
  return unit.ledger().append({.kind = LedgerKind::answered,
                               .code = std::string(to_string(answer)),
                               .client = session.client,
                               .appointment = session.appointment,
                               .start = session.start,
                               .channel = "call",
                               .body = std::move(body)});
}

/// The number that rings, and of a client who told a code their own: whoever says it may ring from anywhere.
Result<void> opt_out(Unit& unit, const Session& session) {
  constexpr const char* how = "a key on the phone";
  const bool has_number = PhoneNumber::parse(session.caller).ok();
  TRY(unit.ledger().append({.kind = LedgerKind::answered,
                            .code = "opt_out",
                            .client = session.client,
                            .appointment = session.appointment,
                            .channel = "call",
                            .body = LedgerBody().plain("how", how).personal("from", session.caller)}));
  if (has_number) TRY(unit.clients().suppress(session.caller, how));
  if (session.client) {
    const Client client = TRY(unit.clients().get(session.client));
    if (!client.number.empty() && client.number != session.caller) TRY(unit.clients().suppress(client.number, how));
    return {};
  }
  return has_number ? Result<void>{} : StaffTasks(unit).add(session, CallTask::opt_out_unheard);
}

Result<RecordingId> recording_of(Unit& unit, const Session& session, RecordingUse use) {
  return unit.recordings().add({.provider_id = session.recording,
                                .use = use,
                                .session = session.id.value(),
                                .from = session.caller,
                                .client = session.client,
                                .length = session.recording_length});
}

Result<void> save_recording(Unit& unit, const Session& session) {
  if (session.recording.empty()) return {};  // hung up before a word
  TRY(recording_of(unit, session, RecordingUse::message));
  return StaffTasks(unit).add(session, CallTask::message);
}

Result<void> keep_prompt(Unit& unit, const Session& session) {
  if (session.recording.empty()) return {};
  const PromptName name = TRY(PromptName::parse(session.subject));
  const RecordingId take = TRY(recording_of(unit, session, RecordingUse::take));
  TRY(unit.prompts().keep(name, take, "by phone"));
  return {};
}

Result<void> discard_prompt(Unit& unit, const Session& session) {
  if (session.recording.empty()) return {};
  return unit.recordings().discard(TRY(recording_of(unit, session, RecordingUse::take)));
}

Result<void> take(Unit& unit, const Session& session, flow::Action action) {
  switch (action) {
    case flow::Action::confirm: return answer(unit, session, Answer::confirmed);
    case flow::Action::cancel: return answer(unit, session, Answer::cancelled);
    case flow::Action::request_call_back:
      TRY(answer(unit, session, Answer::call_back));
      return StaffTasks(unit).add(session, CallTask::call_back);
    case flow::Action::opt_out: return opt_out(unit, session);
    case flow::Action::save_recording: return save_recording(unit, session);
    case flow::Action::keep_prompt: return keep_prompt(unit, session);
    case flow::Action::discard_prompt: return discard_prompt(unit, session);
    case flow::Action::note_missed_call:
      TRY(StaffTasks(unit).add(session, CallTask::missed_call));
      TRY(return_missed_call(unit, session));
      return {};
    // Of calls that we make.
    case flow::Action::heard_by_person:
    case flow::Action::left_on_machine:
    case flow::Action::acknowledge: return {};
  }
  return {};
}

}  // namespace

Result<void> take_inbound_actions(Unit& unit, const Session& session, std::span<const flow::Action> actions) {
  for (const flow::Action action : actions) TRY(take(unit, session, action));
  return {};
}

}  // namespace courtesy
