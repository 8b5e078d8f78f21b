#include "store/by_hand.h"

#include "base/recipient_key.h"
#include "store/answers.h"
#include "store/booking.h"
#include "store/feeds.h"
#include "store/ledger.h"
#include "store/queue.h"
#include "store/same_person.h"
#include "store/told.h"
#include "store/unit.h"

namespace courtesy {
namespace {

LedgerEntry noted(const Appointment& about, std::string code, const std::string& who) {
  return {.kind = LedgerKind::by_hand,
          .code = std::move(code),
          .client = about.client,
          .appointment = about.id,
          .body = LedgerBody().plain("who", who)};
}

/// As a source would say it of a client who is known.
Result<intake::Booked> booked_for(Unit& unit, ClientId id) {
  const Client client = TRY(unit.clients().get(id));
  intake::Booked booked;
  booked.name = client.name;
  if (!client.number.empty()) booked.number = TRY(PhoneNumber::parse(client.number));
  booked.email = client.email;
  booked.unreachable = client.unreachable;
  return booked;
}

Result<intake::Booked> booked_as(Unit& unit, const Appointment& known) {
  intake::Booked booked = TRY(booked_for(unit, known.client));
  booked.uid = known.uid;
  booked.recurrence = known.recurrence;
  booked.sequence = known.sequence;
  booked.start = known.start;
  booked.booking = known.booking;
  booked.summary = known.summary;
  return booked;
}

/// Whoever changes a visit changes nothing about whom it may reach.
Result<void> take(Unit& unit, const Appointment& known, const intake::Booked& booked) {
  TRY(take_bookings(unit, {.name = known.source, .attested = "", .audience = known.audience}, std::span(&booked, 1)));
  return {};
}

/// A calendar that is read every few minutes would take the change back, and tell the client twice.
Result<Appointment> changeable(Unit& unit, AppointmentId id) {
  Appointment known = TRY(unit.appointments().get(id));
  const auto feed = feed_of(known.source);
  if (!feed || !TRY(unit.feeds().is_read(*feed))) return known;
  return Error{ErrorCode::conflict,
               "this appointment comes from a calendar that is read again every few minutes: change it there"};
}

/// What the client said for this start still stands, and withdraws what planning has brought back.
Result<void> keep_answer(Unit& unit, const Appointment& before) {
  if (before.answer == Answer::none) return {};
  return set_answer(unit, before.id, before.answer);
}

LedgerBody changes(const Client& before, const Client& now, const std::string& who) {
  LedgerBody body = LedgerBody().plain("who", who);
  const auto told = [&](const char* name, const std::string& was, const std::string& is) {
    if (was != is) body.personal(std::string("was_") + name, was).personal(name, is);
  };
  told("name", before.name, now.name);
  told("number", before.number, now.number);
  told("email", before.email, now.email);
  told("zone", before.zone, now.zone);
  told("language", before.language, now.language);
  return body;
}

Result<void> wish(Unit& unit, const ReminderKey& key, ReminderWish what) {
  switch (what) {
    case ReminderWish::now: return unit.queue().hasten(key);
    case ReminderWish::not_at_all: TRY(unit.queue().leave_out(key)); return note_untold(unit, key);
    case ReminderWish::after_all: TRY(unit.queue().take_in_again(key)); return note_to_come(unit, key);
  }
  return {};
}

std::string_view code_of(ReminderWish wish) {
  switch (wish) {
    case ReminderWish::now: return "reminder_now";
    case ReminderWish::not_at_all: return "reminder_left_out";
    case ReminderWish::after_all: return "reminder_after_all";
  }
  return "";
}

}  // namespace

Result<AppointmentId> book_by_hand(Unit& unit, const TypedVisit& visit, const std::string& who) {
  intake::Booked booked = TRY(booked_for(unit, visit.client));
  booked.uid = visit.uid;
  booked.start = visit.start;
  booked.summary = visit.summary;
  TRY(take_bookings(unit, {.name = staff_source, .attested = visit.attested, .audience = visit.audience},
                    std::span(&booked, 1)));
  const auto added = TRY(unit.appointments().find(staff_source, visit.uid, ""));
  INVARIANT(added.has_value());
  TRY(unit.ledger().append(noted(*added, "visit_booked", who)));
  return added->id;
}

Result<void> move_by_hand(Unit& unit, AppointmentId id, const Start& start, const std::string& summary,
                          const std::string& who) {
  const Appointment known = TRY(changeable(unit, id));
  if (known.booking == Booking::cancelled)
    return Error{ErrorCode::conflict, "this appointment is cancelled: take that back first"};
  intake::Booked booked = TRY(booked_as(unit, known));
  booked.start = start;
  booked.summary = summary;
  TRY(take(unit, known, booked));
  const bool moved = known.start.key() != start.key();
  if (!moved) TRY(keep_answer(unit, known));
  return unit.ledger().append(noted(known, moved ? "visit_moved" : "visit_edited", who));
}

Result<void> cancel_by_hand(Unit& unit, AppointmentId id, const std::string& who) {
  const Appointment known = TRY(changeable(unit, id));
  if (known.booking == Booking::cancelled) return {};
  intake::Booked booked = TRY(booked_as(unit, known));
  booked.booking = Booking::cancelled;
  TRY(take(unit, known, booked));
  return unit.ledger().append(noted(known, "visit_cancelled", who));
}

Result<void> restore_by_hand(Unit& unit, AppointmentId id, const std::string& who) {
  const Appointment known = TRY(changeable(unit, id));
  if (known.booking != Booking::cancelled) return Error{ErrorCode::conflict, "this appointment is not cancelled"};
  intake::Booked booked = TRY(booked_as(unit, known));
  booked.booking = Booking::booked;
  TRY(take(unit, known, booked));
  TRY(keep_answer(unit, known));
  return unit.ledger().append(noted(known, "visit_restored", who));
}

Result<void> wish_for_reminder(Unit& unit, const ReminderKey& key, ReminderWish what, const std::string& who) {
  const Due due = TRY(unit.queue().get(key));
  TRY(wish(unit, key, what));
  return unit.ledger().append(
      entry_about(due, LedgerKind::by_hand, std::string(code_of(what)), LedgerBody().plain("who", who)));
}

Result<int> change_client_by_hand(Unit& unit, const Client& client, const std::string& who) {
  const Client before = TRY(unit.clients().get(client.id));
  TRY(unit.clients().change(client));
  TRY(keep_wishes(unit, before, client));
  TRY(unit.ledger().append({.kind = LedgerKind::by_hand,
                            .code = "client_changed",
                            .client = client.id,
                            .body = changes(before, client, who)}));
  const bool other_recipient =
      before.number != client.number || recipient_key(before.email) != recipient_key(client.email);
  if (!other_recipient && before.zone == client.zone) return 0;
  const auto ahead = TRY(unit.appointments().ahead_of(client.id));
  for (const auto& appointment : ahead) TRY(plan_for_changed_client(unit, appointment, other_recipient));
  return static_cast<int>(ahead.size());
}

}  // namespace courtesy
