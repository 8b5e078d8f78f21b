#include "store/tz_change.h"

#include "appointment/start.h"
#include "store/appointments.h"
#include "store/booking.h"
#include "store/ledger.h"
#include "store/told.h"
#include "store/unit.h"

namespace courtesy {
namespace {

/// A visit that has begun by the old clocks may be still to come by the new ones. No law moves a clock by more.
constexpr hours begun_perhaps{48};

std::string shown(LocalTime local) { return to_string(local).replace(10, 1, " "); }

Result<void> note_change(Unit& unit, const Appointment& visit, const Start& now) {
  // What the client was promised stays by the wall clock, or by a feed's instant, and then the clock shows another
  // time.
  const bool stays = visit.start.local == now.local;
  LedgerBody body;
  body.plain("start", now.key());
  body.plain("was", stays ? to_string(visit.start.instant) : shown(visit.start.local));
  body.plain("is", stays ? to_string(now.instant) : shown(now.local));
  return unit.ledger().append({.kind = LedgerKind::booked,
                               .code = stays ? "clocks_changed" : "wall_clock_changed",
                               .client = visit.client,
                               .appointment = visit.id,
                               .start = now.key(),
                               .body = std::move(body)});
}

Result<void> rebook(Unit& unit, Appointment& visit, const Start& start) {
  TRY(note_change(unit, visit, start));
  visit.start = start;
  TRY(unit.appointments().rebook(visit));
  // What was too late by the clocks that were may come by those that are.
  if (visit.told == Told::failed) TRY(unit.appointments().set_told(visit.id, Told::nothing_yet));
  return {};
}

/// True: its start is another.
Result<bool> derive_again(Unit& unit, Appointment visit) {
  const auto start = derived_again(visit.start);
  if (!start) return false;  // a zone that the database has no more: what was derived from it stands
  const bool changed = !same_time(visit.start, *start);
  if (changed) TRY(rebook(unit, visit, *start));
  // Also where the start is as it was: "the day before at 17:00" and permitted hours follow from the database too.
  const bool wants_none =
      visit.answer == Answer::confirmed || visit.answer == Answer::cancelled || visit.presence != Presence::unknown;
  if (!wants_none) TRY(plan_reminders(unit, visit, Past::may_be_late));
  if (changed) TRY(review_told(unit, visit));
  return changed;
}

}  // namespace

Result<std::vector<AccountId>> derived_by_another(Unit& house, const std::string& version) {
  std::vector<AccountId> found;
  for (const Row& row : TRY(house.db().run(
           "SELECT account FROM account WHERE account <> 0 AND (derived_by <> $1 OR $1 = '') ORDER BY account DESC",
           {version})))
    found.push_back(row[0].id<AccountId>());
  return found;
}

Result<DerivedAgain> derive_visits_again(Unit& unit, AppointmentId after) {
  const auto visits = TRY(unit.appointments().booked_behind(after, unit.now() - begun_perhaps, derived_at_once));
  DerivedAgain derived;
  for (const Appointment& visit : visits) derived.changed += TRY(derive_again(unit, visit)) ? 1 : 0;
  if (std::ssize(visits) == derived_at_once) derived.last = visits.back().id;
  return derived;
}

Result<void> set_derived_by(Unit& unit, const std::string& version) {
  TRY(unit.db().run("UPDATE account SET derived_by = $2 WHERE account = $1", {unit.account(), version}));
  return {};
}

Result<void> note_booked_here(Unit& unit) {
  const std::string& here = unit.settings().tz_version;
  if (here.empty()) return {};
  TRY(unit.db().run("UPDATE account SET derived_by = '' WHERE account = $1 AND derived_by NOT IN ('', $2)",
                    {unit.account(), here}));
  return {};
}

}  // namespace courtesy
