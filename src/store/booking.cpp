#include "store/booking.h"

#include <algorithm>

#include "appointment/start.h"
#include "base/recipient_key.h"
#include "schedule/planner.h"
#include "schedule/profiles.h"
#include "store/accounts.h"
#include "store/answers.h"
#include "store/attempts.h"
#include "store/clients.h"
#include "store/closed_days.h"
#include "store/feed_heirs.h"
#include "store/feeds.h"
#include "store/ledger.h"
#include "store/queue.h"
#include "store/rules.h"
#include "store/same_person.h"
#include "store/told.h"
#include "store/tz_change.h"
#include "store/unit.h"

namespace courtesy {
namespace {

LedgerEntry booked_entry(const Appointment& appointment, std::string code) {
  return {.kind = LedgerKind::booked,
          .code = std::move(code),
          .client = appointment.client,
          .appointment = appointment.id,
          .body = LedgerBody().plain("start", appointment.start.key())};
}

Reason reason_of(PlanReason reason) {
  switch (reason) {
    case PlanReason::due:
    case PlanReason::shifted_later:
    case PlanReason::shifted_earlier:
    case PlanReason::late_now: return Reason::none;
    case PlanReason::outside_hours: return Reason::no_hours_left;
    case PlanReason::too_close_to_appointment:
    case PlanReason::too_late:
    case PlanReason::late_outside_hours: return Reason::too_late;
    case PlanReason::already_due: return Reason::due_before_saved;
  }
  return Reason::too_late;
}

Planned as_planned(AppointmentId appointment, const PlannedReminder& reminder) {
  const PlannedTime& time = reminder.time;
  return {.key = {appointment, reminder.rule, reminder.channel, reminder.start_key},
          .due = time.due,
          .send_at = time.send.value_or(time.due),
          .state = time.send ? ReminderState::waiting : ReminderState::dropped,
          .reason = reason_of(time.reason)};
}

/// As records list it.
std::string words_of(const Planned& planned, Instant now) {
  LedgerBody reminder;
  reminder.plain("rule", planned.key.rule.value())
      .plain("channel", to_string(planned.key.channel))
      .plain("state", to_string(planned.state))
      .plain("at", to_string(planned.send_at));
  if (planned.reason != Reason::none) reminder.plain("reason", to_string(planned.reason));
  // Only a send whose time has passed is planned for this very moment; any other that is not at its rule's time was
  // moved into the permitted hours.
  if (planned.due != planned.send_at)
    reminder.plain("due", to_string(planned.due)).plain("moved", planned.send_at == now ? "late" : "into_hours");
  return reminder.text();
}

/// What the plan adds: also what was found to be impossible, and why.
std::vector<Planned> plan_news(std::span<const ReminderRow> before, std::span<const Planned> planned) {
  std::vector<Planned> news;
  for (const auto& one : planned) {
    const auto known = std::find_if(before.begin(), before.end(), [&](const auto& row) { return row.key == one.key; });
    if (known == before.end() || known->state == ReminderState::withdrawn) news.push_back(one);
  }
  return news;
}

/// What waits, or is held, and is due at another time by now.
std::vector<Planned> plan_moves(std::span<const ReminderRow> before, std::span<const Planned> planned) {
  std::vector<Planned> moved;
  for (const auto& one : planned) {
    const auto is_other = [&](const ReminderRow& row) {
      const bool to_come = row.state == ReminderState::waiting || row.state == ReminderState::held;
      return row.key == one.key && to_come && row.due != one.due;
    };
    if (one.state == ReminderState::waiting && std::ranges::any_of(before, is_other)) moved.push_back(one);
  }
  return moved;
}

/// `code`: how many wait that did not, or why it was planned anew.
Result<void> note_plan(Unit& unit, const Appointment& appointment, std::string code, std::span<const Planned> news) {
  std::string list;
  for (const Planned& one : news) list.append(list.empty() ? "" : ",").append(words_of(one, unit.now()));
  LedgerBody body;
  if (!list.empty()) body.plain_json("reminders", "[" + list + "]");
  return unit.ledger().append({.kind = LedgerKind::planned,
                               .code = std::move(code),
                               .client = appointment.client,
                               .appointment = appointment.id,
                               .start = appointment.start.key(),
                               .body = std::move(body)});
}

Client client_of(const intake::Booked& booked) {
  return {.name = booked.name,
          .number = booked.number ? booked.number->e164() : std::string{},
          .email = booked.email,
          .unreachable = booked.unreachable};
}

Appointment appointment_of(const ImportSource& source, const intake::Booked& booked, ClientId client) {
  Appointment appointment;
  appointment.source = source.name;
  appointment.uid = booked.uid;
  appointment.recurrence = booked.recurrence;
  appointment.sequence = booked.sequence;
  appointment.client = client;
  appointment.start = booked.start;
  appointment.booking = booked.booking;
  appointment.summary = booked.summary;
  appointment.audience = source.audience;
  return appointment;
}

bool says_the_same(const Appointment& a, const Appointment& b) {
  return a.client == b.client && same_time(a.start, b.start) && a.start.zone == b.start.zone &&
         a.booking == b.booking && a.summary == b.summary && a.audience == b.audience;
}

Result<void> cancel(Unit& unit, Appointment appointment) {
  appointment.booking = Booking::cancelled;
  TRY(unit.appointments().rebook(appointment));
  TRY(unit.queue().withdraw(appointment.id, "", Reason::appointment_cancelled));
  TRY(unit.attempts().silence(appointment.id, Reason::appointment_cancelled));
  return unit.ledger().append(booked_entry(appointment, "cancelled"));
}

/// Who is reminded no more.
bool has_said_all(Answer answer) { return answer == Answer::confirmed || answer == Answer::cancelled; }

Result<ImportCounts> take_new(Unit& unit, const ImportSource& source, Appointment appointment) {
  if (appointment.booking == Booking::cancelled) return ImportCounts{.unchanged = 1};
  appointment.id = TRY(unit.appointments().add(appointment));
  TRY(unit.ledger().append(booked_entry(appointment, "new")));
  // The same visit under another UID, or in another calendar: what its client said of that one was said of this one.
  const Answer said = TRY(unit.appointments().said(appointment.id));
  const int waiting = TRY(plan_reminders(unit, appointment, source.past));
  if (said != Answer::none) TRY(set_answer(unit, appointment.id, said));
  return ImportCounts{.added = 1, .reminders = has_said_all(said) ? 0 : waiting};
}

/// What the calendar has changed of a visit, and for whom.
struct Edit {
  bool moved;
  bool came_back;
  bool another_client;  ///< somebody else, and not the same person written otherwise
  bool other_recipient;
};

/// A calendar that lost a visit for a reading or two takes no word back. One that has been cancelled for longer was
/// booked again, whatever its client had said.
Result<bool> was_gone_briefly(Unit& unit, AppointmentId appointment) {
  constexpr hours briefly{2};
  for (const LedgerRow& row : TRY(unit.ledger().find({.appointment = appointment}))) {
    if (row.kind == to_string(LedgerKind::booked) && row.code == "cancelled") return row.at > unit.now() - briefly;
  }
  return false;
}

/// What was answered, if it still is an answer: what another client said is no word of this one's, and none was given
/// for another start.
Result<Answer> still_said(Unit& unit, const Appointment& known, const Edit& edit) {
  if (edit.moved || edit.another_client) return Answer::none;
  const bool rebooked = edit.came_back && known.answer == Answer::cancelled;
  return rebooked && !TRY(was_gone_briefly(unit, known.id)) ? Answer::none : known.answer;
}

Result<Edit> edit_of(Unit& unit, const Appointment& before, const Appointment& now) {
  Edit edit{.moved = before.start.key() != now.start.key(),
            .came_back = before.booking == Booking::cancelled,
            .another_client = false,
            .other_recipient = false};
  if (before.client == now.client) return edit;
  const Client was = TRY(unit.clients().get(before.client));
  const Client is = TRY(unit.clients().get(now.client));
  edit.another_client = !same_person(was, is);
  edit.other_recipient = was.number != is.number || recipient_key(was.email) != recipient_key(is.email);
  return edit;
}

/// Which reminders there are for it now, and what the day's page says of them. Returns how many wait that did not.
Result<int> plan_edited(Unit& unit, const Appointment& known, const Appointment& now, const Edit& edit) {
  const int waiting = TRY(plan_reminders(unit, now, Past::may_be_late));
  // Back at a start of which the client was told, or could not be told, before; or told at a number that was wrong.
  // The same start at another instant: what was held, and so counted as failed, may come by itself again.
  const bool other_instant = known.start.instant != now.start.instant;
  if (edit.other_recipient || (other_instant && known.told == Told::failed))
    TRY(unit.appointments().set_told(now.id, Told::nothing_yet));
  if (edit.moved || edit.came_back || edit.another_client || edit.other_recipient || other_instant)
    TRY(review_told(unit, now));
  return waiting;
}

Result<ImportCounts> take_edited(Unit& unit, const Appointment& known, const Appointment& now) {
  TRY(unit.appointments().rebook(now));
  const Edit edit = TRY(edit_of(unit, known, now));
  const Answer said = TRY(still_said(unit, known, edit));
  const bool anew = edit.moved || edit.came_back || edit.another_client;
  if (anew && said == Answer::none) TRY(unit.appointments().forget_answers(now.id));
  // Whose phone rings or whose text is under way has nothing to do with this visit any more.
  if (edit.moved) TRY(unit.attempts().silence(now.id, Reason::appointment_moved));
  if (edit.other_recipient) TRY(unit.attempts().silence(now.id, Reason::recipient_changed));
  TRY(unit.ledger().append(booked_entry(now, edit.moved ? "moved" : edit.came_back ? "came_back" : "edited")));
  if (has_said_all(said)) return ImportCounts{.changed = 1};
  return ImportCounts{.changed = 1, .reminders = TRY(plan_edited(unit, known, now, edit))};
}

Result<ImportCounts> take_known(Unit& unit, const Appointment& known, Appointment appointment) {
  appointment.id = known.id;
  // The same time, written in UTC by now or with its zone, is the promise that it was.
  if (same_time(known.start, appointment.start)) appointment.start.authority = known.start.authority;
  // A key that may reach few restricts what it adds, and nothing that was there.
  if (appointment.audience != Audience::everybody) appointment.audience = known.audience;
  // An older copy of the event, in an older file. A feed is as it is now, also when it was restored or has moved house.
  if (!feed_of(known.source) && appointment.sequence < known.sequence) return ImportCounts{.unchanged = 1};
  if (says_the_same(known, appointment)) return ImportCounts{.unchanged = 1};
  if (appointment.booking == Booking::cancelled) {
    TRY(cancel(unit, appointment));
    return ImportCounts{.cancelled = 1};
  }
  return take_edited(unit, known, appointment);
}

/// Who has this visit by now, where it was another client's as the calendar wrote it: whatever they did not want, they
/// still do not want. Whom a calendar writes otherwise keeps the zone and the language that were given here.
Result<ClientId> whose_by_now(Unit& unit, const Client& named, ClientId was) {
  const Client before = TRY(unit.clients().get(was));
  Client now = named;
  if (same_person(before, named)) {
    now.zone = before.zone;
    now.language = before.language;
  }
  now.id = TRY(unit.clients().find_or_add(now));
  TRY(keep_wishes(unit, before, TRY(unit.clients().get(now.id))));
  return now.id;
}

Result<ClientId> whose(Unit& unit, const Client& named, const std::optional<Appointment>& known) {
  if (!known) return unit.clients().find_or_add(named);
  // A visit that still has neither number nor address in its calendar, and whose client was given one here, keeps it.
  const bool without_ways = named.number.empty() && named.email.empty();
  if (without_ways && TRY(unit.clients().was(known->client, named))) return known->client;
  if (TRY(unit.clients().find(named)) == known->client) return known->client;
  return whose_by_now(unit, named, known->client);
}

/// `left_behind`: sources_left_behind(), for a feed.
Error not_of_a_guest() {
  return {ErrorCode::conflict, "a visit of the file was not made by a guest key, and none may move it or give it away"};
}

Result<ImportCounts> take_one(Unit& unit, const ImportSource& source, const std::vector<std::string>& left_behind,
                              const intake::Booked& booked) {
  const Client named = client_of(booked);
  auto known = TRY(unit.appointments().find(source.name, booked.uid, booked.recurrence));
  if (known && !may_touch(source, *known)) return not_of_a_guest();
  if (!known) known = TRY(take_over(unit, left_behind, booked, source.name));
  const ClientId client = TRY(whose(unit, named, known));
  if (!source.attested.empty()) TRY(unit.clients().consent(client, named, source.attested));
  const Appointment appointment = appointment_of(source, booked, client);
  return known ? take_known(unit, *known, appointment) : take_new(unit, source, appointment);
}

/// Planned by the appointment's zone; the interlock asks again for every zone that the client could be in.
Result<ChannelHours> hours_of(const std::string& zone) {
  const Zone own = TRY(Zone::find(zone));
  ChannelHours own_hours;
  own_hours.call = {hours_constraint(Channel::call, default_hours(Channel::call), {own})};
  own_hours.text = {hours_constraint(Channel::text, default_hours(Channel::text), {own})};
  return own_hours;
}

/// By those hours and by this calendar, whose dates are the business's.
Result<ChannelHours> hours_of(Unit& unit, const std::string& zone, const Calendared& calendar) {
  ChannelHours hours = TRY(hours_of(zone));
  std::set<LocalDate> closed = calendar.without_calls();
  const auto own = Zone::find(TRY(unit.accounts().row())->account.zone);
  // Without a zone it is asked at the last moment, and there held.
  if (!closed.empty() && own) hours.call.push_back(any_hour_but_on(std::move(closed), {*own}));
  return hours;
}

}  // namespace

bool may_touch(const ImportSource& source, const Appointment& known) {
  return source.audience != Audience::guests || known.audience == Audience::guests;
}

Result<std::optional<int>> find_untouchable(Unit& unit, const ImportSource& source,
                                            std::span<const intake::Booked> bookings) {
  if (source.audience != Audience::guests) return std::optional<int>{};
  for (const auto& booked : bookings) {
    const auto known = TRY(unit.appointments().find(source.name, booked.uid, booked.recurrence));
    if (known && !may_touch(source, *known)) return std::optional(booked.line);
  }
  return std::optional<int>{};
}

ImportCounts& ImportCounts::operator+=(const ImportCounts& other) {
  added += other.added;
  changed += other.changed;
  cancelled += other.cancelled;
  unchanged += other.unchanged;
  reminders += other.reminders;
  return *this;
}

Result<bool> known_source(Unit& unit, const std::string& name) {
  return !TRY(unit.db().run("SELECT 1 FROM import WHERE account = $1 AND source = $2 LIMIT 1", {unit.account(), name}))
              .empty();
}

Result<ImportCounts> take_bookings(Unit& unit, const ImportSource& source, std::span<const intake::Booked> bookings) {
  INVARIANT(bookings.size() <= import_batch);
  std::vector<std::string> left_behind;
  if (feed_of(source.name)) left_behind = TRY(sources_left_behind(unit));
  ImportCounts counts;
  for (const auto& booked : bookings) counts += TRY(take_one(unit, source, left_behind, booked));
  TRY(note_booked_here(unit));
  return counts;
}

Result<ImportCounts> cancel_bookings(Unit& unit, std::span<const Appointment> gone) {
  for (const auto& appointment : gone) TRY(cancel(unit, appointment));
  return ImportCounts{.cancelled = static_cast<int>(gone.size())};
}

Result<ImportId> record_import(Unit& unit, const ImportSource& source, const std::string& result) {
  const Rows rows =
      TRY(unit.db().run("INSERT INTO import (account, import, at, source, name, attested, result)"
                        " VALUES ($1, (SELECT COALESCE(MAX(import), 0) + 1 FROM import WHERE account = $1), $2, $3, "
                        "$3, $4, $5) RETURNING import",
                        {unit.account(), unit.now(), source.name, source.attested, result}));
  TRY(unit.ledger().append({.kind = LedgerKind::imported,
                            // A file may bear a person's name, and what is chained can never be erased.
                            .code = feed_of(source.name) ? "feed" : "file",
                            .body = LedgerBody().personal("source", source.name).personal_json("result", result)}));
  return rows[0][0].id<ImportId>();
}

namespace {

/// The plan of these rules for one appointment by one calendar: nothing is written.
Result<std::vector<Planned>> planned_by(Unit& unit, const Calendared& calendar, std::vector<Rule> rules,
                                        const Appointment& appointment, Past past) {
  for (Rule& rule : rules) rule = counted_by(calendar.days, std::move(rule));
  const Client client = TRY(unit.clients().get(appointment.client));
  std::optional<Zone> client_zone;
  if (!client.zone.empty()) client_zone = TRY(Zone::find(client.zone));
  const ChannelHours permitted = TRY(hours_of(unit, appointment.start.zone, calendar));
  const auto plans = TRY(plan_all(rules, {.start = appointment.start,
                                          .client_zone = client_zone,
                                          .hours = permitted,
                                          .now = unit.now(),
                                          .past = past,
                                          .spread = static_cast<std::uint64_t>(appointment.client.value())}));
  std::vector<Planned> planned;
  for (const auto& plan : plans) planned.push_back(as_planned(appointment.id, plan));
  return planned;
}

Result<std::vector<Rule>> rules_in_force(Unit& unit) {
  std::vector<Rule> rules;
  for (auto& stored : TRY(unit.rules().active())) rules.push_back(std::move(stored.rule));
  return rules;
}

/// Booked, and not begun: what a rule is for.
Result<std::vector<Appointment>> booked_ahead(Unit& unit) {
  std::vector<Appointment> ahead = TRY(unit.appointments().between(unit.now(), unit.now() + hours{24 * 400}));
  std::erase_if(ahead, [](const Appointment& one) { return one.booking != Booking::booked; });
  return ahead;
}

Result<int> plan_all_ahead(Unit& unit) {
  int waiting = 0;
  for (const auto& appointment : TRY(booked_ahead(unit)))
    waiting += TRY(plan_reminders(unit, appointment, Past::left_out));
  return waiting;
}

}  // namespace

Result<int> plan_reminders(Unit& unit, const Appointment& appointment, Past past) {
  const Calendared& calendar = *TRY(unit.closed_days().calendar());
  const std::vector<Planned> planned = TRY(planned_by(unit, calendar, TRY(rules_in_force(unit)), appointment, past));
  TRY(unit.queue().withdraw(appointment.id, appointment.start.key(), Reason::appointment_moved));
  const std::vector<ReminderRow> before = TRY(unit.queue().of(appointment.id));
  const int waiting = TRY(unit.queue().plan(planned));
  const std::vector<Planned> news = plan_news(before, planned);
  if (waiting > 0 || !news.empty()) TRY(note_plan(unit, appointment, std::to_string(waiting), news));
  if (const auto moved = plan_moves(before, planned); !moved.empty())
    TRY(note_plan(unit, appointment, "times_changed", moved));
  return waiting;
}

Result<int> plan_for_changed_client(Unit& unit, const Appointment& appointment, bool other_recipient, Past past) {
  if (other_recipient) TRY(unit.attempts().silence(appointment.id, Reason::recipient_changed));
  // It is the same client: what they said stands, and who has said it all is reminded no more.
  if (has_said_all(appointment.answer)) return 0;
  const int planned = TRY(plan_reminders(unit, appointment, past));
  if (!other_recipient) return planned;
  TRY(unit.appointments().set_told(appointment.id, Told::nothing_yet));
  TRY(review_told(unit, appointment));
  return planned;
}

Result<AddedRule> add_rule(Unit& unit, const Rule& rule) {
  const RuleId id = TRY(unit.rules().add(rule));
  return AddedRule{id, TRY(plan_all_ahead(unit))};
}

Result<int> would_plan(Unit& unit, const Rule& rule) {
  const Calendared& calendar = *TRY(unit.closed_days().calendar());
  int waiting = 0;
  for (const auto& appointment : TRY(booked_ahead(unit))) {
    for (const Planned& one : TRY(planned_by(unit, calendar, {rule}, appointment, Past::left_out)))
      waiting += one.state == ReminderState::waiting ? 1 : 0;
  }
  return waiting;
}

namespace {

/// What the later plan has otherwise than the earlier one, and is still to come by it.
std::vector<Planned> otherwise(const std::vector<Planned>& before, std::vector<Planned> now) {
  std::vector<Planned> changed;
  for (std::size_t i = 0; i < now.size(); ++i) {
    const bool same =
        before[i].state == now[i].state && before[i].due == now[i].due && before[i].send_at == now[i].send_at;
    if (now[i].state == ReminderState::waiting && !same) changed.push_back(std::move(now[i]));
  }
  return changed;
}

}  // namespace

Result<int> plan_by_changed_calendar(Unit& unit, const Calendared& before) {
  const Calendared& now = *TRY(unit.closed_days().calendar());
  if (now == before) return 0;  // another name
  const std::vector<Rule> rules = TRY(rules_in_force(unit));
  int moved = 0;
  for (const auto& appointment : TRY(booked_ahead(unit))) {
    const auto was = TRY(planned_by(unit, before, rules, appointment, Past::left_out));
    auto is = TRY(planned_by(unit, now, rules, appointment, Past::left_out));
    const auto here = TRY(unit.queue().move(otherwise(was, std::move(is))));
    if (here.empty()) continue;
    moved += static_cast<int>(here.size());
    TRY(note_plan(unit, appointment, std::string(closed_days_changed), here));
  }
  return moved;
}

Result<int> restore_rule(Unit& unit, RuleId rule) {
  TRY(unit.rules().restore(rule));
  return plan_all_ahead(unit);
}

}  // namespace courtesy
