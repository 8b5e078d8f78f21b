#include "webhook/caller.h"

#include <algorithm>

#include "base/whole_number.h"
#include "flow/names.h"
#include "outcome/spoken_code.h"
#include "schedule/timetable.h"
#include "store/appointment_codes.h"
#include "store/appointments.h"
#include "store/clients.h"
#include "store/fact_book.h"
#include "store/guesses.h"
#include "store/lines.h"
#include "store/prompts.h"
#include "store/recipients.h"
#include "store/staffing.h"
#include "store/task_codes.h"
#include "store/unit.h"
#include "store/wording.h"

namespace courtesy {
namespace {

std::string fact_name(const std::string& name) { return std::string(flow::fact_prefix) + name; }

}  // namespace

Result<flow::Facts> Caller::facts() {
  flow::Facts facts;
  facts.language = session_.language;
  facts.spoken = business_words(account_, session_.language, flow::Medium::spoken);
  if (session_.appointment) TRY(speak_of_appointment(facts));
  for (const auto& [name, key] : session_.found) {
    if (const auto words = TRY(FactBook(unit_).still(name, key, session_.language)))
      facts.spoken[fact_name(name)] = *words;
  }
  const LineSettings settings = TRY(Lines(unit_).settings());
  if (!settings.put_through_number.empty())
    facts.paths[std::string(flow::business_phone)] = settings.put_through_number;
  TRY(set_flags(facts));
  return facts;
}

Result<void> Caller::set_flags(flow::Facts& facts) {
  const LineSettings settings = TRY(Lines(unit_).settings());
  const Zone zone = TRY(Zone::find(account_.zone));
  const bool open = Timetable(TRY(unit_.agents().shifts()), zone).agents_at(unit_.now()) > 0;
  facts.flags.clear();
  const auto put = [&facts](std::string_view flag, bool holds) {
    if (holds) facts.flags.emplace(flag);
  };
  put("open_now", open);
  put("can_put_through", open && !settings.put_through_number.empty());
  put("known_caller", TRY(known()) == "known");
  put("may_call_back", settings.return_missed && TRY(may_be_rung()));
  if (!session_.appointment) return {};
  const Appointment appointment = TRY(unit_.appointments().get(session_.appointment));
  put("may_cancel", unit_.now() + settings.cancel_notice <= appointment.start.instant);
  return {};
}

Result<bool> Caller::may_be_rung() {
  if (!PhoneNumber::parse(session_.caller) || TRY(unit_.clients().suppressed(session_.caller))) return false;
  const std::vector<Cap>& caps = unit_.settings().caps;
  const auto contacts = TRY(unit_.recipients().contacts(session_.caller));
  return std::ranges::all_of(caps, [&](const Cap& cap) {
    const Instant since = unit_.now() - cap.window;
    return std::ranges::count_if(contacts, [&](const PastContact& past) { return past.at > since; }) < cap.contacts;
  });
}

Result<void> Caller::speak_of_appointment(flow::Facts& facts) {
  const Appointment appointment = TRY(unit_.appointments().get(session_.appointment));
  const Client client = TRY(unit_.clients().get(appointment.client));
  facts.spoken.merge(reminder_words(account_, client, appointment, session_.language, flow::Medium::spoken));
  add_code(facts.spoken, unit_, appointment.id, flow::Medium::spoken);
  return {};
}

Result<std::string> Caller::answer(const flow::Question& question, flow::Facts& facts) {
  if (question.name == "identify") return identify(question.value, facts);
  if (question.name == "verify_code") return verify_code(question);
  if (question.name == "verify_pin") return verify_pin(question.value);
  if (question.name == "look_up") return look_up(question, facts);
  if (question.name == "caller") return known();
  if (question.name == "room_for_prompt") return room_for_prompt();
  return invalid("nobody can answer the question " + question.name);
}

Result<bool> Caller::is_about(AppointmentId id) {
  const auto appointment = unit_.appointments().get(id);
  if (!appointment && appointment.error().code == ErrorCode::not_found) return false;
  const Appointment about = TRY(Result<Appointment>(appointment));
  if (about.booking != Booking::booked || about.start.instant <= unit_.now()) return false;
  session_.appointment = id;
  session_.client = about.client;
  session_.start = about.start.key();
  return true;
}

Result<std::string> Caller::identify(const std::string& keys, flow::Facts& facts) {
  Guesses guesses(unit_);
  if (TRY(guesses.locked(session_))) return std::string("locked");
  const std::string code = without_repeats(keys);
  // Cut short: it is asked again, and was no guess.
  if (code.size() < task_code_digits) return std::string("unknown");
  std::string answer;
  if (const auto subject = TRY(TaskCodes(unit_).use(CodePurpose::client, code, session_.id))) {
    const auto appointment = whole_number<std::int64_t>(*subject);
    if (appointment && TRY(is_about(AppointmentId(*appointment)))) answer = "proven";
    session_.proven = session_.proven || !answer.empty();
  } else if (const auto appointment = appointment_of_code(unit_, code); appointment && TRY(is_about(*appointment))) {
    answer = "appointment";
  }
  if (answer.empty()) {
    TRY(guesses.wrong(session_));
    return std::string("unknown");
  }
  TRY(speak_of_appointment(facts));
  TRY(set_flags(facts));
  return answer;
}

Result<std::string> Caller::verify_code(const flow::Question& question) {
  Guesses guesses(unit_);
  if (TRY(guesses.locked(session_))) return std::string("locked");
  const std::string code = without_repeats(question.value);
  if (code.size() < task_code_digits) return std::string("wrong");
  const auto purpose = parse_code_purpose(question.purpose);
  if (!purpose) return invalid("there is no code for " + question.purpose);
  if (const auto subject = TRY(TaskCodes(unit_).use(*purpose, code, session_.id))) {
    session_.proven = true;
    session_.subject = *subject;
    return std::string("right");
  }
  TRY(guesses.wrong(session_));
  return std::string("wrong");
}

Result<std::string> Caller::verify_pin(const std::string& keys) {
  Guesses guesses(unit_);
  if (TRY(guesses.locked(session_))) return std::string("locked");
  if (!session_.found.empty()) {
    const FoundFact& last = session_.found.back();
    if (TRY(FactBook(unit_).pin_is(last.name, last.key, keys))) {
      session_.proven = true;
      return std::string("right");
    }
  }
  TRY(guesses.wrong(session_));
  return std::string("wrong");
}

Result<std::string> Caller::look_up(const flow::Question& question, flow::Facts& facts) {
  if (question.value.empty() && !session_.appointment) return std::string("missing");
  const std::string key = question.value.empty() ? key_of(session_.appointment) : question.value;
  const auto words = TRY(FactBook(unit_).words(question.fact, key, session_.language));
  if (!words) return std::string("missing");
  std::erase_if(session_.found, [&](const FoundFact& known) { return known.name == question.fact; });
  session_.found.push_back({question.fact, key});
  facts.spoken[fact_name(question.fact)] = *words;
  return std::string("found");
}

Result<std::string> Caller::known() {
  if (session_.caller.empty()) return std::string("unknown");
  const auto clients = TRY(unit_.clients().with_number(session_.caller));
  return std::string(clients.size() == 1 ? "known" : "unknown");
}

Result<std::string> Caller::room_for_prompt() {
  const auto name = PromptName::parse(session_.subject);
  const bool room = name && TRY(unit_.prompts().has_room(*name));
  return std::string(room ? "yes" : "no");
}

}  // namespace courtesy
