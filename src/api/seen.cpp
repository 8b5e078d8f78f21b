#include "api/seen.h"

#include <algorithm>
#include <boost/json.hpp>
#include <map>

#include "api/answer.h"
#include "api/retold.h"
#include "api/words.h"
#include "base/phone/engine.h"
#include "outcome/effects.h"
#include "store/accounts.h"
#include "store/doubts.h"
#include "store/rules.h"
#include "store/stopper.h"
#include "store/unit.h"
#include "store/views.h"

namespace courtesy::api {
namespace {

/// The newest row of one kind and code.
const LedgerRow* latest(const Seen& seen, LedgerKind kind, std::string_view code) {
  const auto found = std::find_if(seen.said.rbegin(), seen.said.rend(), [&](const LedgerRow& row) {
    return row.kind == to_string(kind) && row.code == code;
  });
  return found == seen.said.rend() ? nullptr : &*found;
}

StateWords words_of(const LedgerRow* row, Language language) {
  return row == nullptr ? StateWords{} : StateWords{sentence(*row, language).text, row->at};
}

/// What the client said, on the phone or to staff: whichever is on record last.
StateWords answer_words(const Seen& seen) {
  const std::string_view code = to_string(seen.appointment.answer);
  const LedgerRow* phone = latest(seen, LedgerKind::answered, code);
  const LedgerRow* staff = latest(seen, LedgerKind::by_hand, code);
  if (phone == nullptr && staff == nullptr) return {"", seen.appointment.answered_at};
  const bool by_phone = phone != nullptr && (staff == nullptr || staff->at < phone->at);
  return words_of(by_phone ? phone : staff, seen.language);
}

/// To be called back is a state of the visit of its own.
bool is_task(std::string_view code) {
  const auto task = parse_staff_task(code);
  return task && *task != StaffTask::call_back;
}

/// What a client wrote or did that staff must see, and after which they have done nothing yet.
const LedgerRow* open_task(const Seen& seen) {
  for (auto row = seen.said.rbegin(); row != seen.said.rend(); ++row) {
    if (row->kind == to_string(LedgerKind::by_hand)) return nullptr;
    if (row->kind == to_string(LedgerKind::answered) && is_task(row->code)) return &*row;
  }
  return nullptr;
}

StateWords told_words(const Seen& seen) {
  const auto reached_one = std::find_if(seen.attempts.rbegin(), seen.attempts.rend(),
                                        [](const Attempt& attempt) { return reached(attempt.outcome); });
  if (reached_one == seen.attempts.rend()) return {};
  return {sentence(reached_one->reminder.channel, reached_one->state, reached_one->outcome, reached_one->evidence,
                   seen.language)
              .text,
          reached_one->ended_at};
}

bool reachable(const Client& client) { return !client.number.empty() || !client.email.empty(); }

/// Who can be reached another way has no number, or no address, for this one.
std::string no_way_words(const Seen& seen, Channel channel) {
  constexpr InEach no_address{"There is no email address for this client.", "No hay correo para este cliente."};
  constexpr InEach no_number{"There is no phone number for this client.",
                             "No hay número de teléfono para este cliente."};
  if (!seen.client.unreachable.empty() || !reachable(seen.client))
    return unreachable_words(seen.client.unreachable, seen.language);
  return std::string((channel == Channel::email ? no_address : no_number).in(seen.language));
}

/// Why nobody was told: the last reminder that was not made says so by its reason, else the last attempt by its end.
StateWords untold_words(const Seen& seen) {
  const ReminderRow* refused = nullptr;
  for (const auto& reminder : seen.reminders) {
    const bool no = reminder.state == ReminderState::dropped || reminder.state == ReminderState::held;
    if (no && reminder.reason != Reason::none) refused = &reminder;
  }
  const Attempt* last = seen.attempts.empty() ? nullptr : &seen.attempts.back();
  if (refused != nullptr && (last == nullptr || last->intended_at < refused->send_at)) {
    if (refused->reason == Reason::unreachable) return {no_way_words(seen, refused->key.channel)};
    // What the plan itself refused was refused when it was saved, not when it would have been sent.
    const bool by_plan = refused->reason == Reason::due_before_saved || refused->reason == Reason::no_hours_left;
    return {std::string(explain(refused->reason, seen.language)),
            by_plan ? std::nullopt : std::optional(refused->send_at)};
  }
  if (last == nullptr) return {};
  return {sentence(last->reminder.channel, last->state, last->outcome, seen.language).text,
          last->ended_at ? last->ended_at : last->intended_at};
}

bool any(const Seen& seen, ReminderState state) {
  return std::any_of(seen.reminders.begin(), seen.reminders.end(), [&](const auto& one) { return one.state == state; });
}

bool fate_unknown(const Seen& seen) {
  return std::any_of(seen.attempts.begin(), seen.attempts.end(), [](const Attempt& attempt) {
    return attempt.state == AttemptState::unknown || attempt.state == AttemptState::absent;
  });
}

/// Of one of its attempts nobody can tell for too long; which one.
Result<const Attempt*> overdue_attempt(Unit& unit, const Seen& seen) {
  for (const auto& attempt : seen.attempts) {
    if (attempt.state != AttemptState::unknown) continue;
    const minutes min_lead = TRY(unit.rules().get(attempt.reminder.rule)).rule.min_lead;
    if (overdue(attempt, seen.appointment.start.instant, min_lead, unit.now())) return &attempt;
  }
  return static_cast<const Attempt*>(nullptr);
}

/// Of an older start is history: it says nothing of this one.
void add(Seen& seen, ReminderRow reminder) {
  if (reminder.key.start == seen.appointment.start.key()) seen.reminders.push_back(std::move(reminder));
}
void add(Seen& seen, Attempt attempt) {
  if (attempt.reminder.start == seen.appointment.start.key()) seen.attempts.push_back(std::move(attempt));
}

}  // namespace

std::string number_text(const std::string& number, std::string_view country) {
  const auto parsed = PhoneNumber::parse(number);
  if (!parsed) return number;
  return region(*parsed) == country ? national_display(*parsed) : international_display(*parsed);
}

Result<Seen> see(Unit& unit, Appointment appointment) {
  Seen seen{.appointment = std::move(appointment), .language = unit.language()};
  seen.client = TRY(unit.clients().get(seen.appointment.client));
  for (auto& reminder : TRY(unit.queue().of(seen.appointment.id))) add(seen, std::move(reminder));
  for (auto& attempt : TRY(unit.attempts().of(seen.appointment.id))) add(seen, std::move(attempt));
  seen.said = TRY(Views(unit).said_of(seen.appointment.id));
  return seen;
}

Result<std::vector<Seen>> see_all(Unit& unit, Instant from, Instant to) {
  std::map<ClientId, Client> clients;
  for (auto& client : TRY(unit.clients().of_visits(from, to))) clients.emplace(client.id, std::move(client));
  std::vector<Seen> all;
  std::map<AppointmentId, std::size_t> place;
  for (auto& visit : TRY(unit.appointments().between(from, to))) {
    place.emplace(visit.id, all.size());
    const auto client = clients.find(visit.client);
    if (client == clients.end()) return Error{ErrorCode::not_found, "no such client"};
    all.push_back({.appointment = std::move(visit), .client = client->second, .language = unit.language()});
  }
  for (auto& one : TRY(unit.queue().of_visits(from, to))) add(all[place.at(one.key.appointment)], std::move(one));
  for (auto& one : TRY(unit.attempts().of_visits(from, to)))
    add(all[place.at(one.reminder.appointment)], std::move(one));
  for (auto& row : TRY(Views(unit).said_of_visits(from, to)))
    all[place.at(row.appointment)].said.push_back(std::move(row));
  return all;
}

StateWords state_words(const Seen& seen) {
  const Appointment& appointment = seen.appointment;
  switch (appointment.state()) {
    case AppointmentState::showed:
    case AppointmentState::no_show:
      return words_of(latest(seen, LedgerKind::by_hand, to_string(appointment.presence)), seen.language);
    case AppointmentState::cancelled:
      if (appointment.booking != Booking::cancelled) return answer_words(seen);
      return words_of(latest(seen, LedgerKind::booked, "cancelled"), seen.language);
    case AppointmentState::confirmed:
    case AppointmentState::requested_contact: return answer_words(seen);
    case AppointmentState::notified: return told_words(seen);
    case AppointmentState::not_notified: return untold_words(seen);
    case AppointmentState::scheduled: break;
  }
  if (!seen.attempts.empty() && !is_final(seen.attempts.back().state)) {
    const Attempt& last = seen.attempts.back();
    return {sentence(last.reminder.channel, last.state, last.outcome, seen.language).text, last.intended_at};
  }
  if (!reachable(seen.client)) return {unreachable_words(seen.client.unreachable, seen.language)};
  if (next_reminder(seen) == nullptr) return untold_words(seen);
  return {};
}

Result<std::optional<ByHand>> by_hand(Unit& unit, const Seen& seen, const StateWords& words) {
  const Appointment& appointment = seen.appointment;
  const bool over = appointment.booking == Booking::cancelled || appointment.presence != Presence::unknown ||
                    appointment.start.instant <= unit.now();
  if (over) return std::optional<ByHand>{};
  if (const LedgerRow* task = open_task(seen)) {
    return std::optional(ByHand{"replied", sentence(*task, seen.language).text, task->at});
  }
  if (appointment.answer == Answer::confirmed || appointment.answer == Answer::cancelled) {
    return std::optional<ByHand>{};
  }
  if (appointment.answer == Answer::call_back) return std::optional(ByHand{"call_back", words.text, words.since});
  if (!reachable(seen.client))
    return std::optional(ByHand{"unreachable", unreachable_words(seen.client.unreachable, seen.language)});
  if (appointment.told == Told::told) return std::optional<ByHand>{};
  if (any(seen, ReminderState::held)) {
    const StateWords held = untold_words(seen);
    return std::optional(ByHand{"held", held.text, held.since});
  }
  if (const Attempt* attempt = TRY(overdue_attempt(unit, seen))) {
    const Sentence said = sentence(attempt->reminder.channel, attempt->state, attempt->outcome, seen.language);
    return std::optional(ByHand{"fate_unknown", said.text, attempt->intended_at});
  }
  if (any(seen, ReminderState::waiting) || any(seen, ReminderState::intended)) return std::optional<ByHand>{};
  const StateWords untold = untold_words(seen);
  constexpr InEach none{"No reminder is planned for this appointment.",
                        "No hay ningún recordatorio previsto para esta cita."};
  const std::string text = untold.text.empty() ? std::string(none.in(seen.language)) : untold.text;
  return std::optional(ByHand{fate_unknown(seen) ? "fate_unknown" : "not_reminded", text, untold.since});
}

Result<std::vector<Coming>> what_comes(Unit& unit, const Seen& seen) {
  std::optional<StopStanding> stop;
  if (const auto found = TRY(unit.accounts().stop())) {
    stop = StopStanding{found->whole_house, by_failsafe(found->who), found->who, retold(found->why, seen.language)};
  }
  std::vector<Coming> coming;
  for (const auto& reminder : seen.reminders) {
    ReminderStanding standing{.channel = reminder.key.channel,
                              .state = reminder.state,
                              .reason = reminder.reason,
                              .next = next_at(reminder),
                              .has_way = !seen.client.recipient(reminder.key.channel).empty(),
                              .last = std::nullopt};
    for (const auto& attempt : seen.attempts) {  // in order: the last one stands
      if (attempt.reminder == reminder.key) {
        standing.last = AttemptStanding{attempt.state, attempt.outcome, attempt.look_at};
      }
    }
    coming.push_back({&reminder, courtesy::what_comes(standing, stop, unit.now(), seen.language)});
  }
  std::stable_sort(coming.begin(), coming.end(),
                   [](const auto& a, const auto& b) { return next_at(*a.reminder) < next_at(*b.reminder); });
  return coming;
}

Instant next_at(const ReminderRow& reminder) { return std::max(reminder.send_at, reminder.look_at); }

const ReminderRow* next_reminder(const Seen& seen) {
  const ReminderRow* next = nullptr;
  for (const auto& reminder : seen.reminders) {
    const bool has_way = !seen.client.recipient(reminder.key.channel).empty();
    if (reminder.state != ReminderState::waiting || !has_way) continue;
    if (next == nullptr || next_at(reminder) < next_at(*next)) next = &reminder;
  }
  return next;
}

boost::json::value instant_json(const std::optional<Instant>& instant) {
  return instant ? boost::json::value(to_string(*instant)) : boost::json::value(nullptr);
}

boost::json::object common_json(const Seen& seen, const StateWords& words, std::string_view country) {
  const Start& start = seen.appointment.start;
  return {{"id", seen.appointment.id.value()},
          {"at", to_string(start.instant)},
          {"local", to_string(start.local)},
          {"flag", to_string(start.flag)},
          {"name", seen.client.name},
          {"summary", seen.appointment.summary},
          {"number", maybe(seen.client.number)},
          {"number_text", maybe(seen.client.number.empty() ? "" : number_text(seen.client.number, country))},
          {"state", to_string(seen.appointment.state())},
          {"text", words.text},
          {"since", instant_json(words.since)}};
}

}  // namespace courtesy::api
