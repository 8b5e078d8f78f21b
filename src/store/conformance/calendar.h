// What every store must answer of many days, and of what became of their visits. Included by tests alone.
#pragma once

#include <doctest/doctest.h>

#include <vector>

#include "store/attempts.h"
#include "store/calendar.h"
#include "store/conformance/bench.h"
#include "store/queue.h"
#include "store/report.h"

namespace courtesy::conformance {

inline Attempt attempt_of(int appointment, int id) {
  Attempt one;
  one.id = AttemptId(id);
  one.reminder = {AppointmentId(appointment), RuleId(1), Channel::call, start_of(8 + appointment).key()};
  one.n = id;
  one.client = ClientId(1);
  one.recipient = std::string(number);
  one.secret = "s";
  one.intended_at = noon();
  one.send_by = noon();
  return one;
}

/// Of four visits the first was heard at the second try and showed, the second left to a machine after a beep, the
/// third failed, and of the fourth an attempt is in doubt.
inline void make_outcomes(StoreBench& bench) {
  CHECK(committed(write(bench, [](Unit& unit) -> Result<void> {
    const std::vector<Attempt> attempts{attempt_of(1, 1), attempt_of(1, 2), attempt_of(2, 3), attempt_of(3, 4),
                                        attempt_of(4, 5)};
    TRY(unit.attempts().add(attempts));
    const auto set = [&](int id, const char* state, const char* outcome, const char* evidence) {
      return unit.db().run(
          "UPDATE attempt SET state = $3, outcome = $4, evidence = $5, look_at = NULL WHERE account = $1 AND attempt = "
          "$2",
          {unit.account(), id, state, outcome, evidence});
    };
    TRY(set(1, "ended", "no_answer", "none"));
    TRY(set(2, "ended", "heard", "none"));
    TRY(set(3, "ended", "machine", "beep"));
    TRY(set(4, "refused", "none", "none"));
    TRY(set(5, "unknown", "none", "none"));
    TRY(unit.appointments().set_told(AppointmentId(1), Told::told));
    TRY(unit.appointments().set_presence(AppointmentId(1), Presence::showed));
    TRY(unit.appointments().set_told(AppointmentId(2), Told::told));
    return unit.appointments().set_told(AppointmentId(3), Told::failed);
  })));
}

inline Instant first_day() { return noon() - hours{24 * 40}; }
/// Longer than what is counted at once.
inline Instant after_all_days() { return noon() + hours{24 * 80}; }

inline void days_are_counted_by_state(StoreBench& bench) {
  make_outcomes(bench);
  const auto counts =
      read<StateCounts>(bench, [](Unit& unit) { return Calendar(unit).counts(first_day(), after_all_days()); }).value();
  CHECK(counts == StateCounts{1, 0, 1, 1, 0, 1, 0, 0});
  const auto visits = read<std::vector<ShortVisit>>(bench, [](Unit& unit) {
                        return Calendar(unit).visits(first_day(), after_all_days(), 3);
                      }).value();
  REQUIRE(visits.size() == 3);
  CHECK(visits[0].state == AppointmentState::showed);
  CHECK(visits[1].name == "Ana");
  CHECK(visits[2].state == AppointmentState::not_notified);
  const auto nobody = read<StateCounts>(bench, [](Unit& unit) { return Calendar(unit).counts(noon(), noon()); });
  CHECK(nobody.value() == StateCounts{});
}

inline void those_to_ring_by_hand_are_found_together(StoreBench& bench) {
  make_outcomes(bench);
  const Planned waiting{.key = attempt_of(4, 5).reminder,
                        .due = noon() + hours{9},
                        .send_at = noon() + hours{9},
                        .state = ReminderState::waiting};
  CHECK(ask<int>(bench, [&](Unit& unit) { return unit.queue().plan(std::vector{waiting}); }).value() == 1);
  const auto ring = read<std::vector<ToRing>>(bench, [](Unit& unit) {
                      return Calendar(unit).to_ring(first_day(), after_all_days());
                    }).value();
  REQUIRE(ring.size() == 2);
  CHECK(ring[0].id == AppointmentId(3));
  CHECK_FALSE(ring[0].perhaps);
  CHECK(ring[1].id == AppointmentId(4));
  CHECK(ring[1].perhaps);
}

inline void a_report_counts_visits_and_what_left(StoreBench& bench) {
  make_outcomes(bench);
  const auto of = [](Unit& unit) { return PeriodReport(unit, first_day(), after_all_days()); };
  const auto visits = read<std::vector<VisitCount>>(bench, [&](Unit& unit) { return of(unit).visits(); }).value();
  std::int64_t all = 0;
  std::int64_t reached = 0;
  for (const auto& one : visits) {
    CHECK(one.date == "2026-05-20");
    all += one.visits;
    if (one.reached) reached += one.visits;
  }
  CHECK(all == 4);
  CHECK(reached == 2);
  for (const ReachedBy by : {ReachedBy::channel, ReachedBy::rule}) {
    std::int64_t tried = 0;
    std::int64_t by_it = 0;
    const auto found = read<std::vector<VisitCount>>(bench, [&](Unit& unit) { return of(unit).visits_by(by); }).value();
    for (const auto& one : found) {
      CHECK(one.key == (by == ReachedBy::channel ? "call" : "1"));
      tried += one.visits;
      if (one.reached) by_it += one.visits;
    }
    CHECK(tried == 3);
    CHECK(by_it == 2);
  }
  std::int64_t left = 0;
  std::int64_t beeps = 0;
  const auto attempts = read<std::vector<AttemptCount>>(bench, [&](Unit& unit) { return of(unit).attempts(); }).value();
  for (const auto& one : attempts) {
    left += one.attempts;
    if (one.evidence == Evidence::beep) beeps += one.attempts;
  }
  CHECK(left == 4);
  CHECK(beeps == 1);
  CHECK(read<std::vector<VisitCount>>(
            bench, [&](Unit& unit) { return of(unit).visits_by(ReachedBy::channel); }, theirs)
            .value()
            .empty());
}

inline constexpr StoreRule calendar_rules[] = {
    {"days are counted by state", days_are_counted_by_state},
    {"those to ring by hand are found together", those_to_ring_by_hand_are_found_together},
    {"a report counts visits and what left", a_report_counts_visits_and_what_left},
};

}  // namespace courtesy::conformance
