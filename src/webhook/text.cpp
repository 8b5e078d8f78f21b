#include "webhook/text.h"

#include <fmt/format.h>

#include "base/bytes.h"
#include "outcome/effects.h"
#include "outcome/which_visit.h"
#include "store/accounts.h"
#include "store/answers.h"
#include "store/appointments.h"
#include "store/attempts.h"
#include "store/clients.h"
#include "store/inbox.h"
#include "store/ledger.h"
#include "store/progress.h"
#include "store/unit.h"
#include "store/wording.h"

namespace courtesy {
namespace {

LedgerEntry text_entry(LedgerKind kind, std::string code, const Attempt& attempt, LedgerBody body = {}) {
  LedgerEntry entry = entry_about(attempt, kind, std::move(code), std::move(body));
  entry.channel = "text";
  return entry;
}

std::string help_words(const Account& account) {
  const auto number = PhoneNumber::parse(account.callback_number);
  const std::string shown =
      number ? flow::number_words(*number, flow::Medium::written, account.language) : account.callback_number;
  return fmt::format("{}: appointment reminders. To speak to us call {}. Reply STOP to get no more messages.",
                     account.spoken_name, shown);
}

/// A hint for the reading, and none where it cannot be told: a text is read all the same.
std::optional<int> days_until(Unit& unit, AppointmentId id) {
  const auto appointment = unit.appointments().get(id);
  if (!appointment) return std::nullopt;
  const auto zone = Zone::find(appointment->start.zone);
  if (!zone) return std::nullopt;
  const auto today = std::chrono::floor<std::chrono::days>(zone->to_local(unit.now()));
  return static_cast<int>((std::chrono::floor<std::chrono::days>(appointment->start.local) - today).count());
}

Result<ReplyReading> read(Unit& unit, const twilio::IncomingText& text, const std::optional<Attempt>& last) {
  ReplyContext prompt;
  prompt.choices = last ? ReplyChoices::letters : ReplyChoices::none;
  prompt.opted_out = TRY(unit.clients().suppressed(text.from));
  if (last) {
    prompt.text = last->text;
    prompt.days_ahead = days_until(unit, last->reminder.appointment);
  }
  return read_reply(text.body, prompt);
}

/// What a reply is taken as an answer to, and how it reads; or what to ask in return, where that cannot be told.
struct Understood {
  std::optional<Attempt> about;
  ReplyReading reading;
  std::string question;
  std::vector<AttemptId> asked;  ///< what the question tells apart, in its order
};

ReplyReading for_a_person() { return {.intent = ReplyIntent::unclear, .also = {}}; }

Result<std::string> ask_which(Unit& unit, std::span<const Attempt> open) {
  const Account account = TRY(unit.accounts().get());
  const std::string& language = open.back().language;
  std::vector<std::string> whens;
  for (const Attempt& attempt : open) {
    const Appointment visit = TRY(unit.appointments().get(attempt.reminder.appointment));
    const Client client = TRY(unit.clients().get(attempt.client));
    whens.push_back(reminder_words(account, client, visit, language, flow::Medium::written).at("when"));
  }
  return courtesy::ask_which(account.spoken_name, whens, language);
}

/// Words of ours may go to whoever wrote: nothing is stopped, and outside production they are on the list.
Result<bool> may_be_answered(Unit& unit, const std::string& number) {
  return !TRY(unit.accounts().stop()) && may_be_contacted(unit.settings().environment, number);
}

/// Once for each text of ours: two programs that answer one another would never end. After that a person looks at it.
Result<bool> may_be_asked(Unit& unit, const std::string& number, const Attempt& about) {
  if (!TRY(may_be_answered(unit, number)) || TRY(unit.clients().suppressed(number))) return false;
  return unit.attempts().first_time(about.id, "which_visit");
}

/// The visits that an answer may be meant for: those without one, and the one of the newest text, of which somebody may
/// think otherwise by now. None where that text says what is not so any more.
Result<std::vector<Attempt>> meant(Unit& unit, const std::string& number, const Attempt& newest) {
  constexpr std::size_t most = 9;
  std::vector<Attempt> visits;
  bool is_as_told = false;
  for (Attempt& told : TRY(unit.attempts().told_by_text(number))) {
    const bool is_newest = told.id == newest.id;
    is_as_told = is_as_told || is_newest;
    const Appointment visit = TRY(unit.appointments().get(told.reminder.appointment));
    if (is_newest || (visit.answer == Answer::none && visits.size() < most)) visits.push_back(std::move(told));
  }
  return is_as_told ? visits : std::vector<Attempt>{};
}

/// A choice with a number: of the visits that were asked about, in the order in which that was done.
Result<bool> understand_number(Unit& unit, const twilio::IncomingText& text, Understood& found) {
  const auto numbered = parse_numbered(text.body);
  if (!numbered) return false;
  const auto asked = TRY(Inbox(unit).asked_last(text.from));
  if (static_cast<std::size_t>(numbered->visit) > asked.size()) return false;
  found.about = TRY(unit.attempts().get(asked[static_cast<std::size_t>(numbered->visit) - 1]));
  twilio::IncomingText alone = text;
  alone.body = numbered->choice;
  const Appointment visit = TRY(unit.appointments().get(found.about->reminder.appointment));
  found.reading = is_as_told(visit, asked_by(*found.about)) ? TRY(read(unit, alone, found.about)) : for_a_person();
  return true;
}

/// Where several visits are open, an answer needs the number of one: the newest text is not what everybody answers.
Result<Understood> understand(Unit& unit, const twilio::IncomingText& text) {
  Understood found{
      .about = TRY(unit.attempts().latest_to(text.from, Channel::text)), .reading = {}, .question = {}, .asked = {}};
  found.reading = TRY(read(unit, text, found.about));
  if (TRY(understand_number(unit, text, found))) return found;
  const bool answers = found.reading.intent == ReplyIntent::confirm || found.reading.intent == ReplyIntent::cancel;
  if (!answers || !found.about) return found;
  const std::vector<Attempt> visits = TRY(meant(unit, text.from, *found.about));
  if (visits.size() == 1) return found;
  found.reading = for_a_person();
  if (visits.empty() || !TRY(may_be_asked(unit, text.from, visits.back()))) return found;
  found.question = TRY(ask_which(unit, visits));
  for (const Attempt& visit : visits) found.asked.push_back(visit.id);
  return found;
}

Result<void> take_effects(Unit& unit, const twilio::IncomingText& text, const Attempt& last, const Effects& effects) {
  if (effects.suppress) TRY(unit.clients().suppress(text.from, "a reply by text"));
  if (effects.lift_suppression) TRY(unit.clients().unsuppress(text.from));
  if (effects.answer && last.id) {
    TRY(take_answer(unit, last, *effects.answer));
    Attempt heard = last;
    if (may_follow(heard.state, AttemptState::ended) || heard.state == AttemptState::ended) {
      TRY(advance(unit, heard, {.state = AttemptState::ended, .outcome = AttemptOutcome::heard}));
    }
  }
  for (const StaffTask task : effects.tasks) {
    TRY(unit.ledger().append(text_entry(LedgerKind::answered, std::string(to_string(task)), last)));
  }
  return {};
}

}  // namespace

Result<void> take_text_status(Unit& unit, const Token& token, const twilio::TextStatus& status) {
  Attempt attempt = TRY(unit.attempts().get(token.attempt));
  if (!equal_in_constant_time(attempt.secret, token.secret.reveal()))
    return Error{ErrorCode::not_found, "no such attempt"};
  const std::string event = fmt::format("{}.{}", to_string(status.state), to_string(status.outcome));
  if (!TRY(unit.attempts().first_time(attempt.id, event))) return {};
  TRY(unit.ledger().append(text_entry(LedgerKind::callback, std::string(to_string(status.state)), attempt,
                                      LedgerBody()
                                          .plain("provider_id", status.provider_id)
                                          .plain("outcome", to_string(status.outcome))
                                          .plain("code", status.code)
                                          .plain("detail", status.detail))));
  if (status.opted_out)
    TRY(unit.clients().suppress(attempt.recipient, "the gateway says that the recipient has opted out"));
  return advance(
      unit, attempt,
      {.state = status.state, .outcome = status.outcome, .provider_id = status.provider_id, .code = status.code});
}

Result<bool> take_opt_out_alone(Unit& unit, const twilio::IncomingText& text) {
  const bool asked =
      text.network_keyword == twilio::NetworkKeyword::stop || effects_of(TRY(read(unit, text, std::nullopt))).suppress;
  if (asked) TRY(unit.clients().suppress(text.from, "a reply by text"));
  return asked;
}

Result<std::string> take_incoming_text(Unit& unit, const twilio::IncomingText& text) {
  if (!TRY(unit.attempts().first_time(AttemptId{}, text.provider_id))) return std::string{};
  const Understood understood = TRY(understand(unit, text));
  const Attempt about = understood.about.value_or(Attempt{});
  const ReplyReading& reading = understood.reading;
  const std::string_view read_as = understood.question.empty() ? to_string(reading.intent) : "which_visit";
  const bool asks_back = !understood.question.empty() && text.network_keyword == twilio::NetworkKeyword::none;
  Effects effects = effects_of(reading);
  // What was taken in whole asks nothing of anybody: it is no news in the inbox.
  const bool wants_nobody = asks_back || effects.tasks.empty();
  TRY(Inbox(unit).add({.provider_id = text.provider_id,
                       .sender = text.from,
                       .body = text.body,
                       .read_as = std::string(read_as),
                       .attempt = about.id,
                       .appointment = about.reminder.appointment,
                       .read_at = wants_nobody ? std::optional(unit.now()) : std::nullopt,
                       .asked = understood.asked}));
  TRY(unit.ledger().append(text_entry(LedgerKind::callback, "incoming_text", about,
                                      LedgerBody()
                                          .plain("provider_id", text.provider_id)
                                          .plain("read_as", read_as)
                                          .personal("from", text.from)
                                          .personal("text", text.body))));
  if (asks_back) return understood.question;
  // What the network itself has taken for an opt-out is one, however it was worded; its HELP it has answered itself.
  if (text.network_keyword == twilio::NetworkKeyword::stop) effects.suppress = true;
  TRY(take_effects(unit, text, about, effects));
  const bool ask_us = effects.send_help && text.network_keyword != twilio::NetworkKeyword::help;
  if (!ask_us || !TRY(may_be_answered(unit, text.from))) return std::string{};
  return help_words(TRY(unit.accounts().get()));
}

}  // namespace courtesy
