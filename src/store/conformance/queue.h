// What every store must keep of reminders: planned once, decided once, and never tried again in doubt. Included by
// tests alone.
#pragma once

#include <doctest/doctest.h>

#include <optional>
#include <string>
#include <vector>

#include "store/conformance/reminders.h"
#include "store/ledger.h"
#include "store/progress.h"

namespace courtesy::conformance {

inline void planning_again_changes_nothing(StoreBench& bench) {
  CHECK(plan(bench, key_of(1), noon()) == 1);
  CHECK(plan(bench, key_of(1), noon()) == 0);
  CHECK(reminder(bench, key_of(1)).send_at == noon());
  // But for its time, when the same start is at another instant now.
  CHECK(plan(bench, key_of(1), noon() + hours{1}) == 0);
  CHECK(reminder(bench, key_of(1)).send_at == noon() + hours{1});
  CHECK(reminder(bench, key_of(1)).look_at == noon() + hours{1});
  const auto dropped = [](Unit& unit) {
    auto one = planned(key_of(2, 10), noon());
    one.state = ReminderState::dropped;
    one.reason = Reason::too_late;
    return unit.queue().plan(std::vector{one});
  };
  CHECK(ask<int>(bench, dropped).value() == 0);
  CHECK(plan(bench, key_of(2, 10), noon()) == 0);
  CHECK(reminder(bench, key_of(2, 10)).state == ReminderState::dropped);
}

inline void many_planned_at_once_are_each_added_once(StoreBench& bench) {
  // More than go into one statement, one of them twice, and the last time says when; three were there before.
  std::vector<Planned> many;
  for (int i = 1; i <= 150; ++i) many.push_back(planned(key_of(i), noon()));
  many.push_back(planned(key_of(7), noon() + hours{2}));
  for (const int before : {3, 70, 149}) plan(bench, key_of(before), noon() + hours{1});
  const auto at_once = [=](Unit& unit) { return unit.queue().plan(many); };
  CHECK(ask<int>(bench, at_once).value() == 147);
  for (const int one : {1, 3, 64, 65, 70, 149, 150}) CHECK(reminder(bench, key_of(one)).look_at == noon());
  CHECK(reminder(bench, key_of(7)).look_at == noon() + hours{2});
  CHECK(ask<int>(bench, at_once).value() == 0);
}

inline void withdrawn_waits_again_when_its_start_returns(StoreBench& bench) {
  plan(bench, key_of(1), noon());
  const auto withdraw = [](const std::string& keep) {
    return [=](Unit& unit) { return unit.queue().withdraw(AppointmentId(1), keep, Reason::appointment_moved); };
  };
  CHECK(ask<int>(bench, withdraw(key_of(1).start)).value() == 0);
  CHECK(ask<int>(bench, withdraw("2026-05-21T09:00")).value() == 1);
  CHECK(reminder(bench, key_of(1)).state == ReminderState::withdrawn);
  CHECK(reminder(bench, key_of(1)).reason == Reason::appointment_moved);
  CHECK(plan(bench, key_of(1), noon() + hours{1}) == 1);
  CHECK(reminder(bench, key_of(1)).state == ReminderState::waiting);
  CHECK(reminder(bench, key_of(1)).send_at == noon() + hours{1});
}

inline void settle(StoreBench& bench, ReminderState state, std::optional<Instant> look_at = {}) {
  CHECK(committed(
      write(bench, [=](Unit& unit) { return unit.queue().settle(key_of(1), state, Reason::none, look_at); })));
}

inline void what_may_have_reached_somebody_never_waits_again(StoreBench& bench) {
  plan(bench, key_of(1), noon());
  const Attempt attempt = intend_one(bench);
  const auto doubts = {AttemptState::intended, AttemptState::unknown, AttemptState::absent, AttemptState::ended};
  for (const AttemptState state : doubts) {
    CAPTURE(to_string(state));
    put_in_state(bench, attempt.id, state);
    settle(bench, ReminderState::waiting, noon());
    CHECK(reminder(bench, key_of(1)).state == ReminderState::intended);
  }
  put_in_state(bench, attempt.id, AttemptState::not_sent);
  settle(bench, ReminderState::waiting, noon());
  CHECK(reminder(bench, key_of(1)).state == ReminderState::waiting);
  CHECK(ask<int>(bench, [](Unit& unit) {
          return unit.queue().withdraw(AppointmentId(1), "", Reason::appointment_cancelled);
        }).value() == 1);
  for (const AttemptState state : doubts) {
    CAPTURE(to_string(state));
    put_in_state(bench, attempt.id, state);
    CHECK(plan(bench, key_of(1), noon()) == 0);
  }
  put_in_state(bench, attempt.id, AttemptState::not_sent);
  CHECK(plan(bench, key_of(1), noon()) == 1);
}

/// A send that was thought not to have left, and then its callback comes.
inline void what_happened_after_all_counts_and_is_not_tried_again(StoreBench& bench) {
  plan(bench, key_of(1), noon());
  const Attempt attempt = intend_one(bench);
  const auto end = [&](EndingKind kind) {
    CHECK(committed(write(bench, [&](Unit& unit) {
      return record_ending(unit, attempt.id, {.kind = kind, .provider_id = {}, .code = {}, .detail = {}}, {});
    })));
  };
  const auto report = [&](AttemptState state, AttemptOutcome outcome) {
    CHECK(committed(write(bench, [&](Unit& unit) -> Result<void> {
      Attempt stored = TRY(unit.attempts().get(attempt.id));
      return advance(unit, stored, {.state = state, .outcome = outcome});
    })));
  };
  end(EndingKind::not_sent);
  CHECK(reminder(bench, key_of(1)).state == ReminderState::waiting);
  CHECK(contacts(bench).empty());
  report(AttemptState::ringing, AttemptOutcome::none);
  CHECK(reminder(bench, key_of(1)).state == ReminderState::intended);
  REQUIRE(contacts(bench).size() == 1);
  CHECK(contacts(bench)[0].running);
  CHECK(contacts(bench)[0].at == noon());
  report(AttemptState::ended, AttemptOutcome::no_answer);
  CHECK(reminder(bench, key_of(1)).state == ReminderState::failed);
  CHECK_FALSE(contacts(bench)[0].running);
  report(AttemptState::ended, AttemptOutcome::heard);  // a key that was reported late
  CHECK(reminder(bench, key_of(1)).state == ReminderState::done);
}

/// Two endings of one moment: the gateway says that the recipient has opted out, and takes a call to them.
inline void what_one_ending_calls_off_another_does_not_bring_back(StoreBench& bench) {
  plan(bench, key_of(1), noon());
  plan(bench, key_of(2, 10), noon());
  const auto attempts = ask<std::vector<Attempt>>(bench, intend_all).value();
  REQUIRE(attempts.size() == 2);
  const std::vector<Ended> endings{
      {attempts[0].id,
       {.kind = EndingKind::refused, .provider_id = {}, .code = "21610", .detail = {}, .opted_out = true},
       {}},
      {attempts[1].id, {.kind = EndingKind::accepted, .provider_id = "CA1", .code = {}, .detail = {}}, {}},
  };
  CHECK(committed(write(bench, [&](Unit& unit) { return record_endings(unit, endings); })));
  const Attempt taken = read<Attempt>(bench, [&](Unit& unit) { return unit.attempts().get(attempts[1].id); }).value();
  CHECK(taken.state == AttemptState::accepted);
  CHECK(taken.silenced == Reason::suppressed);
  CHECK(to_be_called_off(taken));
}

inline void look_takes_the_oldest_due_in_order(StoreBench& bench) {
  plan(bench, key_of(3, 11), noon() - minutes{1});
  plan(bench, key_of(1), noon() - minutes{1});
  plan(bench, key_of(2, 10), noon() - minutes{2});
  plan(bench, key_of(4, 12), noon() + minutes{1});
  const auto look = [&](int limit) {
    std::vector<std::int64_t> appointments;
    for (const auto& due : ask<std::vector<Due>>(bench, [=](Unit& unit) { return unit.queue().look(limit); }).value()) {
      CHECK(due.recipient == number);
      appointments.push_back(due.key.appointment.value());
    }
    return appointments;
  };
  CHECK(look(10) == std::vector<std::int64_t>{2, 1, 3});
  CHECK(look(2) == std::vector<std::int64_t>{2, 1});
  bench.pass(minutes{1});
  CHECK(look(10) == std::vector<std::int64_t>{2, 1, 3, 4});  // due at this very moment is due
}

inline void verdicts_are_written_once(StoreBench& bench) {
  const Decision decisions[] = {allow(), defer(noon() + hours{1}, Reason::recipient_cap), hold(Reason::zone_unknown),
                                drop(Reason::too_late)};
  for (int i = 0; i < 4; ++i) plan(bench, key_of(i + 1, 9 + i), noon());
  std::vector<Verdict> verdicts;
  const auto due = ask<std::vector<Due>>(bench, [](Unit& unit) { return unit.queue().look(10); }).value();
  for (std::size_t i = 0; i < 4; ++i) verdicts.push_back({due.at(i), decisions[i]});
  const auto record = [&](Unit& unit) { return unit.queue().record(verdicts); };
  CHECK(committed(write(bench, record)));
  CHECK(reminder(bench, key_of(1)).state == ReminderState::intended);
  CHECK(reminder(bench, key_of(1)).attempts == 1);
  const ReminderRow deferred = reminder(bench, key_of(2, 10));
  CHECK(deferred.state == ReminderState::waiting);
  CHECK(deferred.look_at == noon() + hours{1});
  CHECK(deferred.send_at == noon() + hours{1});
  CHECK(reminder(bench, key_of(3, 11)).state == ReminderState::held);
  CHECK(reminder(bench, key_of(4, 12)).state == ReminderState::dropped);
  CHECK(reminder(bench, key_of(4, 12)).reason == Reason::too_late);
  // Decided by somebody else meanwhile: all of this unit's verdicts are off, the first one's too.
  const WriteEnding again = write(bench, [&](Unit& unit) {
    std::swap(verdicts[0], verdicts[1]);
    return unit.queue().record(verdicts);
  });
  CHECK(again.work.error().code == ErrorCode::conflict);
  CHECK(reminder(bench, key_of(2, 10)).look_at == noon() + hours{1});
}

inline void only_the_intended_is_settled(StoreBench& bench) {
  plan(bench, key_of(1), noon());
  settle(bench, ReminderState::done);
  CHECK(reminder(bench, key_of(1)).state == ReminderState::waiting);
  put_in_state(bench, intend_one(bench).id, AttemptState::not_sent);
  settle(bench, ReminderState::waiting, noon() + minutes{5});
  CHECK(reminder(bench, key_of(1)).look_at == noon() + minutes{5});
  bench.pass(minutes{5});
  CHECK(intend_one(bench).n == 2);
  settle(bench, ReminderState::done);
  CHECK(reminder(bench, key_of(1)).state == ReminderState::done);
  // No attempt for it has an outcome that reached anybody: a text that was sent, and then not delivered.
  settle(bench, ReminderState::failed);
  CHECK(reminder(bench, key_of(1)).state == ReminderState::failed);
  settle(bench, ReminderState::done);
  CHECK(reminder(bench, key_of(1)).state == ReminderState::done);
  CHECK(
      read<bool>(bench, [](Unit& unit) { return unit.queue().exhausted(AppointmentId(1), key_of(1).start); }).value());
}

inline void one_reminder_is_hastened_left_out_and_taken_in(StoreBench& bench) {
  const ReminderKey key{AppointmentId(1), RuleId(1), Channel::call, start_of(9).key()};
  const Planned planned{
      .key = key, .due = noon() + hours{9}, .send_at = noon() + hours{9}, .state = ReminderState::waiting};
  const auto wish = [&](Result<void> (Queue::*verb)(const ReminderKey&)) {
    return committed(write(bench, [&](Unit& unit) { return (unit.queue().*verb)(key); }));
  };
  CHECK_FALSE(wish(&Queue::hasten));
  CHECK(ask<int>(bench, [&](Unit& unit) { return unit.queue().plan(std::vector{planned}); }).value() == 1);
  CHECK_FALSE(wish(&Queue::take_in_again));
  CHECK(wish(&Queue::leave_out));
  CHECK_FALSE(wish(&Queue::hasten));
  CHECK(wish(&Queue::take_in_again));
  CHECK(wish(&Queue::hasten));
  const auto due = ask<std::vector<Due>>(bench, [](Unit& unit) { return unit.queue().look(5); }).value();
  REQUIRE(due.size() == 1);
  CHECK(due[0].key == key);
}

inline constexpr StoreRule queue_rules[] = {
    {"planning again changes nothing", planning_again_changes_nothing},
    {"many planned at once are each added once", many_planned_at_once_are_each_added_once},
    {"what was withdrawn waits again when its start returns", withdrawn_waits_again_when_its_start_returns},
    {"what may have reached somebody never waits again", what_may_have_reached_somebody_never_waits_again},
    {"what happened after all counts, and is not tried again", what_happened_after_all_counts_and_is_not_tried_again},
    {"what one ending calls off another of the same moment does not bring back",
     what_one_ending_calls_off_another_does_not_bring_back},
    {"a look takes what is due, oldest first, and no more than asked for", look_takes_the_oldest_due_in_order},
    {"verdicts are written where the reminder still waits, or none is", verdicts_are_written_once},
    {"only an intended reminder is settled", only_the_intended_is_settled},
    {"one reminder is hastened, left out and taken in", one_reminder_is_hastened_left_out_and_taken_in},
};

}  // namespace courtesy::conformance
