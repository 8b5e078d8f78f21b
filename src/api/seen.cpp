#include "api/seen.h"

#include <algorithm>
#include <boost/json.hpp>

#include "api/answer.h"
#include "api/words.h"
#include "base/phone/engine.h"
#include "store/accounts.h"
#include "store/doubts.h"
#include "store/rules.h"
#include "store/stopper.h"
#include "store/unit.h"
#include "store/views.h"

namespace courtesy::api {
namespace {

using MaybeWords = std::optional<StateWords>;

Result<MaybeWords> from_ledger(Unit& unit, const Seen& seen, LedgerKind kind, std::string_view code) {
  const auto row = TRY(Views(unit).latest(seen.appointment.id, kind, std::string(code)));
  if (!row) return MaybeWords{};
  return MaybeWords(StateWords{sentence(*row).text, row->at});
}

/// What the client said, on the phone or to staff: whichever is on record last.
Result<StateWords> answer_words(Unit& unit, const Seen& seen) {
  const std::string_view code = to_string(seen.appointment.answer);
  const MaybeWords phone = TRY(from_ledger(unit, seen, LedgerKind::answered, code));
  const MaybeWords staff = TRY(from_ledger(unit, seen, LedgerKind::by_hand, code));
  if (phone && (!staff || staff->since < phone->since)) return *phone;
  return staff.value_or(StateWords{"", seen.appointment.answered_at});
}

StateWords told_words(const Seen& seen) {
  const auto reached_one = std::find_if(seen.attempts.rbegin(), seen.attempts.rend(),
                                        [](const Attempt& attempt) { return reached(attempt.outcome); });
  if (reached_one == seen.attempts.rend()) return {};
  return {sentence(reached_one->reminder.channel, reached_one->state, reached_one->outcome, reached_one->evidence).text,
          reached_one->ended_at};
}

/// As intake says it, in the middle of a sentence: made one of its own.
std::string as_sentence(std::string text) {
  if (text.empty()) return text;
  if (text[0] >= 'a' && text[0] <= 'z') text[0] = static_cast<char>(text[0] - 'a' + 'A');
  return text.ends_with('.') ? text : text + ".";
}

std::string unreachable_words(const Client& client) {
  return client.unreachable.empty() ? "There is no phone number or email address for this client."
                                    : as_sentence(client.unreachable);
}

bool reachable(const Client& client) { return !client.number.empty() || !client.email.empty(); }

/// Why nobody was told: the last reminder that was not made says so by its reason, else the last attempt by its end.
StateWords untold_words(const Seen& seen) {
  const ReminderRow* refused = nullptr;
  for (const auto& reminder : seen.reminders) {
    const bool no = reminder.state == ReminderState::dropped || reminder.state == ReminderState::held;
    if (no && reminder.reason != Reason::none) refused = &reminder;
  }
  const Attempt* last = seen.attempts.empty() ? nullptr : &seen.attempts.back();
  if (refused != nullptr && (last == nullptr || last->intended_at < refused->send_at)) {
    if (refused->reason == Reason::unreachable) return {unreachable_words(seen.client)};
    // What the plan itself refused was refused when it was saved, not when it would have been sent.
    const bool by_plan = refused->reason == Reason::due_before_saved || refused->reason == Reason::no_hours_left;
    return {std::string(explain(refused->reason)), by_plan ? std::nullopt : std::optional(refused->send_at)};
  }
  if (last == nullptr) return {};
  return {sentence(last->reminder.channel, last->state, last->outcome).text,
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

}  // namespace

std::string number_text(const std::string& number, std::string_view country) {
  const auto parsed = PhoneNumber::parse(number);
  if (!parsed) return number;
  return region(*parsed) == country ? national_display(*parsed) : international_display(*parsed);
}

Result<Seen> see(Unit& unit, Appointment appointment) {
  Seen seen{.appointment = std::move(appointment)};
  seen.client = TRY(unit.clients().get(seen.appointment.client));
  const std::string start = seen.appointment.start.key();
  for (auto& reminder : TRY(unit.queue().of(seen.appointment.id))) {
    if (reminder.key.start == start) seen.reminders.push_back(std::move(reminder));
  }
  for (auto& attempt : TRY(unit.attempts().of(seen.appointment.id))) {
    if (attempt.reminder.start == start) seen.attempts.push_back(std::move(attempt));
  }
  std::sort(seen.attempts.begin(), seen.attempts.end(), [](const auto& a, const auto& b) { return a.id < b.id; });
  return seen;
}

Result<StateWords> state_words(Unit& unit, const Seen& seen) {
  const Appointment& appointment = seen.appointment;
  switch (appointment.state()) {
    case AppointmentState::showed:
    case AppointmentState::no_show:
      return TRY(from_ledger(unit, seen, LedgerKind::by_hand, to_string(appointment.presence))).value_or(StateWords{});
    case AppointmentState::cancelled:
      if (appointment.booking != Booking::cancelled) return answer_words(unit, seen);
      return TRY(from_ledger(unit, seen, LedgerKind::booked, "cancelled")).value_or(StateWords{});
    case AppointmentState::confirmed:
    case AppointmentState::requested_contact: return answer_words(unit, seen);
    case AppointmentState::notified: return told_words(seen);
    case AppointmentState::not_notified: return untold_words(seen);
    case AppointmentState::scheduled: break;
  }
  if (!seen.attempts.empty() && !is_final(seen.attempts.back().state)) {
    const Attempt& last = seen.attempts.back();
    return StateWords{sentence(last.reminder.channel, last.state, last.outcome).text, last.intended_at};
  }
  if (!reachable(seen.client)) return StateWords{unreachable_words(seen.client)};
  if (next_reminder(seen) == nullptr) return untold_words(seen);
  return StateWords{};
}

Result<std::optional<ByHand>> by_hand(Unit& unit, const Seen& seen, const StateWords& words) {
  const Appointment& appointment = seen.appointment;
  const bool over = appointment.booking == Booking::cancelled || appointment.presence != Presence::unknown ||
                    appointment.start.instant <= unit.now();
  if (over) return std::optional<ByHand>{};
  if (const auto task = TRY(Views(unit).open_task(appointment.id))) {
    return std::optional(ByHand{"replied", sentence(*task).text, task->at});
  }
  if (appointment.answer == Answer::confirmed || appointment.answer == Answer::cancelled) {
    return std::optional<ByHand>{};
  }
  if (appointment.answer == Answer::call_back) return std::optional(ByHand{"call_back", words.text, words.since});
  if (!reachable(seen.client)) return std::optional(ByHand{"unreachable", unreachable_words(seen.client)});
  if (appointment.told == Told::told) return std::optional<ByHand>{};
  if (any(seen, ReminderState::held)) {
    const StateWords held = untold_words(seen);
    return std::optional(ByHand{"held", held.text, held.since});
  }
  if (const Attempt* attempt = TRY(overdue_attempt(unit, seen))) {
    const Sentence said = sentence(attempt->reminder.channel, attempt->state, attempt->outcome);
    return std::optional(ByHand{"fate_unknown", said.text, attempt->intended_at});
  }
  if (any(seen, ReminderState::waiting) || any(seen, ReminderState::intended)) return std::optional<ByHand>{};
  const StateWords untold = untold_words(seen);
  const std::string text = untold.text.empty() ? "No reminder is planned for this appointment." : untold.text;
  return std::optional(ByHand{fate_unknown(seen) ? "fate_unknown" : "not_reminded", text, untold.since});
}

Result<std::vector<Coming>> what_comes(Unit& unit, const Seen& seen) {
  std::optional<StopStanding> stop;
  if (const auto found = TRY(unit.accounts().stop())) {
    stop = StopStanding{found->whole_house, by_failsafe(found->who), found->who, found->why};
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
    coming.push_back({&reminder, courtesy::what_comes(standing, stop, unit.now())});
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
