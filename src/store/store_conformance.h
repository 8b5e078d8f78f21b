// What every store must keep, as one suite for the simulated, the embedded and the shared one. Included by tests alone.
#pragma once

#include <doctest/doctest.h>

#include <algorithm>
#include <stdexcept>
#include <string_view>
#include <vector>

#include "store/attempts.h"
#include "store/conformance/access.h"
#include "store/conformance/bench.h"
#include "store/conformance/calendar.h"
#include "store/conformance/clients.h"
#include "store/conformance/closed_days.h"
#include "store/conformance/inbox.h"
#include "store/conformance/lines.h"
#include "store/conformance/operator.h"
#include "store/conformance/prompts.h"
#include "store/conformance/templates.h"
#include "store/ledger.h"
#include "store/progress.h"
#include "store/queue.h"
#include "store/recipients.h"

namespace courtesy::conformance {

inline LedgerEntry note(const std::string& code) { return {.kind = LedgerKind::error, .code = code}; }

inline std::vector<std::string> notes(StoreBench& bench, AccountId in = ours) {
  std::vector<std::string> codes;
  for (const auto& row : read<std::vector<LedgerRow>>(
                             bench, [](Unit& unit) { return unit.ledger().after(0, 1000); }, in)
                             .value()) {
    codes.push_back(row.code);
  }
  return codes;
}

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
    Attempt attempt;
    attempt.id = id;
    attempt.reminder = one.key;
    attempt.n = one.attempts + 1;
    attempt.client = one.client;
    attempt.recipient = one.recipient;
    attempt.secret = "secret";
    attempt.intended_at = unit.now();
    attempt.send_by = unit.now() + seconds{5};
    attempt.look_at = unit.now() + seconds{90};
    attempts.push_back(attempt);
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

inline std::vector<PastContact> contacts(StoreBench& bench, AccountId in = ours) {
  return read<std::vector<PastContact>>(
             bench, [](Unit& unit) { return unit.recipients().contacts(std::string(number)); }, in)
      .value();
}

// Units -------------------------------------------------------------------------------------------------------------

inline void unit_is_whole(StoreBench& bench) {
  const WriteEnding failed = write(bench, [](Unit& unit) -> Result<void> {
    TRY(unit.ledger().append(note("lost")));
    TRY(unit.clients().suppress(std::string(number), "lost"));
    return invalid("changed my mind");
  });
  CHECK(failed.commit == CommitEnding::rolled_back);
  CHECK(failed.work.error().message == "changed my mind");
  CHECK(notes(bench).empty());
  CHECK_FALSE(read<bool>(bench, [](Unit& unit) { return unit.clients().suppressed(std::string(number)); }).value());
}

inline void neighbours_stay(StoreBench& bench) {
  std::vector<WriteEnding> endings;
  for (const std::string code : {"first", "lost", "third"}) {
    bench.store().write(
        ours,
        [=](Unit& unit) -> Result<void> {
          TRY(unit.ledger().append(note(code)));
          if (code == "lost") return invalid(code);
          return {};
        },
        [&](WriteEnding ending) { endings.push_back(std::move(ending)); });
  }
  bench.run_until([&] { return endings.size() == 3; });
  CHECK(committed(endings[0]));
  CHECK(endings[1].commit == CommitEnding::rolled_back);
  CHECK(committed(endings[2]));
  CHECK(notes(bench) == std::vector<std::string>{"first", "third"});
}

inline void a_broken_key_fails_the_unit(StoreBench& bench) {
  const WriteEnding twice = write(bench, [](Unit& unit) -> Result<void> {
    TRY(unit.attempts().keep_answer(AttemptId(1), "0", "one"));
    return unit.attempts().keep_answer(AttemptId(1), "0", "two");
  });
  CHECK(twice.work.error().code == ErrorCode::conflict);
  CHECK(committed(write(bench, [](Unit& unit) { return unit.attempts().keep_answer(AttemptId(1), "0", "three"); })));
}

inline void done_once_each_in_order(StoreBench& bench) {
  std::vector<int> order;
  std::vector<int> told(100);
  for (int i = 0; i < 100; ++i) {
    bench.store().write(
        i % 2 == 0 ? ours : theirs, [=](Unit& unit) { return unit.ledger().append(note(std::to_string(i))); },
        [&, i](WriteEnding ending) {
          CHECK(committed(ending));
          order.push_back(i);
          ++told[static_cast<std::size_t>(i)];
        });
  }
  bench.run_until([&] { return order.size() == 100; });
  const auto theirs_from = std::stable_partition(order.begin(), order.end(), [](int i) { return i % 2 == 0; });
  CHECK(std::is_sorted(order.begin(), theirs_from));
  CHECK(std::is_sorted(theirs_from, order.end()));
  CHECK(std::all_of(told.begin(), told.end(), [](int times) { return times == 1; }));
}

inline void ledger_follows_commits(StoreBench& bench) {
  std::size_t ended = 0;
  for (int i = 0; i < 20; ++i) {
    bench.store().write(
        ours,
        [=](Unit& unit) -> Result<void> {
          TRY(unit.ledger().append(std::vector{note(std::to_string(i)), note("and")}));
          if (i % 5 == 4) return invalid("no");
          return {};
        },
        [&](WriteEnding) { ++ended; });
  }
  bench.run_until([&] { return ended == 20; });
  const auto rows = read<std::vector<LedgerRow>>(bench, [](Unit& unit) { return unit.ledger().after(0, 100); }).value();
  REQUIRE(rows.size() == 32);
  std::size_t at = 0;
  for (int i = 0; i < 20; ++i) {
    if (i % 5 == 4) continue;
    CHECK(rows[at].seq == static_cast<std::int64_t>(at + 1));  // without gaps: what rolled back took no number
    CHECK(rows[at].code == std::to_string(i));
    at += 2;
  }
  CHECK(notes(bench, theirs).empty());
}

inline void clock_is_read_in_the_unit(StoreBench& bench) {
  const auto now = [](Unit& unit) -> Result<Instant> { return unit.now(); };
  const Instant before = ask<Instant>(bench, now).value();
  bench.pass(minutes{5});
  CHECK(ask<Instant>(bench, now).value() - before == minutes{5});
}

inline void unknown_account_is_refused(StoreBench& bench) {
  const WriteEnding ending = write(
      bench, [](Unit& unit) { return unit.ledger().append(note("nobody's")); }, AccountId(99));
  CHECK(ending.commit == CommitEnding::rolled_back);
  CHECK(ending.work.error().code == ErrorCode::not_found);
}

inline void an_older_life_cannot_write(StoreBench& bench) {
  CHECK(committed(write(bench, [](Unit& unit) { return unit.ledger().append(note("ours")); })));
  bench.begin_another_life();
  const WriteEnding ending = write(bench, [](Unit& unit) { return unit.ledger().append(note("a zombie's")); });
  CHECK(ending.commit == CommitEnding::rolled_back);
  CHECK(ending.work.error().code == ErrorCode::conflict);
  CHECK(notes(bench) == std::vector<std::string>{"ours"});  // it may still read
}

// Reading -----------------------------------------------------------------------------------------------------------

inline void read_is_a_snapshot(StoreBench& bench) {
  constexpr int rounds = 40;
  int ended = 0;
  for (int i = 0; i < rounds; ++i) {
    bench.store().write(
        ours,
        [](Unit& unit) {
          return unit.ledger().append(std::vector{note("a"), note("b")});
        },
        [&](WriteEnding) { ++ended; });
    bench.store().read(
        ours,
        [](Unit& unit) -> Result<void> {
          const std::int64_t last = TRY(unit.ledger().last_seq());
          const auto rows = TRY(unit.ledger().after(0, 1000));
          const std::int64_t last_again = TRY(unit.ledger().last_seq());
          const bool whole = last == last_again && static_cast<std::int64_t>(rows.size()) == last && last % 2 == 0;
          return whole ? Result<void>{} : invalid("half of a unit was seen");
        },
        [&](Result<void> result) {
          CHECK(result.ok());
          ++ended;
        });
  }
  bench.run_until([&] { return ended == 2 * rounds; });
}

inline void read_sees_what_was_committed_before(StoreBench& bench) {
  std::optional<std::size_t> seen;
  bench.store().write(
      ours, [](Unit& unit) { return unit.ledger().append(note("a")); },
      [&](WriteEnding) {
        bench.store().read(
            ours,
            [&](Unit& unit) -> Result<void> {
              seen = TRY(unit.ledger().after(0, 10)).size();
              return {};
            },
            [](Result<void>) {});
      });
  bench.run_until([&] { return seen.has_value(); });
  CHECK(*seen == 1);
}

inline void read_writes_nothing(StoreBench& bench) {
  (void)read<bool>(bench, [](Unit& unit) -> Result<bool> {
    TRY(unit.ledger().append(note("by a reader")));
    return true;
  });
  CHECK(notes(bench).empty());
}

// Doors -------------------------------------------------------------------------------------------------------------

inline void account_0_is_the_door(StoreBench& bench) {
  const AccountId house{};
  CHECK(read<std::vector<AccountId>>(
            bench, [](Unit& unit) { return unit.accounts().all(); }, house)
            .value() == std::vector{ours, theirs});
  CHECK(read<AccountId>(
            bench, [](Unit& unit) { return unit.accounts().by_number("+12125550199"); }, house)
            .value() == ours);
  CHECK(read<AccountId>(
            bench, [](Unit& unit) { return unit.accounts().by_number("+12125550000"); }, house)
            .error()
            .code == ErrorCode::not_found);
}

inline void door_says_who_has_work(StoreBench& bench) {
  plan(bench, key_of(1), noon() + hours{2});
  plan(bench, key_of(1), noon() + hours{1}, theirs);
  const auto due_after = [&](AccountId after, int limit) {
    return read<std::vector<AccountId>>(
               bench, [=](Unit& unit) { return unit.accounts().with_due(after, limit); }, AccountId{})
        .value();
  };
  const auto next = [&] {
    return read<std::optional<Instant>>(
               bench, [](Unit& unit) { return unit.accounts().next_work(); }, AccountId{})
        .value();
  };
  CHECK(due_after(AccountId{}, 10).empty());
  CHECK(next() == noon() + hours{1});
  bench.pass(hours{1});
  CHECK(due_after(AccountId{}, 10) == std::vector{theirs});
  CHECK(next() == noon() + hours{2});
  bench.pass(hours{2});
  // In a circle, from whose turn it was.
  CHECK(due_after(AccountId{}, 10) == std::vector{ours, theirs});
  CHECK(due_after(ours, 10) == std::vector{theirs, ours});
  CHECK(due_after(ours, 1) == std::vector{theirs});
  CHECK(due_after(theirs, 10) == std::vector{ours, theirs});
  intend_one(bench, theirs);
  CHECK(due_after(AccountId{}, 10) == std::vector{ours});
}

inline void stop_of_the_house_stops_all(StoreBench& bench) {
  const auto stopped = [&](AccountId in) {
    return ask<std::optional<Stop>>(
               bench, [](Unit& unit) { return unit.accounts().stop(); }, in)
        .value();
  };
  CHECK(committed(write(bench, [](Unit& unit) { return unit.accounts().set_stop("Pat", "ours alone"); })));
  CHECK(committed(write(bench, [](Unit& unit) { return unit.accounts().set_stop("Sam", "later"); })));
  REQUIRE(stopped(ours).has_value());
  CHECK(stopped(ours)->who == "Pat");
  CHECK_FALSE(stopped(theirs).has_value());
  CHECK(committed(write(
      bench, [](Unit& unit) { return unit.accounts().set_stop("failsafe", "all"); }, AccountId{})));
  CHECK(stopped(ours)->whole_house);
  CHECK(stopped(theirs)->whole_house);
  CHECK(committed(write(
      bench, [](Unit& unit) { return unit.accounts().clear_stop(); }, AccountId{})));
  CHECK(stopped(ours)->who == "Pat");
  CHECK_FALSE(stopped(theirs).has_value());
}

inline void accounts_do_not_see_each_other(StoreBench& bench) {
  plan(bench, key_of(1), noon());
  CHECK(committed(write(bench, [](Unit& unit) { return unit.clients().suppress(std::string(number), "ours"); })));
  CHECK(ask<std::vector<Due>>(
            bench, [](Unit& unit) { return unit.queue().look(10); }, theirs)
            .value()
            .empty());
  CHECK_FALSE(read<bool>(
                  bench, [](Unit& unit) { return unit.clients().suppressed(std::string(number)); }, theirs)
                  .value());
}

// Queue -------------------------------------------------------------------------------------------------------------

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

inline void put_in_state(StoreBench& bench, AttemptId id, AttemptState state) {
  CHECK(committed(write(bench, [=](Unit& unit) -> Result<void> {
    Attempt changed = TRY(unit.attempts().get(id));
    const AttemptState from = changed.state;
    changed.state = state;
    return unit.attempts().save(changed, from);
  })));
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

// Recipients --------------------------------------------------------------------------------------------------------

inline void contacts_count_across_accounts_and_name_nobody(StoreBench& bench) {
  plan(bench, key_of(1), noon());
  intend_one(bench);
  const auto own = contacts(bench);
  REQUIRE(own.size() == 1);
  CHECK(own[0].client == ClientId(1));
  CHECK(own[0].running);
  CHECK(own[0].at == noon());
  CHECK(own[0].start_local == "2026-05-20T09:00");
  const auto other = contacts(bench, theirs);
  REQUIRE(other.size() == 1);
  CHECK(other[0].account == ours);
  CHECK(other[0].client == ClientId{});
}

inline void ended_contacts_count_and_unsent_ones_do_not(StoreBench& bench) {
  plan(bench, key_of(1), noon());
  plan(bench, key_of(2, 10), noon());
  const auto attempts = ask<std::vector<Attempt>>(bench, intend_all).value();
  REQUIRE(attempts.size() == 2);
  CHECK(committed(write(bench, [&](Unit& unit) -> Result<void> {
    TRY(unit.recipients().ended(attempts[0]));
    return unit.recipients().never_left(attempts[1]);
  })));
  const auto left = contacts(bench);
  REQUIRE(left.size() == 1);
  CHECK_FALSE(left[0].running);
}

inline void contacts_fade_after_a_week_unless_they_run(StoreBench& bench) {
  plan(bench, key_of(1), noon());
  plan(bench, key_of(2, 10), noon());
  const auto attempts = ask<std::vector<Attempt>>(bench, intend_all).value();
  CHECK(committed(write(bench, [&](Unit& unit) { return unit.recipients().ended(attempts[0]); })));
  bench.pass(hours{7 * 24} - minutes{1});
  CHECK(contacts(bench).size() == 2);
  bench.pass(minutes{1});
  REQUIRE(contacts(bench).size() == 1);
  CHECK(contacts(bench)[0].running);
}

inline void locking_again_changes_nothing(StoreBench& bench) {
  plan(bench, key_of(1), noon());
  const auto lock = [](Unit& unit) -> Result<void> {
    const auto due = TRY(unit.queue().look(10));
    TRY(unit.recipients().lock(due));
    return unit.recipients().lock(due);
  };
  CHECK(committed(write(bench, lock)));
  CHECK(committed(write(bench, lock)));
  CHECK(contacts(bench).empty());
}

// Attempts ----------------------------------------------------------------------------------------------------------

inline void attempts_are_saved_by_compare_and_set(StoreBench& bench) {
  plan(bench, key_of(1), noon());
  Attempt attempt = intend_one(bench);
  attempt.state = AttemptState::accepted;
  attempt.provider_id = "CA1";
  const auto save = [&](Unit& unit) { return unit.attempts().save(attempt, AttemptState::intended); };
  CHECK(committed(write(bench, save)));
  CHECK(write(bench, save).work.error().code == ErrorCode::conflict);
  const Attempt stored = read<Attempt>(bench, [&](Unit& unit) { return unit.attempts().get(attempt.id); }).value();
  CHECK(stored.state == AttemptState::accepted);
  CHECK(stored.provider_id == "CA1");
  CHECK(stored.reminder == key_of(1));
  CHECK(stored.recipient == number);
  CHECK(read<Attempt>(
            bench, [&](Unit& unit) { return unit.attempts().get(attempt.id); }, theirs)
            .error()
            .code == ErrorCode::not_found);
}

inline void a_step_is_saved_where_the_call_still_stands(StoreBench& bench) {
  plan(bench, key_of(1), noon());
  Attempt attempt = intend_one(bench);
  put_in_state(bench, attempt.id, AttemptState::in_progress);
  const auto stored = [&] {
    return read<Attempt>(bench, [&](Unit& unit) { return unit.attempts().get(attempt.id); }).value();
  };
  attempt = stored();
  attempt.outcome = AttemptOutcome::heard;
  attempt.position = "menu:1:0";
  attempt.step = 2;
  attempt.silenced = Reason::suppressed;
  attempt.evidence = Evidence::machine;
  const auto save = [&](Unit& unit) { return unit.attempts().save_step(attempt); };
  CHECK(committed(write(bench, save)));
  CHECK(stored().outcome == AttemptOutcome::heard);
  CHECK(stored().position == "menu:1:0");
  CHECK(stored().step == 2);
  CHECK(stored().silenced == Reason::suppressed);
  CHECK(stored().evidence == Evidence::machine);
  put_in_state(bench, attempt.id, AttemptState::ended);
  CHECK(write(bench, save).work.error().code == ErrorCode::conflict);
}

inline void events_are_seen_once(StoreBench& bench) {
  const auto first = [&](const std::string& event) {
    return ask<bool>(bench, [=](Unit& unit) { return unit.attempts().first_time(AttemptId(1), event); }).value();
  };
  CHECK(first("status.completed"));
  CHECK_FALSE(first("status.completed"));
  CHECK(first("status.busy"));
  const WriteEnding failed = write(bench, [](Unit& unit) -> Result<void> {
    TRY(unit.attempts().first_time(AttemptId(1), "keys.1"));
    return invalid("the unit failed");
  });
  CHECK_FALSE(failed.work.ok());
  CHECK(first("keys.1"));  // it will come again, and must be taken then
}

inline void answers_are_kept(StoreBench& bench) {
  const auto kept = [&](const std::string& step) {
    return read<std::optional<std::string>>(bench,
                                            [=](Unit& unit) { return unit.attempts().kept_answer(AttemptId(1), step); })
        .value();
  };
  CHECK_FALSE(kept("0").has_value());
  CHECK(
      committed(write(bench, [](Unit& unit) { return unit.attempts().keep_answer(AttemptId(1), "0", "<Hangup/>"); })));
  CHECK(kept("0") == "<Hangup/>");
  CHECK_FALSE(kept("1").has_value());
}

inline void fates_in_doubt_are_found(StoreBench& bench) {
  plan(bench, key_of(1), noon());
  const Attempt attempt = intend_one(bench);
  const auto to_look_up = [](Unit& unit) { return unit.attempts().to_look_up(10); };
  CHECK(ask<std::vector<Attempt>>(bench, to_look_up).value().empty());
  bench.pass(seconds{90});
  const auto found = ask<std::vector<Attempt>>(bench, to_look_up).value();
  REQUIRE(found.size() == 1);
  CHECK(found[0].id == attempt.id);
  // What this life intended is not an orphan of it.
  CHECK(ask<std::vector<Attempt>>(bench, [](Unit& unit) { return unit.attempts().orphans(); }).value().empty());
}

struct StoreRule {
  std::string_view name;
  void (*keeps)(StoreBench&);
};

inline constexpr StoreRule rules[] = {
    {"a unit is there whole or not at all", unit_is_whole},
    {"a unit that fails leaves its neighbours in the commit", neighbours_stay},
    {"a broken unique key fails the unit and only it", a_broken_key_fails_the_unit},
    {"each unit's ending is told once, and an account's in the order in which they were asked for",
     done_once_each_in_order},
    {"the ledger's numbers are the order of commits, without gaps", ledger_follows_commits},
    {"a unit reads the clock when it runs", clock_is_read_in_the_unit},
    {"an account that is not there is not written to", unknown_account_is_refused},
    {"an older life of a node cannot write", an_older_life_cannot_write},
    {"a read sees one moment", read_is_a_snapshot},
    {"a read sees what was committed before it", read_sees_what_was_committed_before},
    {"a read writes nothing", read_writes_nothing},
    {"account 0 yields accounts", account_0_is_the_door},
    {"account 0 says which accounts have something due, earliest first", door_says_who_has_work},
    {"a stop of the house stops every account, and the first stop stays", stop_of_the_house_stops_all},
    {"accounts do not see each other", accounts_do_not_see_each_other},
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
    {"contacts count across accounts and hide the client", contacts_count_across_accounts_and_name_nobody},
    {"a contact that ended counts, one that never left does not", ended_contacts_count_and_unsent_ones_do_not},
    {"contacts fade after a week, unless they still run", contacts_fade_after_a_week_unless_they_run},
    {"locking recipients twice changes nothing", locking_again_changes_nothing},
    {"an attempt is saved where it is still as it was", attempts_are_saved_by_compare_and_set},
    {"a step is saved where the call still stands", a_step_is_saved_where_the_call_still_stands},
    {"a callback is taken once, and not at all by a unit that failed", events_are_seen_once},
    {"a call's answers are kept", answers_are_kept},
    {"attempts without an end are found when it is time", fates_in_doubt_are_found},
    {"a number has one account", a_number_has_one_account},
    {"a call that comes in is one session", a_call_that_comes_in_is_one_session},
    {"a session is kept as it was saved", a_session_is_kept_as_it_was_saved},
    {"sessions without an end are found", sessions_without_an_end_are_found},
    {"a task code is used once, for its purpose", a_task_code_is_used_once},
    {"a task code expires, and a new one ends it", a_task_code_expires_and_a_new_one_ends_it},
    {"only so many task codes are live at once", only_so_many_task_codes_are_live},
    {"old task codes go, and no number comes back", old_task_codes_go_and_no_number_comes_back},
    {"of an old call its row stays", of_an_old_call_its_row_stays},
    {"no code stands in the ledger", no_code_stands_in_the_ledger},
    {"wrong codes end the tries of a call, and of a caller", wrong_codes_end_the_tries_of_a_call_and_of_a_caller},
    {"guessing closes a number until a person re-opens it", guessing_closes_a_number_until_a_person_reopens_it},
    {"after a re-opening the count begins anew", after_a_reopening_the_count_begins_anew},
    {"appointments' codes are unlike, and lead back", appointment_codes_are_unlike_and_lead_back},
    {"a fact is found until it expires", a_fact_is_found_until_it_expires},
    {"a PIN is its fact's own", a_pin_is_its_facts_own},
    {"facts that no call can use are refused", facts_that_no_call_can_use_are_refused},
    {"a call leaves one task of a kind", a_call_leaves_one_task_of_a_kind},
    {"an event is due until it is taken", an_event_is_due_until_it_is_taken},
    {"an event is given up after its last try", an_event_is_given_up_after_its_last_try},
    {"an event's number is not given twice", an_events_number_is_not_given_twice},
    {"each signing key is another", each_signing_key_is_another},
    {"sound is kept as it is, for its account", sound_is_kept_as_it_is},
    {"a flow's own sound is for whoever plays it", a_flows_own_sound_is_for_whoever_plays_it},
    {"a recording is added once", a_recording_is_added_once},
    {"a take is copied once it is kept, and a message at once", a_take_is_copied_once_it_is_kept_and_a_message_at_once},
    {"a prompt is live once its copy is there", a_prompt_is_live_once_its_copy_is_there},
    {"an older copy that comes late replaces nothing", an_older_copy_that_comes_late_replaces_nothing},
    {"a refused take leaves what was live", a_refused_take_leaves_what_was_live},
    {"a prompt's versions are rolled back, to a robot's voice too", versions_are_rolled_back},
    {"the oldest versions of a prompt go, and never the live one", the_oldest_versions_go_and_never_the_live_one},
    {"only so many takes of a prompt wait for their copies", only_so_many_takes_wait},
    {"what is discarded is gone, and what is kept stays", what_is_discarded_is_gone_and_what_is_kept_stays},
    {"messages are listed, newest first, and read", messages_are_listed_and_read},
    {"old messages are forgotten, those that nobody heard later", old_messages_are_forgotten},
    {"what cannot be copied is asked for later and later", what_cannot_be_copied_is_asked_for_later_and_later},
    {"texts that came in are listed by sender, read, and forgotten", texts_are_listed_read_and_forgotten},
    {"accounts stand side by side", accounts_stand_side_by_side},
    {"people are found over all accounts", people_are_found_over_all_accounts},
    {"answers of gateways are counted", answers_of_gateways_are_counted},
    {"events are read from the newest", events_are_read_from_the_newest},
    {"a template is published and rolled back", a_template_is_published_and_rolled_back},
    {"a rule is retired once and comes back", a_rule_is_retired_once_and_comes_back},
    {"an email is one person", an_email_is_one_person},
    {"a role is of one account", a_role_is_of_one_account},
    {"an account keeps an owner", an_account_keeps_an_owner},
    {"a link works once and for a while", a_link_works_once_and_for_a_while},
    {"a second invitation ends the first", a_second_invitation_ends_the_first},
    {"a session lets in until it ends", a_session_lets_in_until_it_ends},
    {"a session ends when nobody uses it", a_session_ends_when_nobody_uses_it},
    {"a session ends even when it is used", a_session_ends_even_when_it_is_used},
    {"whoever is removed is out at once", whoever_is_removed_is_out_at_once},
    {"a person looks at own accounts only", a_person_looks_at_own_accounts_only},
    {"other sessions are ended together", other_sessions_are_ended_together},
    {"old sessions are forgotten", old_sessions_are_forgotten},
    {"a second factor counts once it is proven", a_second_factor_counts_once_it_is_proven},
    {"a recovery code is used once", a_recovery_code_is_used_once},
    {"a key is good until it is revoked or ends", a_key_is_good_until_it_is_revoked_or_ends},
    {"no secret of a door is readable", no_secret_of_a_door_is_readable},
    {"what is changed of people is on record", what_is_changed_of_people_is_on_record},
    {"failures at the door make the next wait", failures_at_the_door_make_the_next_wait},
    {"a kept request gets its answer again", a_kept_request_gets_its_answer_again},
    {"clients are listed by name and searched", clients_are_listed_by_name_and_searched},
    {"a client that was changed is found by what it was", a_client_that_was_changed_is_found_by_what_it_was},
    {"clients who are one are joined", clients_who_are_one_are_joined},
    {"a withdrawn consent is given by people alone", a_withdrawn_consent_is_given_by_people_alone},
    {"closed days are kept in order and apart", closed_days_are_kept_in_order_and_apart},
    {"a day is closed once and its change is counted", a_day_is_closed_once_and_its_change_is_counted},
    {"the week is the account's own", the_week_is_the_accounts_own},
    {"calls ask for closed dates and nothing else does", calls_ask_for_closed_dates_and_nothing_else_does},
    {"reminders follow the calendar and nothing sent does", reminders_follow_the_calendar_and_nothing_sent_does},
    {"days are counted by state", days_are_counted_by_state},
    {"those to ring by hand are found together", those_to_ring_by_hand_are_found_together},
    {"a report counts visits and what left", a_report_counts_visits_and_what_left},
    {"one reminder is hastened, left out and taken in", one_reminder_is_hastened_left_out_and_taken_in},
};

/// Runs every rule on a bench of its own.
template <typename Bench>
void store_keeps_its_rules() {
  for (const StoreRule& rule : rules) {
    CAPTURE(rule.name);
    Bench bench;
    furnish(bench, [](Unit& unit) { return add_client(unit, std::string(number), 4); });
    rule.keeps(bench);
  }
}

}  // namespace courtesy::conformance
