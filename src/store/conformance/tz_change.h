// What every store must keep when the tz database is another one. Included by tests alone.
#pragma once

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "store/booking.h"
#include "store/conformance/bench.h"
#include "store/ledger.h"
#include "store/queue.h"
#include "store/tz_change.h"

namespace courtesy::conformance {

/// A visit as another tz database had it: with its reminder planned by that.
inline AppointmentId add_by_old_clocks(StoreBench& bench, const Start& start, const std::string& uid = "old") {
  return ask<AppointmentId>(bench,
                            [&](Unit& unit) -> Result<AppointmentId> {
                              Appointment visit;
                              visit.source = "book";
                              visit.uid = uid;
                              visit.client = TRY(unit.clients().find_or_add({.name = "Bo", .number = "+12125550177"}));
                              visit.start = start;
                              visit.id = TRY(unit.appointments().add(visit));
                              TRY(plan_reminders(unit, visit, Past::may_be_late));
                              return visit.id;
                            })
      .value();
}

inline Start an_hour_off(int hour) {
  Start start = start_of(hour);
  start.instant += hours{1};
  return start;
}

inline int derive_all(StoreBench& bench) {
  int changed = 0;
  for (AppointmentId after{};;) {
    const DerivedAgain done =
        ask<DerivedAgain>(bench, [&](Unit& unit) { return derive_visits_again(unit, after); }).value();
    changed += done.changed;
    after = done.last;
    if (!after) return changed;
  }
}

inline ReminderRow row_of(StoreBench& bench, AppointmentId visit) {
  return read<std::vector<ReminderRow>>(bench, [&](Unit& unit) { return unit.queue().of(visit); }).value().at(0);
}

inline Appointment visit_of(StoreBench& bench, AppointmentId visit) {
  return read<Appointment>(bench, [&](Unit& unit) { return unit.appointments().get(visit); }).value();
}

inline std::vector<std::string> codes_of(StoreBench& bench, AppointmentId visit) {
  const auto rows =
      read<std::vector<LedgerRow>>(bench, [&](Unit& unit) { return unit.ledger().find({.appointment = visit}); });
  std::vector<std::string> codes;
  for (const LedgerRow& row : rows.value()) codes.insert(codes.begin(), row.kind + " " + row.code);
  return codes;
}

/// The furnished rule calls the day before at the same time.
inline void another_tz_database_moves_what_follows_from_it(StoreBench& bench) {
  const AppointmentId visit = add_by_old_clocks(bench, an_hour_off(9));
  CHECK(row_of(bench, visit).due == parse_instant("2026-05-19T14:00:00Z").value());
  CHECK(derive_all(bench) == 1);
  CHECK(visit_of(bench, visit).start.instant == start_of(9).instant);
  CHECK(visit_of(bench, visit).start.local == start_of(9).local);
  const ReminderRow row = row_of(bench, visit);
  CHECK(row.due == parse_instant("2026-05-19T13:00:00Z").value());
  CHECK(row.send_at == row.due);
  CHECK(row.look_at == row.due);
  CHECK(row.state == ReminderState::waiting);
  const std::vector<std::string> on_record{"planned 1", "booked clocks_changed", "planned times_changed"};
  CHECK(codes_of(bench, visit) == on_record);
  CHECK(derive_all(bench) == 0);
  CHECK(codes_of(bench, visit) == on_record);
}

inline void what_was_sent_or_wants_no_reminder_stays_as_it_is(StoreBench& bench) {
  const AppointmentId sent = add_by_old_clocks(bench, an_hour_off(9), "sent");
  const AppointmentId confirmed = add_by_old_clocks(bench, an_hour_off(10), "confirmed");
  const AppointmentId cancelled = add_by_old_clocks(bench, an_hour_off(11), "cancelled");
  const AppointmentId lost = add_by_old_clocks(bench, an_hour_off(12), "lost");
  const Instant due = row_of(bench, sent).due;
  CHECK(committed(write(bench, [&](Unit& unit) -> Result<void> {
    TRY(unit.db().run("UPDATE reminder SET state = 'done' WHERE account = $1 AND appointment = $2",
                      {unit.account(), sent}));
    TRY(unit.db().run("UPDATE appointment SET booking = 'cancelled' WHERE account = $1 AND appointment = $2",
                      {unit.account(), cancelled}));
    TRY(unit.db().run("UPDATE appointment SET zone = 'Atlantis/Lost' WHERE account = $1 AND appointment = $2",
                      {unit.account(), lost}));
    return unit.appointments().set_answer(confirmed, Answer::confirmed);
  })));
  const Instant lost_due = row_of(bench, lost).due;
  CHECK(derive_all(bench) == 2);
  CHECK(row_of(bench, sent).state == ReminderState::done);
  CHECK(row_of(bench, sent).due == due);
  CHECK(visit_of(bench, sent).start.instant == start_of(9).instant);
  CHECK(visit_of(bench, confirmed).start.instant == start_of(10).instant);
  CHECK(visit_of(bench, confirmed).answer == Answer::confirmed);
  CHECK(codes_of(bench, confirmed).back() == "booked clocks_changed");
  CHECK(visit_of(bench, cancelled).start.instant == an_hour_off(11).instant);
  CHECK(row_of(bench, lost).due == lost_due);
}

inline void a_feeds_instant_stays_and_its_wall_clock_moves(StoreBench& bench) {
  Start fed = start_at(start_of(9).instant, "America/New_York").value();
  fed.local += hours{1};
  const AppointmentId visit = add_by_old_clocks(bench, fed);
  CHECK(derive_all(bench) == 1);
  CHECK(visit_of(bench, visit).start.instant == start_of(9).instant);
  CHECK(visit_of(bench, visit).start.local == start_of(9).local);
  CHECK(codes_of(bench, visit).back() == "booked wall_clock_changed");
}

inline void visits_are_derived_again_in_small_units(StoreBench& bench) {
  for (int i = 0; i <= derived_at_once; ++i) add_by_old_clocks(bench, an_hour_off(9), "visit " + std::to_string(i));
  const auto unit_behind = [&](AppointmentId after) {
    return ask<DerivedAgain>(bench, [&](Unit& unit) { return derive_visits_again(unit, after); }).value();
  };
  const DerivedAgain first = unit_behind(AppointmentId{});
  CHECK(first.changed <= derived_at_once);
  REQUIRE(first.last);
  const DerivedAgain second = unit_behind(first.last);
  CHECK_FALSE(second.last);
  CHECK(first.changed + second.changed == derived_at_once + 1);
}

inline void accounts_know_by_which_tz_database_they_go(StoreBench& bench) {
  const auto others = [&](const std::string& version) {
    return read<std::vector<AccountId>>(
               bench, [&](Unit& house) { return derived_by_another(house, version); }, AccountId{})
        .value();
  };
  CHECK(others("2026f") == std::vector{theirs, ours});
  CHECK(committed(write(bench, [](Unit& unit) { return set_derived_by(unit, "2026f"); })));
  CHECK(others("2026f") == std::vector{theirs});
  CHECK(others("2027a") == std::vector{theirs, ours});
  CHECK(committed(write(
      bench, [](Unit& unit) { return set_derived_by(unit, "2026f"); }, theirs)));
  CHECK(others("2026f").empty());
  CHECK(others("") == std::vector{theirs, ours});
}

inline constexpr StoreRule tz_change_rules[] = {
    {"another tz database moves what follows from it", another_tz_database_moves_what_follows_from_it},
    {"what was sent or wants no reminder stays as it is", what_was_sent_or_wants_no_reminder_stays_as_it_is},
    {"a feeds instant stays and its wall clock moves", a_feeds_instant_stays_and_its_wall_clock_moves},
    {"visits are derived again in small units", visits_are_derived_again_in_small_units},
    {"accounts know by which tz database they go", accounts_know_by_which_tz_database_they_go},
};

}  // namespace courtesy::conformance
