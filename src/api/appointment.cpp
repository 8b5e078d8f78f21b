#include <algorithm>
#include <boost/json.hpp>

#include "api/answer.h"
#include "api/client_page.h"
#include "api/closed_days.h"
#include "api/ledger_line.h"
#include "api/maybe.h"
#include "api/pages.h"
#include "api/seen.h"
#include "api/words.h"
#include "store/accounts.h"
#include "store/answers.h"
#include "store/booking.h"
#include "store/rules.h"
#include "store/unit.h"

namespace courtesy::api {
namespace {

constexpr int history_limit = 500;

boost::json::array moved_json(const std::vector<Moved>& moved) {
  boost::json::array list;
  for (const auto& [channel, due, at] : moved)
    list.push_back({{"channel", to_string(channel)}, {"due", to_string(due)}, {"at", to_string(at)}});
  return list;
}

boost::json::object entry_json(const LedgerRow& row, const Sentence& words) {
  return {{"seq", row.seq},
          {"at", to_string(row.at)},
          {"kind", row.kind},
          {"tone", word(words.tone)},
          {"channel", maybe(row.channel)},
          {"attempt", maybe(row.attempt)},
          {"reason", reason_of(row)},
          {"text", words.text},
          {"until", maybe(words.until)},
          {"moved", moved_json(words.moved)}};
}

/// A reminder that waits is judged again and again: the same "no" twice in a row is told once, with its last word on
/// when it ends.
boost::json::array history_json(const std::vector<LedgerRow>& rows, Language language) {
  boost::json::array history;
  const LedgerRow* before = nullptr;
  for (const auto& row : rows) {
    const Sentence words = sentence(row, language);
    const bool again = before != nullptr && row.kind == to_string(LedgerKind::decided) && before->kind == row.kind &&
                       before->code == row.code && before->channel == row.channel;
    if (again) {
      history.back().as_object()["until"] = maybe(words.until);
    } else {
      history.push_back(entry_json(row, words));
    }
    before = &row;
  }
  return history;
}

Result<boost::json::array> next_json(Unit& unit, const Seen& seen) {
  const bool stopped = TRY(unit.accounts().stop()).has_value();
  std::vector<const ReminderRow*> coming;
  for (const auto& reminder : seen.reminders) {
    if (seen.client.recipient(reminder.key.channel).empty()) continue;  // it will be dropped as unreachable
    if (reminder.state == ReminderState::waiting || reminder.state == ReminderState::held) coming.push_back(&reminder);
  }
  std::stable_sort(coming.begin(), coming.end(),
                   [](const auto* a, const auto* b) { return next_at(*a) < next_at(*b); });
  boost::json::array next;
  for (const auto* reminder : coming) {
    const bool held = reminder->state == ReminderState::held;
    const StoredRule rule = TRY(unit.rules().get(reminder->key.rule));
    next.push_back({{"at", to_string(held ? reminder->send_at : next_at(*reminder))},
                    {"channel", to_string(reminder->key.channel)},
                    {"state", held      ? "held"
                              : stopped ? "stopped"
                                        : "waiting"},
                    {"reason", maybe(reminder->reason == Reason::none ? "" : to_string(reminder->reason))},
                    {"text", rule_words(rule.rule, unit.language())}});
  }
  return next;
}

LedgerEntry staff_entry(AppointmentId id, std::string_view code, const std::string& who) {
  return {.kind = LedgerKind::by_hand,
          .code = std::string(code),
          .appointment = id,
          .body = who.empty() ? LedgerBody() : LedgerBody().plain("who", who)};
}

/// A visit on a day on which the business is closed is booked all the same, and said to be.
Result<boost::json::value> closed_at(Unit& unit, const Account& account, Instant start) {
  const auto zone = Zone::find(account.zone);
  if (!zone) return boost::json::value(nullptr);
  return closed_on(unit, std::chrono::floor<std::chrono::days>(zone->to_local(start)));
}

}  // namespace

Result<boost::json::object> appointment(Unit& unit, AppointmentId id) {
  const Account account = TRY(unit.accounts().get());
  const Seen seen = TRY(see(unit, TRY(unit.appointments().get(id))));
  boost::json::object page = common_json(seen, state_words(seen), account.country);
  page["client"] = seen.client.id.value();
  page["booking"] = to_string(seen.appointment.booking);
  page["zone"] = seen.appointment.start.zone;
  page["client_zone"] = maybe(known_zone(unit, seen.client));
  page["email"] = maybe(seen.client.email);
  page["presence"] = to_string(seen.appointment.presence);
  page["answer"] = to_string(seen.appointment.answer);
  page["closed"] = TRY(closed_at(unit, account, seen.appointment.start.instant));
  page["source"] = seen.appointment.source;
  page["history"] = history_json(TRY(Views(unit).history(id, history_limit)), unit.language());
  page["next"] = TRY(next_json(unit, seen));
  boost::json::array reminders;
  for (const auto& [reminder, words] : TRY(what_comes(unit, seen))) {
    reminders.push_back({{"channel", to_string(reminder->key.channel)},
                         {"rule", reminder->key.rule.value()},
                         {"state", to_string(reminder->state)},
                         {"reason", maybe(reminder->reason == Reason::none ? "" : to_string(reminder->reason))},
                         {"text", words.text},
                         {"at", maybe(words.at)},
                         {"due", to_string(reminder->due)},
                         {"open", words.open}});
  }
  page["reminders"] = std::move(reminders);
  boost::json::array attempts;
  for (const Attempt& attempt : seen.attempts) {
    attempts.push_back(
        {{"attempt", attempt.id.value()},
         {"channel", to_string(attempt.reminder.channel)},
         {"state", to_string(attempt.state)},
         {"outcome", to_string(attempt.outcome)},
         {"machines", maybe(attempt.reminder.channel == Channel::call ? to_string(attempt.machines) : "")},
         {"grade", maybe(grade(attempt.outcome, attempt.evidence))}});
  }
  page["attempts"] = std::move(attempts);
  return page;
}

Result<void> mark_presence(Unit& unit, AppointmentId id, Presence presence) {
  const Appointment known = TRY(unit.appointments().get(id));
  if (known.presence == presence) return {};
  TRY(unit.appointments().set_presence(id, presence));
  return unit.ledger().append(staff_entry(id, to_string(presence), ""));
}

Result<void> mark_answer(Unit& unit, AppointmentId id, Answer answer, const std::string& who) {
  const Appointment known = TRY(unit.appointments().get(id));
  TRY(set_answer(unit, id, answer));
  TRY(unit.ledger().append(staff_entry(id, to_string(answer), who)));
  if (answer == Answer::none && known.booking == Booking::booked) TRY(plan_reminders(unit, known, Past::left_out));
  return {};
}

}  // namespace courtesy::api
