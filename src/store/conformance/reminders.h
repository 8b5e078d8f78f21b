// Reminders that are planned, intended and found, for the rules of the conformance suite. Included by tests alone.
#pragma once

#include <doctest/doctest.h>

#include <stdexcept>
#include <string>
#include <vector>

#include "store/attempts.h"
#include "store/conformance/bench.h"
#include "store/queue.h"
#include "store/recipients.h"

namespace courtesy::conformance {

inline ReminderKey key_of(int appointment, int hour = 9) {
  return {AppointmentId(appointment), RuleId(1), Channel::call, start_of(hour).key()};
}

inline Planned planned(const ReminderKey& key, Instant at) {
  return {.key = key, .due = at, .send_at = at, .state = ReminderState::waiting};
}

inline int plan(StoreBench& bench, const ReminderKey& key, Instant at, AccountId in = ours) {
  return ask<int>(
             bench, [=](Unit& unit) { return unit.queue().plan(std::vector{planned(key, at)}); }, in)
      .value();
}

inline ReminderRow reminder(StoreBench& bench, const ReminderKey& key) {
  const auto rows = read<std::vector<ReminderRow>>(bench, [&](Unit& unit) { return unit.queue().of(key.appointment); });
  for (const auto& row : rows.value()) {
    if (row.key == key) return row;
  }
  throw std::runtime_error("no such reminder");
}

inline Attempt attempt_for(const Unit& unit, const Due& due, AttemptId id) {
  Attempt attempt;
  attempt.id = id;
  attempt.reminder = due.key;
  attempt.n = due.attempts + 1;
  attempt.client = due.client;
  attempt.recipient = due.recipient;
  attempt.secret = "secret";
  attempt.intended_at = unit.now();
  attempt.send_by = unit.now() + seconds{5};
  attempt.look_at = unit.now() + seconds{90};
  return attempt;
}

/// Takes what is due and intends all of it, as dispatch does, but without asking anybody.
inline Result<std::vector<Attempt>> intend_all(Unit& unit) {
  const auto due = TRY(unit.queue().look(16));
  TRY(unit.recipients().lock(due));
  const Facts facts = TRY(unit.facts(due));
  std::vector<Verdict> verdicts;
  std::vector<Attempt> attempts;
  AttemptId id = TRY(unit.attempts().next_id());
  for (const auto& one : due) {
    verdicts.push_back({one, allow()});
    attempts.push_back(attempt_for(unit, one, id));
    id = AttemptId(id.value() + 1);
  }
  std::vector<Reservation> reservations;
  for (std::size_t i = 0; i < due.size(); ++i)
    reservations.push_back(reservation_of(attempts[i], due[i], facts.each[i]));
  TRY(unit.recipients().reserve(reservations));
  TRY(unit.queue().record(verdicts));
  TRY(unit.attempts().add(attempts));
  return attempts;
}

inline Attempt intend_one(StoreBench& bench, AccountId in = ours) {
  return ask<std::vector<Attempt>>(bench, intend_all, in).value().at(0);
}

inline void put_in_state(StoreBench& bench, AttemptId id, AttemptState state) {
  CHECK(committed(write(bench, [=](Unit& unit) -> Result<void> {
    Attempt changed = TRY(unit.attempts().get(id));
    const AttemptState from = changed.state;
    changed.state = state;
    return unit.attempts().save(changed, from);
  })));
}

inline std::vector<PastContact> contacts(StoreBench& bench, AccountId in = ours) {
  return read<std::vector<PastContact>>(
             bench, [](Unit& unit) { return unit.recipients().contacts(std::string(number)); }, in)
      .value();
}

}  // namespace courtesy::conformance
